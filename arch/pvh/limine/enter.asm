; SPDX-License-Identifier: BSD-2-Clause
; The last steps before a Limine kernel; they run at any address below 4 GiB,
; from pvh_enter to pvh_enter_end. In: what pvh_start.asm leaves; rax = struct
; limine_last (limine.h), physical; rcx = the entry, if that has none. At the
; entry (protocol, Machine State at Entry): the kernel's page tables; the GDT
; below; cs = CODE, the other segments = DATA; PE, ET, WP and PG of cr0, PAE of
; cr4, LME, LMA and NXE of EFER are set; the PAT is the protocol's; the PICs are
; masked; rsp = the stack's top - 8, where 0 is; all other registers are 0, and
; rflags is 2.
CODE		equ 5 * 8
DATA		equ 6 * 8
HHDM		equ 0xffff800000000000
HHDM_SLOT	equ (HHDM >> 39 & 511) * 8
CR0_WP		equ 1 << 16
MSR_EFER	equ 0xc0000080
MSR_PAT		equ 0x277
PIC1_MASK	equ 0x21
PIC2_MASK	equ 0xa1

struc LAST				; struct limine_last
.root	resq 1
.stack	resq 1
.entry	resq 1
.efer	resq 1
.pat	resq 1
	resw 3
.gdtr	resb 10
.gdt	resq 7
.code	resb 0
endstruc

	global	pvh_enter, pvh_enter_end

	section	.text
	bits	64
pvh_enter:
	mov	rbx, rax
	mov	rbp, rcx
; 1. What is left goes to where the kernel's tables have it, too, behind the
;    struct; the direct map comes into the tables that are on.
	lea	rsi, [rel switch]
	lea	rdi, [rbx + LAST.code]
	mov	ecx, pvh_enter_end - switch
	rep movsb
	mov	rdx, [rbx + LAST.root]
	mov	rax, cr3
	mov	rcx, [rdx + HHDM_SLOT]
	mov	[rax + HHDM_SLOT], rcx
	mov	rcx, HHDM
	add	rbx, rcx
	lea	rax, [rbx + LAST.code]
	jmp	rax
; 2. In the direct map: EFER first, for NX is reserved without it.
switch:	mov	ecx, MSR_EFER
	mov	esi, [rbx + LAST.efer]
	mov	rdi, rdx
	test	esi, esi
	jz	.pat			; no write that changes nothing
	rdmsr
	or	eax, esi
	wrmsr
; The PAT before cr3, as the TLB has types; the tables until then use entry 0.
.pat:	mov	eax, [rbx + LAST.pat]
	test	eax, eax
	jz	.tables
	mov	edx, [rbx + LAST.pat + 4]
	mov	ecx, MSR_PAT
	wrmsr
.tables:
	mov	cr3, rdi
	mov	rax, cr0
	or	eax, CR0_WP
	mov	cr0, rax
; 3. The segments, from the new GDT, and the stack.
	mov	rsp, [rbx + LAST.stack]
	lgdt	[rbx + LAST.gdtr]
	push	CODE
	lea	rax, [rel .code]
	push	rax
	retfq
.code:	mov	eax, DATA
	mov	ds, eax
	mov	es, eax
	mov	ss, eax
	mov	fs, eax
	mov	gs, eax
; 4. Interrupts stay off, whatever the kernel does with IF; then the entry.
	mov	al, 0xff
	out	PIC1_MASK, al
	out	PIC2_MASK, al
	mov	rax, [rbx + LAST.entry]
	test	rax, rax
	cmovz	rax, rbp
	push	0
	push	rax
	push	2			; rflags
	xor	eax, eax
	xor	ebx, ebx
	xor	ecx, ecx
	xor	edx, edx
	xor	esi, esi
	xor	edi, edi
	xor	ebp, ebp
%assign n 8
%rep 8
	xor	r %+ n, r %+ n
%assign n n + 1
%endrep
	popfq
	ret
pvh_enter_end:
