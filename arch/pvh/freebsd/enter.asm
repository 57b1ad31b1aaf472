; SPDX-License-Identifier: BSD-2-Clause
; The last steps before btext; they run at any address. In: what pvh_start.asm
; leaves; rax = modulep, rdx = kernend, rcx = btext. There (FreeBSD, locore.S)
; all of that still holds, but rip is a virtual address; edi = modulep and esi =
; kernend, for a btext in C; rsp is 8 mod 16, and on the stack are, in 32-bit
; words,
;
;	0(rsp)	0, where a return address would be
;	4(rsp)	modulep, where the preload metadata is
;	8(rsp)	kernend, where all that was loaded ends
	global	pvh_enter, pvh_enter_end

	section	.text
	bits	64
pvh_enter:
	mov	edi, eax
	mov	esi, edx
	shl	rax, 32
	push	rsi			; keeps rsp at 8 mod 16
	push	rsi			; 8(rsp)
	push	rax			; 0(rsp) and 4(rsp)
	jmp	rcx
pvh_enter_end:
