; SPDX-License-Identifier: BSD-2-Clause
; The PVH door: from the 32-bit PVH entry to the native format's entry code.
; At pvh_start32 (Xen, docs/misc/pvh.pandoc): ebx = start_info, physical; cr0.PE
; set, paging and interrupts off; cs, ds, es, ss flat; nothing else is promised.
; At pvh_enter, the format's: long mode, interrupts off; so is SSE, but for
; PVH_SSE; 0-4 GiB mapped at 0, 0-2 GiB at KERNBASE; rip is a physical address;
; rax and rdx are what native_write() gave (pvh.h); rcx is the native entry; rsp
; is 0 mod 16.
%include "pvh.inc"
%define PDPE(gib)	PHYS(pd) + (gib) * 4096 + PG_TABLE

%define NOTE(type, value) 8 << 32 | 4, "Xen" << 32 | (type), value
pvh_kernbase	equ KERNBASE
	global	pvh_start32, pvh_kernbase, pvh_last_page
	extern	pvh_boot, pvh_enter, pvh_stack_top, PVH_ENTRY
	extern	pvh_idtr32, pvh_idtr64, pvh_refuse32

	section	.note.Xen note alloc noexec nowrite align=4
	dq	NOTE(XEN_ELFNOTE_PHYS32_ENTRY, PHYS(pvh_start32)) ; always first
	dq	NOTE(XEN_ELFNOTE_VIRT_BASE, KERNBASE)	; Xen 4.14 needs
	dq	NOTE(XEN_ELFNOTE_PADDR_OFFSET, 0)	; these two as well

	section	.text
	bits	32
pvh_start32:
; 1. Our stack, the GDT that step 3 needs, an IDT: from here a fault is printed.
	mov	esp, PHYS(pvh_stack_top)
	lgdt	[PHYS(gdtr)]
	lidt	[PHYS(pvh_idtr32)]
	mov	edi, ebx		; start_info: cpuid writes ebx
	cld
; 2. Is there a long mode? Without one the wrmsr of step 3 would fault.
	mov	eax, 0x80000000
	cpuid
	cmp	eax, 0x80000001
	jb	.no_long_mode
	mov	eax, 0x80000001
	cpuid
	bt	edx, CPUID_LM
	jnc	.no_long_mode
; 3. Enter it: with PAE, cr3 and EFER.LME set, paging turns it on. Step 4 is
;    64-bit code at its physical address: the far jump loads a cs for that.
%ifdef PVH_SSE
	mov	eax, CR4_PAE | CR4_SSE
%else
	mov	eax, CR4_PAE
%endif
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
pvh_start64:
; 4. The 64-bit IDT, then the stack and C at the addresses they are linked at.
	lidt	[rel pvh_idtr64]
	mov	eax, DATA
	mov	ss, eax
	mov	rsp, pvh_stack_top
	mov	edi, edi		; clears the undefined upper half
	mov	rax, pvh_boot
	call	rax
; 5. The rest is the native format's.
.native:
	mov	rcx, PVH_ENTRY		; pvh.gdb reads it from here
	jmp	pvh_enter

	section	.rodata.tables align=4096	; pvh.ld puts them first
pml4:	dq	PHYS(pdpt) + PG_TABLE	; for addresses from 0 on
%if KERNBASE != 0
	times	(KERNBASE >> 39 & 511) - 1 dq 0
	dq	PHYS(pdpt) + PG_TABLE	; for KERNBASE
%endif
	times	512 - ($ - pml4) / 8 dq 0
pdpt:	dq	PDPE(0), PDPE(1), PDPE(2), PDPE(3)
	times	512 - 4 - 2 dq 0
	dq	PDPE(0), PDPE(1)	; for KERNBASE, if that is -2 GiB
pd:
%assign page 0
%rep	4 * 512
	dq	page << 21 | PG_LARGE
%assign page page + 1
%endrep
pvh_last_page equ $ - 8			; far.c borrows this entry
gdt:	dq	0
	dq	0x00af9b000000ffff	; CODE64: 64-bit code
	dq	0x00cf93000000ffff	; DATA: flat and writable
	dq	0x00cf9b000000ffff	; CODE32: 32-bit code (pvh_trap.asm)
gdtr:	dw	gdtr - gdt - 1
	dd	PHYS(gdt)
no_long_mode: db "pvh: this CPU has no long mode", 10, 0
