; SPDX-License-Identifier: BSD-2-Clause
; Makes the kernel large for big.t: bytes of a file that boot.mk makes, zeroes.
	global	big_bytes:data
	global	big_zeroes:data

	section	.rodata
	align	4096
big_bytes:
	incbin	"big.bin"

	section	.bss
big_zeroes:
	resb	28 << 20

	section	.note.GNU-stack progbits noalloc noexec nowrite align=1
