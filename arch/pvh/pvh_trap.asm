; SPDX-License-Identifier: BSD-2-Clause
; A fault is never silent: from the fourth instruction of pvh_start32 until the
; native entry loads its own IDT or GDT, an exception or an NMI prints its
; vector, the address and cr2 on the early console, and the boot ends.
%include "pvh.inc"

VECTORS		equ 32
STUB_SIZE	equ 4
DF		equ 8
ERROR_CODE	equ 1 << DF | 0x1f << 10 | 1 << 17 | 1 << 21 | 1 << 29 | 1 << 30
GATE		equ 0x8e00		; present, interrupt gate, ring 0
DEBUG_CONSOLE	equ 0xe9		; as in console.c and halt.c
COM1		equ 0x3f8
COM1_LSR	equ COM1 + 5
LSR_THRE	equ 0x20
LSR_TRIES	equ 0x1000
DEBUG_EXIT_BAD	equ 0x11

	global	pvh_idtr32, pvh_idtr64, pvh_refuse32, pvh_trap_stubs
	extern	pvh_trap, pvh_trap_low, pvh_trap_high	; these two: pvh.ld

; The gates of both IDTs lead here: one stub for each vector, for both modes. On
; entry the CPU has turned interrupts off, loaded cs from the gate, and pushed
; flags, cs, the address and, for the vectors in ERROR_CODE, an error code, each
; as a word of the mode, 4 or 8 bytes. Nothing returns: no register is saved.
;
; The stubs are assembled as 64-bit code and run in 32-bit mode, too. Up to the
; branch to trap32 the same bytes mean the same there:
; - push imm8, jmp rel8 and je rel32 have one encoding and one length. Only the
;   size of what push writes is that of the mode.
; - All other operands have 32 or 8 bits, as is the default in both modes. So no
;   instruction has a REX prefix, whose bytes are inc and dec in 32-bit mode.
; - An address has the size of the mode: [rsp] is [esp] there.
; The mode is told by cs: gates for 32-bit mode load CODE32, all others CODE64.
	section	.text align=128	; all stubs are in 128 bytes: see GATE32
	bits	64
pvh_trap_stubs:
%assign vector 0
%rep	VECTORS
	align	STUB_SIZE
	push	vector
	jmp	short trap
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
	mov	rdi, [rsp]		; 64-bit mode: C prints the line
	mov	rsi, [rsp + 8 + rdx * 8]
	mov	rdx, cr2
	and	rsp, -16
	call	pvh_trap

; 32-bit mode, where no C can run: prints the same line as pvh_trap(), and ends.
; In: the vector at esp, edx = words of error code, ds flat.
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
pvh_refuse32:				; in: esi = a string; does not return
	call	put
%ifdef PVH_DEBUG_EXIT
	mov	al, DEBUG_EXIT_BAD
	mov	edx, PVH_DEBUG_EXIT
	out	dx, al
%endif
.halt:	cli
	hlt
	jmp	.halt

put:	lodsb				; in: esi = a string; out: after its NUL
	test	al, al
	jz	.done
	call	putc
	jmp	put
.done:	ret

put_hex:				; in: eax; keeps esi and ebp
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

; In: al. Like pvh_putc(), but it writes to port 0xE9 whoever is there.
putc:	mov	ah, al
	out	DEBUG_CONSOLE, al
	mov	ecx, LSR_TRIES
	mov	edx, COM1_LSR
.wait:	in	al, dx
	test	al, LSR_THRE
	loopz	.wait
	mov	al, ah
	mov	edx, COM1
	out	dx, al
	ret

; A gate that leads to the stub of vector %1. No relocation splits an address as
; a gate needs it, so pvh.ld does: pvh_trap_low and pvh_trap_high are the halves
; of the first stub's physical address. The others have the same upper half.
%macro GATE32 1
	dw	pvh_trap_low + (%1) * STUB_SIZE, CODE32, GATE, pvh_trap_high
%endmacro
%macro GATE64 1
	dw	pvh_trap_low + (%1) * STUB_SIZE, CODE64, GATE
	dw	pvh_trap_high + (KERNBASE >> 16 & 0xffff)
	dd	KERNBASE >> 32, 0
%endmacro

	section	.rodata align=8
; The mov to cr0 in pvh_start.asm enters long mode, where the CPU reads this
; table as 64-bit gates until the next lidt is done. Those have 16 bytes, not 8:
; the gate of vector V lies where the gates of 2V and 2V + 1 lie in 32-bit mode.
; Only a far jump and the lidt run in between, and only an NMI (2), a double
; fault (8), a general protection fault (13) or a page fault (14) can hit them.
; So the table has 64-bit gates for these four, in place of eight 32-bit gates
; whose vectors cannot come in 32-bit mode:
;
;	64-bit	32-bit
;	2	4, 5	overflow, bound: there is no into and no bound
;	8	16, 17	x87: it is not used; alignment: in ring 3 only
;	13	26, 27	reserved
;	14	28, 29	in guests of AMD's SEV-SNP and SEV-ES only, where
;			this door cannot run
idt32:
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
