; SPDX-License-Identifier: BSD-2-Clause
; A PVH kernel that is a loader: it brings the machine into the state that a
; job describes, and jumps to the kernel under test. injection.py writes the
; job, and QEMU loads it at JOB:
;
;	0	"PVHJ", u32 size of all, u32 such that the sum of all u32s is 0
;	12	the state to jump with: see state below
;	then	records: u32 what, u32 a, u32 b, b bytes, 0 to 3 of padding:
;		JOB_COPY	b bytes to the address a; they must arrive
;		JOB_OUT	the byte b (no bytes follow) to the port a
;		JOB_MSR	8 bytes, edx:eax, to the register a
;		JOB_VMRUN	(no bytes, a and b are 0) start the guest whose
;				VMCB is at the state's eax, as Xen and KVM do
;		anything else	jump
;
; If that fails, "injector: ..." goes to port 0xE9 and QEMU ends with status
; 255. The code and its data are where bit 20 of an address is 0, because a job
; can turn A20 off.
JOB_COPY	equ 1
JOB_OUT		equ 2
JOB_MSR		equ 3
JOB_VMRUN	equ 4
XEN_ELFNOTE_PHYS32_ENTRY equ 18

	section	.note.Xen note alloc noexec nowrite align=4
	dd	4, 8, XEN_ELFNOTE_PHYS32_ENTRY, "Xen"
	dq	start

	section	.text
	bits	32
	global	start
start:	mov	esp, stack
	cld
	mov	esi, JOB
	cmp	dword [esi], "PVHJ"
	jne	near no_job
	mov	ecx, [esi + 4]
	shr	ecx, 2
	xor	ebx, ebx
.sum:	lodsd
	add	ebx, eax
	loop	.sum
	test	ebx, ebx
	jnz	near no_job

	mov	esi, JOB + 12
	mov	edi, state
	mov	ecx, state_size
	rep	movsb
record:	lodsd
	mov	edx, eax
	lodsd
	mov	edi, eax
	lodsd
	mov	ecx, eax		; esi = bytes, edi = a, ecx = b
	cmp	edx, JOB_COPY
	je	.copy
	cmp	edx, JOB_OUT
	je	.out
	cmp	edx, JOB_VMRUN
	je	near guest
	cmp	edx, JOB_MSR
	jne	enter
	mov	ecx, edi
	lodsd
	xchg	eax, edx
	lodsd
	xchg	eax, edx
	wrmsr
	jmp	record
.out:	mov	edx, edi
	mov	al, cl
	out	dx, al
	jmp	record
.copy:	push	esi
	push	edi
	push	ecx
	rep	movsb
	pop	ecx
	pop	edi
	pop	esi
	cmp	eax, eax		; ZF, in case there are no bytes
	repe	cmpsb
	jne	near no_copy
	add	esi, 3
	and	esi, ~3
	jmp	record

; What is set stays as the job wants it: nothing below may change a register
; that has its value. Of the segments only cs is sure to be flat.
enter:	mov	eax, [cr4_value]
	mov	cr4, eax
	mov	eax, [cr0_value]
	mov	cr0, eax
	lidt	[idtr]
	lgdt	[gdt]
	lldt	[ldt_selector]
	cmp	word [tr_selector], 0
	je	.no_tr
	ltr	[tr_selector]
.no_tr:	mov	esp, registers
	popad
	popfd
	mov	es, [cs:es_selector]
	mov	fs, [cs:fs_selector]
	mov	gs, [cs:gs_selector]
	mov	ds, [cs:ds_selector]
	lss	esp, [cs:stack_pointer]
	jmp	far [cs:new_cs]
.cs:	lgdt	[cs:gdtr]
	jmp	[cs:entry]

guest:	mov	esp, registers
	popad
	vmload
	vmrun
	mov	esi, no_guest_text	; #VMEXIT, such as by a triple fault
	jmp	say
no_job:	mov	esi, no_job_text
	jmp	say
no_copy: mov	esi, no_copy_text
say:	lodsb
	out	0xe9, al
	cmp	al, 10
	jne	say
	mov	al, 0x7f
	out	0xf4, al
.halt:	hlt
	jmp	.halt

	section	.data
no_job_text:	db "injector: the job did not arrive", 10
no_copy_text:	db "injector: a copy did not arrive", 10
no_guest_text:	db "injector: the guest came out", 10
new_cs:		dd enter.cs		; a far pointer, with cs_selector
state:
cs_selector:	dd 0
ds_selector:	dd 0
es_selector:	dd 0
fs_selector:	dd 0
gs_selector:	dd 0
stack_pointer:	dd 0, 0			; esp, ss
ldt_selector:	dd 0
tr_selector:	dd 0			; 0: not loaded
registers:	times 8 dd 0		; edi esi ebp - ebx edx ecx eax
		dd 0			; eflags
cr0_value:	dd 0
cr4_value:	dd 0
entry:		dd 0
gdt:		dw 0, 0, 0, 0		; limit, base; to load the selectors
gdtr:		dw 0, 0, 0, 0		; the same, for GDTR at the entry
idtr:		dw 0, 0, 0, 0
state_size	equ $ - state

	section	.bss
	resb	4096
stack:
