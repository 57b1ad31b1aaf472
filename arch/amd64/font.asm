; SPDX-License-Identifier: BSD-2-Clause
; The font of the screen: 256 glyphs of 8 x 16, which font.sh left in font.bin.

	global	font8x16:data

	section	.rodata progbits alloc noexec nowrite align=16
font8x16:
	incbin	"font.bin"

	section	.note.GNU-stack progbits noalloc noexec nowrite align=1
