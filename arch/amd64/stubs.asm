; SPDX-License-Identifier: BSD-2-Clause
; Where the CPU goes on an exception: 32 stubs of STUB_SIZE bytes, one for
; each vector. Each completes a struct trapframe (trap.h) on the stack and
; hands it to trap (trap.c), which does not return.

STUB_SIZE	equ 16
VECTORS		equ 32
ERROR_CODE	equ 0x60227d00		; vectors that push one, a bit for each

	extern	trap
	global	trap_stubs:function

	section	.text progbits alloc exec nowrite align=16
	bits	64

	align	STUB_SIZE
trap_stubs:
%assign vector 0
%rep VECTORS
	align	STUB_SIZE
%if ((ERROR_CODE >> vector) & 1) == 0
	push	0
%endif
	push	vector
	jmp	trap_common
%assign vector vector + 1
%endrep

trap_common:
	push	r15
	push	r14
	push	r13
	push	r12
	push	r11
	push	r10
	push	r9
	push	r8
	push	rbp
	push	rdi
	push	rsi
	push	rdx
	push	rcx
	push	rbx
	push	rax
	cld
	mov	rdi, rsp
	call	trap

	section	.note.GNU-stack progbits noalloc noexec nowrite align=1
