; SPDX-License-Identifier: BSD-2-Clause
; The 32-bit entry of both kernels, which goes on in 64-bit mode, as such
; kernels do: with tables, a stack and descriptors of its own.
PG_TABLE equ 0x3
PG_LARGE equ 0x83

	global	start
	extern	kmain

	section	.text
	bits	32
start:	mov	esp, stack_top
	mov	edi, eax
	mov	esi, ebx
	lgdt	[gdtr]
	mov	eax, cr4
	or	eax, 1 << 5		; PAE
	mov	cr4, eax
	mov	eax, pml4
	mov	cr3, eax
	mov	ecx, 0xc0000080		; EFER
	rdmsr
	or	eax, 1 << 8		; LME
	wrmsr
	mov	eax, cr0
	or	eax, 1 << 31		; PG
	mov	cr0, eax
	jmp	8:start64
	bits	64
start64:
	mov	eax, 16
	mov	ss, eax
	mov	ds, eax
	mov	es, eax
	call	kmain

	section	.data align=4096
pml4:	dq	pdpt + PG_TABLE
	times	511 dq 0
pdpt:
%assign gib 0
%rep	4
	dq	pd + gib * 4096 + PG_TABLE
%assign gib gib + 1
%endrep
	times	508 dq 0
pd:
%assign page 0
%rep	2048
	dq	page << 21 | PG_LARGE
%assign page page + 1
%endrep
gdt:	dq	0, 0x00af9b000000ffff, 0x00cf93000000ffff
gdtr:	dw	gdtr - gdt - 1
	dd	gdt

	section	.bss align=16
	resb	0x4000
stack_top:
