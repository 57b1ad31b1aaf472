#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Finished kernels, wrapped: they report what the kernels do that were linked
# with the kit.
. tests/boot/wrap/wrap.sh
. tests/boot/multiboot/kernels.sh
. tests/boot/limine/limine.sh

# ---- FreeBSD's format: the teaching kernel without the kit

EXPECT=tests/boot/expect
boot_module "$TMP/module"
NATIVE=$BUILD/native.elf
KERNEL=$TMP/freebsd.elf
check "freebsd: it is wrapped" wrap "$NATIVE" -o "$KERNEL"
wrapped freebsd "$NATIVE" "$KERNEL"
for machine in q35 microvm; do
	boots $machine good $machine -M $machine -m 128 \
		-initrd "$TMP/module" -append "$BOOT_APPEND"
done
check "freebsd: by lld, too" env LD=ld.lld "$BUILD/pvh-wrap" -o "$KERNEL" \
	"$NATIVE"
wrapped lld "$NATIVE" "$KERNEL"
boots lld good pc -M pc -m 128 -initrd "$TMP/module" -append "$BOOT_APPEND"

# ---- Multiboot 2

EXPECT=tests/boot/multiboot/expect
check "multiboot: it is wrapped" wrap "$MB/mb2.elf" -o "$TMP/mb2.elf"
wrapped multiboot "$MB/mb2.elf" "$TMP/mb2.elf"
mb_boots mb2-q35 mb2-q35 -M q35 -m 128 -kernel "$TMP/mb2.elf" \
	-initrd "$mb_module" -append "$MB_APPEND"

# ---- Limine: linked at the very start of the last 2 GiB, as most are

EXPECT=tests/boot/limine/expect
PADDR=1-3,5-7
for n in 0 3; do
	LIMINE=$BUILD/limine/limine-$n.elf
	KERNEL=$TMP/limine-$n.elf
	check "limine: $n is wrapped" wrap "$LIMINE" -o "$KERNEL"
	wrapped "limine-$n" "$LIMINE" "$KERNEL"
	# stable() asks where the kit is, which is no symbol here.
	kit=$(headers "$KERNEL" | sed -n 's/^LOAD [^ ]* 0xffffffff\([^ ]*\) [^ ]* [^ ]* \([^ ]*\) RWE 0x1000$/\1 \2/p')
	nm() {
		printf 'ffffffff%08x T pvh_begin\nffffffff%08x T pvh_end\n' \
			$((0x${kit% *} + 0x200000)) \
			$(((0x${kit% *} + ${kit#* } + 0x200000 + 4095) / 4096 * 4096))
	}
	placed() {
		stable | sed 's/at: 0xffffffff80000000$/at: 0xffffffff80200000/'
	}
	qemu "boot-$n" -kernel "$KERNEL" -rtc base=$CLOCK,clock=vm \
		-M q35 -m 128 -initrd "$TMP/module"
	judged "limine-$n" good "$(verdict $?)" "q35-$n" "$boot.com1" \
		"$boot.e9" placed
done
done_testing
