; SPDX-License-Identifier: BSD-2-Clause
; From the loader to the kernel, copied to a page that nothing is moved to; it
; runs at any address. In: rdi = struct move_args (move.h); long mode. Each move
; is to a lower address, or to where nothing is that is still to be moved, so
; upwards is right. What follows, in that page, is the native format's
; pvh_enter; it finds what arch/pvh/pvh_start.asm says.
CR4_PGE		equ 1 << 7
CR4_PCIDE	equ 1 << 17
CR4_CET		equ 1 << 23

	struc	args
.cr3:		resq 1
.stack:		resq 1
.entry:		resq 1
.first:		resq 1
.second:	resq 1
.gdt:		resb 10
.idt:		resb 10
.reserved:	resd 1
.move:				; the first of them
	endstruc

	struc	move
.to:		resq 1
.from:		resq 1
.words:		resq 1		; 0: there are no more
	endstruc

	global	move_code:function hidden
	global	move_code_end:function hidden

	section	.text progbits alloc exec nowrite align=16
	bits	64

move_code:
	cli				; 1. our own page tables
	cld
	mov	rbx, rdi
	mov	rax, cr4
	and	eax, ~(CR4_PGE | CR4_PCIDE | CR4_CET)
	mov	cr4, rax
	mov	rax, [rbx + args.cr3]
	mov	cr3, rax
	mov	rsp, [rbx + args.stack]
	lgdt	[rbx + args.gdt]
	lidt	[rbx + args.idt]
	lea	rdx, [rbx + args.move]
.move:
	mov	rdi, [rdx + move.to]	; 2. everything to its place
	mov	rsi, [rdx + move.from]
	mov	rcx, [rdx + move.words]
	jrcxz	.enter
	rep movsq
	add	rdx, move_size
	jmp	.move
.enter:
	mov	rax, [rbx + args.first]	; 3. as for pvh_enter
	mov	rdx, [rbx + args.second]
	mov	rcx, [rbx + args.entry]
move_code_end:

	section	.note.GNU-stack progbits noalloc noexec nowrite align=1
