; SPDX-License-Identifier: BSD-2-Clause
; Where the other CPUs go. cpu_main() gets rsp as it was, all registers but rdi
; or-ed, rdi and rflags.
	global	cpu_entry
	extern	cpu_main

	section	.note.GNU-stack noalloc noexec nowrite progbits
	section	.text
	bits	64
cpu_entry:
	pushfq
	or	rax, rbx
	or	rax, rcx
	or	rax, rdx
	or	rax, rsi
	or	rax, rbp
%assign n 8
%rep 8
	or	rax, r %+ n
%assign n n + 1
%endrep
	mov	rsi, rax
	mov	rdx, rdi
	pop	rcx
	mov	rdi, rsp
	jmp	cpu_main		; rsp is as after a call
