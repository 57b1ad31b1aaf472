; SPDX-License-Identifier: BSD-2-Clause
; The header of a Multiboot 2 kernel, which requests all that there is.
MAGIC	equ 0xe85250d6
SIZE	equ header_end - header
%macro TAG 3				; type, flags, size
	align	8, db 0
	dw	%1, %2
	dd	%3
%endmacro

	section	.multiboot progbits alloc noexec nowrite align=8
	global	header, console, header_end
header:	dd	MAGIC, 0, SIZE, -(MAGIC + SIZE)
	TAG	1, 0, 8 + 9 * 4		; information
	dd	1, 2, 3, 4, 6, 8, 14, 15, 21
	TAG	1, 1, 12		; optional: one that nobody knows
	dd	999
	TAG	4, 0, 12		; console: none is required
console:
	dd	2
	TAG	5, 1, 20		; frame buffer
	dd	1024, 768, 32
	TAG	6, 0, 8			; modules at pages
	TAG	7, 1, 8			; EFI boot services
	TAG	10, 0, 24		; it could be moved
	dd	0x400000, 0x40000000, 4096, 1
	TAG	0xfff0, 1, 8		; optional, and not known
	TAG	0, 0, 8
header_end:
