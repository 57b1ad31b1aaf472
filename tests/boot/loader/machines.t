#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The teaching kernel without the kit, through loader.elf: it reports what it
# reports with the kit.
. tests/boot/loader/loader.sh

pack "$TMP/kernel.tar" "$NATIVE" "$module"
gzip -c "$TMP/kernel.tar" >"$TMP/kernel.tgz"
gzip -c "$NATIVE" >"$TMP/kernel.gz"

for machine in pc q35 microvm; do
	boots $machine good $machine -M $machine -m 128 \
		-initrd "$TMP/kernel.tar" -append "$BOOT_APPEND"
	boots $machine-tgz good $machine -M $machine -m 128 \
		-initrd "$TMP/kernel.tgz" -append "$BOOT_APPEND"
done
boots elf good bare -M q35 -m 16 -initrd "$NATIVE"
boots gz good bare -M q35 -m 16 -initrd "$TMP/kernel.gz"
boots two-cpus good two-cpus -M q35 -m 128 -smp 2 -initrd "$NATIVE"

# Only the map may depend on the size of RAM.
THROUGH='/^(map|memory): /d; s/^(module: .*) 0x[0-9a-f]+ /\1 ADDR /'
for size in 32M 6G; do
	for machine in pc q35 microvm; do
		boots $machine-$size good $machine -M $machine -m $size \
			-initrd "$TMP/kernel.tgz" -append "$BOOT_APPEND"
	done
done
THROUGH=

# A kernel that is linked where the loader lies, with a module after it. It says
# where it begins, as the metadata have it.
sed 's/0xffffffff80000000/0/; s/0x200000/0x100000/
	/pvh PT_LOAD/d; /note PT_NOTE/d; /INCLUDE/d' tests/tree/hosts/kernel.ld \
	>"$TMP/low.ld"
gcc -std=c11 -O2 -ffreestanding -fno-pic -mno-red-zone -fno-stack-protector \
	-DKERNBASE=0ull -Iarch/pvh/freebsd -c -o "$TMP/low.o" \
	tests/tree/hosts/kernel.c
ld -nostdlib -static -z noexecstack -z max-page-size=4096 -T "$TMP/low.ld" \
	-o "$TMP/low.elf" "$TMP/low.o"
pack "$TMP/low.tar" "$TMP/low.elf" "$module"
qemu in-place -kernel "$KERNEL" -M q35 -m 16 -initrd "$TMP/low.tar"
check "in the loader's place: good" ends good $?
check "in the loader's place: it finds its metadata" \
	test "$(cat "$TMP/in-place.e9")" = 00100000

# The loader of the other toolchain, and a kernel of it.
KERNEL=$BUILD/clang/loader.elf
pack "$TMP/kernel-clang.tar" "$BUILD/clang/native.elf" "$module"
boots clang good q35 -M q35 -m 128 -initrd "$TMP/kernel-clang.tar" \
	-append "$BOOT_APPEND"
done_testing
