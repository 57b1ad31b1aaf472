; SPDX-License-Identifier: BSD-2-Clause
; From the kit to the loader's last steps: rax and rdx are what enter.c gave.
	global	pvh_enter

	section	.text
	bits	64
pvh_enter:
	mov	rdi, rax		; struct move_args
	jmp	rdx			; the copy of move_code
