; SPDX-License-Identifier: BSD-2-Clause
; The last steps before the native entry of a kernel that has a boot format of
; its own. In: what pvh_start.asm leaves; rax and rdx = struct native_args; rcx
; is the native entry. There all of that still holds, but rip is a virtual
; address; the two are in rdi and rsi, for an entry in C, and rsp is 8 mod 16,
; with 0 where a return address would be.
	global	pvh_enter

	section	.text
	bits	64
pvh_enter:
	mov	rdi, rax
	mov	rsi, rdx
	push	0
	jmp	rcx
