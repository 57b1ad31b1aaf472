; SPDX-License-Identifier: BSD-2-Clause
; The header of a Multiboot 1 kernel: modules at pages, and memory.
MAGIC	equ 0x1badb002
FLAGS	equ 1 << 0 | 1 << 1

	section	.multiboot progbits alloc noexec nowrite align=8
	global	header
header:	dd	MAGIC, FLAGS, -(MAGIC + FLAGS)
	times	9 dd 0			; room for tests to ask for more
