; SPDX-License-Identifier: BSD-2-Clause
; The PVH door: from the 32-bit PVH entry to the native 64-bit entry, btext.
; At pvh_start32 (Xen, docs/misc/pvh.pandoc): ebx = start_info, physical; cr0.PE
; on, paging and interrupts off; cs, ds, es, ss flat; nothing else is promised.
; At btext (FreeBSD locore.S): long mode, interrupts off; 0-4 GiB mapped at 0,
; 0-2 GiB at KERNBASE; 32-bit words 4(rsp) = modulep and 8(rsp) = kernend; for
; a C function as the entry edi and esi are the same, and rsp = 8 mod 16.
%include "pvh.inc"
%define PDPE(gib)	PHYS(pd) + (gib) * 4096 + PG_TABLE

XEN_ELFNOTE_VIRT_BASE equ 3
XEN_ELFNOTE_PADDR_OFFSET equ 4
XEN_ELFNOTE_PHYS32_ENTRY equ 18
%define NOTE(type, value) 8 << 32 | 4, "Xen" << 32 | (type), value
CPUID_LM	equ 29			; leaf 0x80000001, edx
CR0_PG_PE	equ 1 << 31 | 1 << 0
CR4_PAE		equ 1 << 5
MSR_EFER	equ 0xc0000080
EFER_LME	equ 1 << 8
PG_TABLE	equ 0x23		; V, RW, A
PG_LARGE	equ 0xe3		; V, RW, A, M, PS
pvh_kernbase	equ KERNBASE
	global	pvh_start32, pvh_kernbase, pvh_last_page
	extern	btext, pvh_boot, pvh_stack_top
	extern	pvh_idtr32, pvh_idtr64, pvh_refuse32

	section	.note.Xen note alloc noexec nowrite align=4
	dq	NOTE(XEN_ELFNOTE_PHYS32_ENTRY, PHYS(pvh_start32)) ; always first
	dq	NOTE(XEN_ELFNOTE_VIRT_BASE, KERNBASE)	; Xen 4.14 wants
	dq	NOTE(XEN_ELFNOTE_PADDR_OFFSET, 0)	; to know both

	section	.text
	bits	32
pvh_start32:				; 1. no fault is silent
	mov	esp, PHYS(pvh_stack_top)
	lgdt	[PHYS(gdtr)]
	lidt	[PHYS(pvh_idtr32)]
	mov	edi, ebx		; start_info moves out of the way
	cld
	mov	eax, 0x80000000		; 2. is there a long mode?
	cpuid
	cmp	eax, 0x80000001
	jb	.no_long_mode
	mov	eax, 0x80000001
	cpuid
	bt	edx, CPUID_LM
	jnc	.no_long_mode
	mov	eax, CR4_PAE		; 3. enter it
	mov	cr4, eax
	mov	eax, PHYS(pml4)
	mov	cr3, eax
	mov	ecx, MSR_EFER
	mov	eax, EFER_LME
	xor	edx, edx
	wrmsr
	mov	eax, CR0_PG_PE
	mov	cr0, eax
	jmp	CODE64:PHYS(pvh_start64)
.no_long_mode:
	mov	esi, PHYS(no_long_mode)
	jmp	pvh_refuse32

	bits	64
pvh_start64:				; 4. C, at its own address
	lidt	[rel pvh_idtr64]
	mov	eax, DATA
	mov	ss, eax
	mov	rsp, pvh_stack_top
	mov	edi, edi		; the upper half holds anything
	mov	rax, pvh_boot
	call	rax			; rax = modulep, rdx = kernend
	mov	edi, eax		; 5. the native frame
	mov	esi, edx
	shl	rax, 32
	push	rsi
	push	rsi
	push	rax
	mov	rax, btext
	jmp	rax

	section	.rodata align=4096	; A and M set, the CPU writes nothing
pml4:	dq	PHYS(pdpt) + PG_TABLE
	times	512 - 2 dq 0
	dq	PHYS(pdpt) + PG_TABLE
pdpt:	dq	PDPE(0), PDPE(1), PDPE(2), PDPE(3)
	times	512 - 4 - 2 dq 0
	dq	PDPE(0), PDPE(1)
pd:
%assign page 0
%rep	4 * 512
	dq	page << 21 | PG_LARGE
%assign page page + 1
%endrep
pvh_last_page equ $ - 8			; far.c lends it
gdt:	dq	0			; CODE64, DATA, CODE32
	dq	0x00af9b000000ffff, 0x00cf93000000ffff, 0x00cf9b000000ffff
gdtr:	dw	gdtr - gdt - 1
	dd	PHYS(gdt)
no_long_mode: db "pvh: this CPU has no long mode", 10, 0
