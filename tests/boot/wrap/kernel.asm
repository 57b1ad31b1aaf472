; SPDX-License-Identifier: BSD-2-Clause
; A kernel of FreeBSD's format: it says what the first two records of the
; metadata are, which it reaches at BASE, and ends QEMU with status 33. Its
; sections are those that FreeBSD's linker makes, with a PVH note of its own.
COM1	equ 0x3f8
E9	equ 0xe9

	global	btext
	section	.text
	bits	64
btext:	mov	rbx, BASE
	mov	eax, [rsp + 4]		; modulep
	cmp	eax, edi
	jne	.bad
	add	rbx, rax
	lea	rsi, [rel hello]
	mov	ecx, hello_end - hello
.char:	lodsb
	call	put
	loop	.char
	mov	al, [rbx]		; MODINFO_NAME, which is 1
	call	digit
	mov	eax, [rbx + 4]		; its size
	lea	rbx, [rbx + rax + 8 + 7]
	and	rbx, -8
	mov	al, [rbx]		; MODINFO_TYPE, 2
	call	digit
	mov	al, 10
	call	put
	mov	al, 0x10
	out	0xf4, al
.bad:	hlt
	jmp	.bad
digit:	add	al, '0'
put:	mov	dx, COM1
	out	dx, al
	out	E9, al
	ret

	section	.rodata
hello:	db	"records: "
hello_end:

	section	.interp progbits alloc noexec nowrite
	db	"/red/herring", 0
	section	.dynamic progbits alloc noexec write align=8
	times	4 dq 0
	section	.note.one note alloc noexec nowrite align=4
	dd	4, 8, 18, "Xen", 0x200000, 0
	section	.note.two note alloc noexec nowrite align=8
	dd	8, 8, 1
	db	"FreeBSD", 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8
	section	.data
	dq	btext
	section	.bss
	resb	10000
