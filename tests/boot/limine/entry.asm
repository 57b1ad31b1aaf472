; SPDX-License-Identifier: BSD-2-Clause
; The kernel's two entries: the ELF file's, and the one that the entry point
; request names. kmain() gets rsp as it was, all registers or-ed, which entry
; it is, and rflags.
	global	entry, requested
	extern	kmain

	section	.note.GNU-stack noalloc noexec nowrite progbits
	section	.text
	bits	64
requested:
	pushfq
	push	1
	jmp	both
entry:	pushfq
	push	0
both:	or	rax, rbx
	or	rax, rcx
	or	rax, rdx
	or	rax, rsi
	or	rax, rdi
	or	rax, rbp
%assign n 8
%rep 8
	or	rax, r %+ n
%assign n n + 1
%endrep
	mov	rsi, rax
	pop	rdx
	pop	rcx
	mov	rdi, rsp
	jmp	kmain			; rsp is as after a call
