; SPDX-License-Identifier: BSD-2-Clause
; How another CPU comes to where it waits. Both parts run in copies, each with a
; struct of mp.h behind it, and on one CPU at a time.
%include "pvh.inc"
	global	mp_low, mp_low_end, mp_high, mp_high_end
CODE		equ 5 * 8		; in the GDT of enter.asm
DATA_KERNEL	equ 6 * 8
HHDM		equ 0xffff800000000000
CR0_CD_NW	equ 1 << 30 | 1 << 29
CR0_PG_WP_PE	equ 1 << 31 | 1 << 16 | 1 << 0

struc LOW				; struct mp_low
.cr4	resd 1
.cr3	resd 1
.efer	resd 1
.gdtr	resb 6
.high	resb 6				; a far pointer
endstruc
struc HIGH				; struct mp_high
.root	resq 1
.stack	resq 1
.cpu	resq 1
	resw 3
.gdtr	resb 10
.msr	resb 0
endstruc
struc INFO				; struct limine_cpu
.ids	resq 1
.ready	resq 1
.goto	resq 1
endstruc

; From a start-up IPI (Intel SDM 3A, 9.4 and 10.8.5): real mode, ip = 0, cs is
; the page. Straight to long mode; caches stay off, as INIT leaves them.
	section	.text
	bits	16
mp_low:	cli
	cld
	mov	ax, cs
	mov	ds, ax
	mov	bx, mp_low_end - mp_low
	o32 lgdt [bx + LOW.gdtr]
	mov	eax, [bx + LOW.cr4]
	mov	cr4, eax
	mov	eax, [bx + LOW.cr3]
	mov	cr3, eax
	mov	ecx, MSR_EFER
	mov	eax, [bx + LOW.efer]
	xor	edx, edx
	wrmsr
	mov	eax, cr0
	or	eax, CR0_PG_WP_PE
	mov	cr0, eax
	jmp	far dword [bx + LOW.high]
	align	8
mp_low_end:

; In: long mode; cs is 64-bit code, rip in the identity map. On to the HHDM,
; which the kernel's tables have, too.
	bits	64
	align	8
mp_high:
	mov	rdx, HHDM
	lea	rbx, [rel mp_high_end]
	add	rbx, rdx
	lea	rax, [rel .tables]
	add	rax, rdx
	jmp	rax
.tables:
	mov	rax, [rbx + HIGH.root]
	mov	cr3, rax
; The MTRRs, the PAT and the APIC as the boot CPU has them; then caches.
	lea	rsi, [rbx + HIGH.msr]
.msr:	mov	ecx, [rsi]
	jecxz	.caches
	mov	eax, [rsi + 8]
	mov	edx, [rsi + 12]
	wrmsr
	add	rsi, 16
	jmp	.msr
.caches:
	wbinvd
	mov	rax, cr3		; the TLB may have the old types
	mov	cr3, rax
	mov	rax, cr0
	and	eax, ~CR0_CD_NW
	mov	cr0, rax
	mov	rsp, [rbx + HIGH.stack]
	lgdt	[rbx + HIGH.gdtr]
	push	CODE
	lea	rax, [rel .code]
	push	rax
	retfq
.code:	mov	eax, DATA_KERNEL
	mov	ds, eax
	mov	es, eax
	mov	ss, eax
	mov	fs, eax
	mov	gs, eax
; The boot CPU may change mp_high's copy once this one is ready.
	mov	rdi, [rbx + HIGH.cpu]
	xor	ebx, ebx
	xor	ecx, ecx
	xor	edx, edx
	xor	esi, esi
	xor	ebp, ebp
%assign n 8
%rep 8
	xor	r %+ n, r %+ n
%assign n n + 1
%endrep
	push	rbx			; no return address
	mov	qword [rdi + INFO.ready], 1
.wait:	pause
	mov	rax, [rdi + INFO.goto]
	test	rax, rax
	jz	.wait
; There: rdi = struct limine_cpu, rsp = the stack's top - 8, where 0 is; all
; other registers are 0, and rflags is 2.
	push	rax
	push	2
	xor	eax, eax
	popfq
	ret
	align	8
mp_high_end:
