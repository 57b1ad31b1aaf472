; SPDX-License-Identifier: BSD-2-Clause
; The last steps before a Multiboot kernel's 32-bit entry. In: what
; pvh_start.asm leaves; rax = the magic number, rdx = the information, rcx = the
; entry. These bytes run at any address below 4 GiB, so a loader may copy them,
; up to pvh_enter_end, to where nothing is in their way. At the entry (Multiboot
; 0.6.96, 3.2; Multiboot2 2.0, 3.3): 32-bit protected mode; eax = the magic
; number, ebx = the information; cs, ds, es, fs, gs and ss flat; paging, PAE,
; long mode and interrupts off. The GDT and the IDT are not the kernel's to use,
; but a fault is printed until it loads its own, as pvh_trap.asm does it.
%include "pvh.inc"
	global	pvh_enter, pvh_enter_end
%ifndef PVH_NO_IDT
	extern	pvh_idtr32
%endif

CR0_PG		equ 1 << 31

	section	.text
	bits	64
pvh_enter:
	mov	edi, eax
	mov	ebx, edx
; 1. Without paging there is no KERNBASE: what is linked there runs low.
%if KERNBASE != 0
	mov	rax, KERNBASE
	cmp	rcx, rax
	jb	.entry_is_low
	sub	rcx, rax
.entry_is_low:
	cmp	rsp, rax
	jb	.stack_is_low
	sub	rsp, rax
.stack_is_low:
%endif
	mov	esi, ecx
; 2. A GDT that is here, the same as the door's, and a far return to 32 bits.
	lea	rax, [rel gdt]
	push	rax
	push	word gdt_end - gdt - 1
	lgdt	[rsp]
	add	rsp, 10
	lea	rax, [rel code32]
	push	CODE32
	push	rax
	retfq

	bits	32
code32:	mov	eax, DATA
	mov	ds, eax
	mov	es, eax
	mov	fs, eax
	mov	gs, eax
	mov	ss, eax
%ifndef PVH_NO_IDT			; a loader's, which will be overwritten
	lidt	[PHYS(pvh_idtr32)]
%endif
; 3. Paging off leaves long mode; then what went with it.
	mov	eax, cr0
	and	eax, ~CR0_PG
	mov	cr0, eax
	mov	ecx, MSR_EFER
	rdmsr
	and	eax, ~EFER_LME
	wrmsr
	mov	eax, cr4
	and	eax, ~CR4_PAE
	mov	cr4, eax
	mov	eax, edi
	jmp	esi

	align	8
gdt:	dq	0
	dq	0x00af9b000000ffff	; CODE64: for an NMI on the way
	dq	0x00cf93000000ffff	; DATA
	dq	0x00cf9b000000ffff	; CODE32
gdt_end:
pvh_enter_end:
