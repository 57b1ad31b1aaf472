; SPDX-License-Identifier: BSD-2-Clause
; From the loader to the kernel, copied to a page that nothing is moved to; it
; runs at any address. The firmware is gone; rdi = struct jump_args (enter.c),
; in the page after it, below 1 GiB. Each part is moved to a lower address, or
; to one where no other part is until it has been moved, too (loader.h), so
; upwards is right. The kernel is entered as by the door
; (arch/pvh/freebsd/enter.asm): 4(rsp) = edi = modulep, 8(rsp) = esi = kernend.
CR4_PGE		equ 1 << 7
CR4_PCIDE	equ 1 << 17
CR4_CET		equ 1 << 23

	struc	args
.cr3:		resq 1
.stack:		resq 1
.entry:		resq 1
.modulep:	resq 1
.kernend:	resq 1
.move:				; the first of them
	endstruc

	struc	move
.to:		resq 1
.from:		resq 1
.words:		resq 1		; 0: there are no more
	endstruc

	global	jump:function hidden
	global	jump_end:function hidden

	section	.text progbits alloc exec nowrite align=16
	bits	64
	default	rel

jump:
	cli				; 1. our own page tables
	cld
	mov	rbx, rdi
	mov	rax, cr4
	and	eax, ~(CR4_PGE | CR4_PCIDE | CR4_CET)
	mov	cr4, rax
	mov	rax, [rbx + args.cr3]
	mov	cr3, rax
	mov	rsp, [rbx + args.stack]
	lea	rdx, [rbx + args.move]
.move:
	mov	rdi, [rdx + move.to]	; 2. the parts to their places
	mov	rsi, [rdx + move.from]
	mov	rcx, [rdx + move.words]
	jrcxz	.frame
	rep movsq
	add	rdx, move_size
	jmp	.move
.frame:
	mov	rdi, [rbx + args.modulep]
	mov	rsi, [rbx + args.kernend]
	mov	rcx, [rbx + args.entry]
	mov	rax, rdi		; 3. the native frame
	shl	rax, 32
	push	rsi
	push	rsi
	push	rax
	jmp	rcx
jump_end:

	section	.note.GNU-stack progbits noalloc noexec nowrite align=1
