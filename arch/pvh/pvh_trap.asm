; SPDX-License-Identifier: BSD-2-Clause
; A fault is never silent: from the fourth instruction after the PVH entry until
; the native entry loads its own IDT or GDT, an exception or an NMI prints its
; vector, the address and cr2 on the early console, and the boot ends.
%include "pvh.inc"

VECTORS		equ 32
STUB_SIZE	equ 8
DF		equ 8
ERROR_CODE	equ 1 << DF | 0x1f << 10 | 1 << 17 | 1 << 21 | 1 << 29 | 1 << 30
GATE		equ 0x8e00		; present, interrupts off
PORT_E9		equ 0xe9		; as in console.c and trap.c
COM1		equ 0x3f8
COM1_LSR	equ COM1 + 5
LSR_THRE	equ 0x20
LSR_TRIES	equ 0x1000
DEBUG_EXIT_BAD	equ 0x11

	global	pvh_idtr32, pvh_idtr64, pvh_refuse32, pvh_trap_stubs
	extern	pvh_trap, pvh_trap_low, pvh_trap_high	; the latter: pvh.ld

; Where each gate leads, in either mode: up to the branch to trap32 the bytes
; mean the same in both. On the stack are, in words of the mode, the vector, for
; some of them an error code, and the address.
	section	.text align=256
	bits	64
pvh_trap_stubs:
%assign vector 0
%rep	VECTORS
	align	STUB_SIZE
	push	vector
	jmp	near trap
%assign vector vector + 1
%endrep
trap:	cld
	mov	eax, ERROR_CODE
	mov	ecx, [rsp]
	xor	edx, edx
	bt	eax, ecx
	setc	dl			; words of error code
	mov	eax, cs
	cmp	al, CODE32
	je	near trap32
	mov	rdi, [rsp]		; 64-bit mode only
	mov	rsi, [rsp + 8 + rdx * 8]
	mov	rdx, cr2
	and	rsp, -16
	call	pvh_trap

	bits	32
trap32:	lea	ebp, [esp + 4 + edx * 4]
	mov	esi, PHYS(text)
	call	put
	mov	eax, [esp]
	call	put_hex
	call	put
	mov	eax, [ebp]
	call	put_hex
	call	put
	mov	eax, cr2
	call	put_hex
pvh_refuse32:				; in: esi = a line, ended by NUL
	call	put
%ifdef PVH_DEBUG_EXIT
	mov	al, DEBUG_EXIT_BAD
	mov	edx, PVH_DEBUG_EXIT
	out	dx, al
%endif
.halt:	cli
	hlt
	jmp	.halt

put:	lodsb				; in: esi; out: esi, behind the NUL
	test	al, al
	jz	.done
	call	putc
	jmp	put
.done:	ret

put_hex:				; in: eax
	mov	ebx, eax
	or	eax, 1			; 0 has a digit, too
	bsr	ecx, eax
	and	ecx, -4
.digit:	mov	eax, ebx
	shr	eax, cl
	and	eax, 15
	mov	al, [PHYS(digits) + eax]
	push	ecx
	call	putc
	pop	ecx
	sub	ecx, 4
	jns	.digit
	ret

; In: al. As pvh_putc(), but it does not ask who listens, so early.
putc:	mov	ah, al
	out	PORT_E9, al
	mov	ecx, LSR_TRIES
	mov	edx, COM1_LSR
.wait:	in	al, dx
	test	al, LSR_THRE
	loopz	.wait
	mov	al, ah
	mov	edx, COM1
	out	dx, al
	ret

; A gate that leads to vector's stub; pvh_trap_low and _high are the halves of
; the first stub's physical address.
%macro GATE32 1
	dw	pvh_trap_low + (%1) * STUB_SIZE, CODE32, GATE, pvh_trap_high
%endmacro
%macro GATE64 1
	dw	pvh_trap_low + (%1) * STUB_SIZE, CODE64, GATE
	dw	pvh_trap_high + (KERNBASE >> 16 & 0xffff)
	dd	KERNBASE >> 32, 0
%endmacro

	section	.rodata align=8
idt32:
; From the write of cr0 that enters long mode to the next lidt the CPU takes
; this table for one of 64-bit gates, two of these each. What can come then are
; vectors 2 (NMI), 8, 13 and 14; where their gates are 32-bit code has no use
; for the vectors 4 and 5, 16 and 17, 26 to 29.
%assign vector 0
%rep	VECTORS
%assign long vector / 2
%if long != 2 && long != DF && long != 13 && long != 14
	GATE32	vector
%elif vector % 2 == 0
	GATE64	long
%endif
%assign vector vector + 1
%endrep
idt64:
%assign vector 0
%rep	VECTORS
	GATE64	vector
%assign vector vector + 1
%endrep
pvh_idtr32:
	dw	idt64 - idt32 - 1
	dd	PHYS(idt32)
pvh_idtr64:
	dw	pvh_idtr32 - idt64 - 1
	dq	idt64
text:	db	"pvh: trap 0x", 0, " at 0x", 0, ", cr2 0x", 0, 10, 0
digits:	db	"0123456789abcdef"
