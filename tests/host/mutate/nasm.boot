# SPDX-License-Identifier: BSD-2-Clause
# Breaks of the kernel's and the loaders' NASM, as in the file nasm, but with
# whole paths.
kernel: modulep is the return address	arch/amd64/locore.asm	s/\[rsp + 4\]/[rsp]/
kernel: kernend is modulep	arch/amd64/locore.asm	s/\[rsp + 8\]/[rsp + 4]/
kernel: no GDT	arch/amd64/locore.asm	/lgdt/d
kernel: the loader's code segment	arch/amd64/locore.asm	s/retfq/ret/
kernel: no ss	arch/amd64/locore.asm	/mov	ss, eax/d
kernel: no PAE	arch/amd64/locore.asm	s/^CR4_PAE		equ 1 << 5/CR4_PAE		equ 0/
kernel: writes to what is read-only	arch/amd64/locore.asm	s/CR0_WP | //
kernel: no NXE	arch/amd64/locore.asm	/wrmsr/d
kernel: NXE is another bit	arch/amd64/locore.asm	s/^EFER_NXE	equ 1 << 11/EFER_NXE	equ 1 << 10/
kernel: NXE, the other way round	arch/amd64/locore.asm	s/jz	.enter/jnz	.enter/
kernel: GDT without the TSS	arch/amd64/locore.asm	s/gdt_end - gdt - 1/gdt_end - gdt - 17/
kernel: GDT, code is not 64-bit	arch/amd64/locore.asm	s/0x00af9b00/0x00cf9b00/
kernel: GDT, data is read-only	arch/amd64/locore.asm	s/0x00cf93000/0x00cf91000/
stubs: of 32 bytes	arch/amd64/stubs.asm	s/^STUB_SIZE	equ 16/STUB_SIZE	equ 32/
stubs: no vector	arch/amd64/stubs.asm	s/push	vector/push	0/
stubs: error code for 6	arch/amd64/stubs.asm	s/0x60227d00/0x60227d40/
stubs: no error code for 14	arch/amd64/stubs.asm	s/0x60227d00/0x60223d00/
stubs: no frame	arch/amd64/stubs.asm	/mov	rdi, rsp/d
stubs: a register less	arch/amd64/stubs.asm	/push	r15/d
loader.elf: no arguments	boot/pvh/enter.asm	/mov	rdi, rax/d
loader.elf: jumps to the arguments	boot/pvh/enter.asm	s/jmp	rdx/jmp	rax/
move: the loader's page tables	boot/load/move.asm	/mov	cr3, rax/d
move: the loader's stack	boot/load/move.asm	/mov	rsp, /d
move: downwards	boot/load/move.asm	s/cld/std/
move: nothing	boot/load/move.asm	/rep movsq/d
move: bytes for words	boot/load/move.asm	s/rep movsq/rep movsb/
move: only the first	boot/load/move.asm	/jmp	.move/d
move: the same one for ever	boot/load/move.asm	/add	rdx, move_size/d
move: there and back	boot/load/move.asm	s/rdi, \[rdx + move.to\]/rdi, [rdx + move.from]/; s/rsi, \[rdx + move.from\]/rsi, [rdx + move.to]/
move: first and second swapped	boot/load/move.asm	s/rax, \[rbx + args.first\]/rax, [rbx + args.second]/; s/rdx, \[rbx + args.second\]/rdx, [rbx + args.first]/
move: no entry	boot/load/move.asm	/args.entry\]/d
