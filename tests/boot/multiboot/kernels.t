#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kernels that speak Multiboot 1 and 2, with the kit linked in, print all that
# they are handed; QEMU's own Multiboot loader hands over the like.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/boot/multiboot/kernels.sh

for version in 1 2; do
	for machine in q35 pc microvm; do
		mb_boots mb$version-$machine mb$version-$machine -M $machine \
			-m 128 -kernel "$MB/mb$version-pvh.elf" \
			-initrd "$mb_module" -append "$MB_APPEND"
	done
	mb_boots mb$version-bare mb$version-bare -M q35 -m 16 \
		-kernel "$MB/mb$version-pvh.elf"
	mb_boots mb$version-clang mb$version-q35 -M q35 -m 128 \
		-kernel "$BUILD/clang/multiboot/mb$version-pvh.elf" \
		-initrd "$mb_module" -append "$MB_APPEND"
	# More than 32 bits of memory.
	mb_boots mb$version-5000 mb$version-5000 -M pc -m 5000 \
		-kernel "$MB/mb$version-pvh.elf" -initrd "$mb_module"
done
sum=$(od -An -v -tu1 "$mb_module" | awk '{ for (i = 1; i <= NF; i++) sum += $i }
	END { print sum }')
check "the module arrives whole" grep "size 12345 sum $sum " \
	$EXPECT/mb1-q35.txt $EXPECT/mb2-q35.txt

# The room for frame buffers: its tag, with the mode that the command line names.
mb_boots mb2-screen mb2-screen -M q35 -m 128 -vga std \
	-kernel "$BUILD/multiboot-video/mb2-pvh.elf" -append video=800x600

# Another writer: QEMU's. It takes ELF32 only, and names the kernel's file. The
# modules lie behind the kernel, whose size depends on the toolchain.
cp "$MB/mb1.elf" "$TMP/mb1.elf"
at_end='s/^(module: at) 0x[0-9a-f]+/\1 END/'
(
	cd "$TMP" || exit
	TMP=. qemu mb1-qemu -nic none -M pc -m 128 -kernel mb1.elf \
		-initrd 'module.bin two  words,module.bin' -append "$MB_APPEND"
)
status=$?
boot=$TMP/mb1-qemu
MB_FILTER=$at_end mb_judged mb1-qemu $status mb1-qemu
done_testing
