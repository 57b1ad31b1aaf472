; SPDX-License-Identifier: BSD-2-Clause
; What comes between the kit and btext in build/left.elf: it leaves the CPU as
; other loaders may, with all that locore.asm does not rely on. A test patches
; the words; with zeroes only the stack, segments, GDT and IDT are odd. btext is
; entered with the door's page tables, and with left_levels below a fifth level.
CR0_PG		equ 1 << 31
CR4_LA57	equ 1 << 12
MSR_EFER	equ 0xc0000080
MSR_FS_BASE	equ 0xc0000100
DOOR_CODE	equ 0x08		; pvh_start.asm
DOOR_CODE32	equ 0x18
PG_V_RW		equ 3
LEFT_CODE	equ 5 * 8		; not where anybody else has them
LEFT_DATA	equ 6 * 8

	extern	btext
	global	left:function, left_canary:data
	global	left_cr0:data, left_cr4:data, left_efer:data
	global	left_rflags:data, left_levels:data

	section	.text progbits alloc exec nowrite align=16
	bits	64
	default	rel

left:	mov	[words + 4], edi	; modulep
	mov	[words + 8], esi	; kernend
	cmp	dword [left_levels], 0
	je	.levels
	mov	rax, cr3
	or	eax, PG_V_RW
	mov	[top], rax		; 0-4 GiB, for the way back
	mov	[top + 511 * 8], rax
	mov	eax, .off - KERNBASE
	push	DOOR_CODE32
	push	rax
	retfq
	bits	32
.off:	mov	eax, cr0		; LA57 can change only without paging
	and	eax, ~CR0_PG
	mov	cr0, eax
	mov	eax, cr4
	or	eax, CR4_LA57
	mov	cr4, eax
	mov	eax, top - KERNBASE
	mov	cr3, eax
	mov	eax, cr0
	or	eax, CR0_PG
	mov	cr0, eax
	jmp	DOOR_CODE:(.on - KERNBASE)
	bits	64
.on:	mov	rax, .levels
	jmp	rax

.levels: mov	eax, [left_cr4]
	mov	rcx, cr4
	or	rax, rcx
	mov	cr4, rax
	mov	eax, [left_cr0]
	mov	rcx, cr0
	or	rax, rcx
	mov	cr0, rax
	mov	ecx, MSR_EFER
	rdmsr
	or	eax, [left_efer]
	wrmsr
	mov	ecx, MSR_FS_BASE
	mov	edx, 0x12345678
	wrmsr
	lgdt	[descriptors]
	push	LEFT_CODE
	mov	rax, .far
	push	rax
	retfq
.far:	mov	eax, LEFT_DATA
	mov	ss, eax
	xor	eax, eax
	mov	ds, eax
	mov	es, eax
	lgdt	[nothing]
	lidt	[nothing]
	lea	rsp, [words]
	mov	eax, [left_rflags]
	push	rax
	popfq
	mov	rax, 0xa5a5a5a5a5a5a5a5
	mov	rbx, rax
	mov	rcx, rax
	mov	rdx, rax
	mov	rsi, rax
	mov	rdi, rax
	mov	rbp, rax
	jmp	btext

	section	.data progbits alloc noexec write align=8
own:		dq 0, 0, 0, 0, 0
		dq 0x00af9b000000ffff	; 64-bit, ring 0
		dq 0x00cf93000000ffff
descriptors:	dw $ - own - 1
		dq own
nothing:	dw 0
		dq 0x123456789000
left_cr0:	dd 0
left_cr4:	dd 0
left_efer:	dd 0
left_rflags:	dd 0
left_levels:	dd 0
	align	8
		dd 0
left_canary:	dq 0x0123456789abcdef
		dq 0			; the 8 bytes that btext may push
words:		dd -1, 0, 0

	section	.bss nobits alloc noexec write align=4096
top:	resq	512

	section	.note.GNU-stack progbits noalloc noexec nowrite align=1
