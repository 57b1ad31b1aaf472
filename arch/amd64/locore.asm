; SPDX-License-Identifier: BSD-2-Clause
; btext: the kernel's one entry. Every loader comes here, in long mode, with
; interrupts off and the kernel at KERNBASE + its physical address; the stack
; holds, in 32-bit words,
;
;	0(rsp)	a return address that leads nowhere
;	4(rsp)	modulep, where the preload metadata is
;	8(rsp)	kernend, where all that was loaded ends
;
; .bss has been cleared. Nothing else is promised: not the flags, not a
; segment, not the alignment of rsp, nor more than 8 bytes of stack below it.
; Control goes on to hammer_time in machdep.c, and does not come back.

CR0_PE		equ 1 << 0
CR0_MP		equ 1 << 1
CR0_ET		equ 1 << 4
CR0_NE		equ 1 << 5
CR0_WP		equ 1 << 16
CR0_PG		equ 1 << 31
CR4_PAE		equ 1 << 5
CR4_OSFXSR	equ 1 << 9
CR4_OSXMMEXCPT	equ 1 << 10
CR4_LA57	equ 1 << 12
MSR_EFER	equ 0xc0000080
EFER_NXE	equ 1 << 11
CPUID_FXSR	equ 1 << 24		; leaf 1, edx
CPUID_SSE	equ 1 << 25		; leaf 1, edx
CPUID_NX	equ 1 << 20		; leaf 0x80000001, edx
RFLAGS_CLEAR	equ 1 << 1		; always set; all else off
GDT_CODE	equ 1 * 8
GDT_DATA	equ 2 * 8
STACK_SIZE	equ 20480		; trap.h

	extern	hammer_time, stacks
	global	btext:function
	global	gdt:data

	section	.text progbits alloc exec nowrite align=16
	bits	64
	default	rel

btext:
	mov	edi, [rsp + 4]		; modulep
	mov	esi, [rsp + 8]		; kernend
	push	RFLAGS_CLEAR
	popfq
	lea	rsp, [stacks + STACK_SIZE]

.segments:				; 1. our own descriptors
	lgdt	[gdt_pointer]
	lea	rax, [.reloaded]
	push	GDT_CODE
	push	rax
	retfq
.reloaded:
	mov	eax, GDT_DATA
	mov	ds, eax
	mov	es, eax
	mov	ss, eax
	xor	eax, eax
	mov	fs, eax
	mov	gs, eax

.cr4:					; 2. only what is used here: this
	mov	eax, 1			;    drops PGE, PCIDE, SMEP...
	cpuid
	mov	rax, cr4
	and	eax, CR4_LA57		; fixed while in long mode
	or	eax, CR4_PAE
	test	edx, CPUID_FXSR
	jz	.no_fxsr
	or	eax, CR4_OSFXSR
.no_fxsr:
	test	edx, CPUID_SSE
	jz	.no_sse
	or	eax, CR4_OSXMMEXCPT
.no_sse:
	mov	cr4, rax

.cr0:					; 3. write protection, caches on
	mov	eax, CR0_PG | CR0_WP | CR0_NE | CR0_ET | CR0_MP | CR0_PE
	mov	cr0, rax

.nx:					; 4. no-execute, if there is such
	mov	eax, 0x80000001
	cpuid
	test	edx, CPUID_NX
	jz	.enter
	mov	ecx, MSR_EFER
	rdmsr
	or	eax, EFER_NXE
	wrmsr

.enter:					; 5. C from here on
	xor	ebp, ebp
	call	hammer_time
.halt:
	cli
	hlt
	jmp	.halt

	section	.data progbits alloc noexec write align=16
	align	16
gdt:
	dq	0
	dq	0x00af9b000000ffff	; GDT_CODE: 64-bit, ring 0
	dq	0x00cf93000000ffff	; GDT_DATA: flat, ring 0
	dq	0, 0			; the TSS: trap.c fills it in
gdt_end:

	section	.rodata progbits alloc noexec nowrite align=8
gdt_pointer:
	dw	gdt_end - gdt - 1
	dq	gdt

	section	.note.GNU-stack progbits noalloc noexec nowrite align=1
