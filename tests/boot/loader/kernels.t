#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Multiboot and Limine kernels with something wrong, or with two formats, as
# loader.elf sees them.
. tests/boot/loader/loader.sh
MB=$BUILD/multiboot LIMINE=$BUILD/limine

# A test: FILE as the kernel is refused with LINE.
refused() { # NAME LINE FILE [QEMU-ARGUMENTS...]
	refused_name=$1 refused_line=$2 refused_file=$3
	shift 3
	refuses "$refused_name" "pvh: $refused_line" -M q35 -m 32 -nic none \
		-initrd "$refused_file" "$@"
}

# Copies mb2.elf with these values of 32 bits in its header, and a sum to match,
# or one more than that. The header's place in the file is printed.
header() { # EXCESS OFFSET=VALUE...
	python3 - "$MB/mb2.elf" "$TMP/header" "$@" <<-'END'
	import struct, sys
	source, target, excess, *changes = sys.argv[1:]
	elf = bytearray(open(source, 'rb').read())
	at = elf.index(struct.pack('<I', 0xe85250d6))
	for change in changes:
	    offset, value = change.split('=')
	    struct.pack_into('<I', elf, at + int(offset), int(value, 0))
	words = struct.unpack_from('<3I', elf, at)
	struct.pack_into('<I', elf, at + 12, (int(excess) - sum(words)) % 2**32)
	open(target, 'wb').write(elf)
	print(at)
	END
}

# ---- Multiboot headers that make no sense
at=$(header 1)
refused sum "warning: multiboot header at byte $at: sum or architecture 0x0 is \
wrong
pvh: loader: kernel: no header of Multiboot 2" "$TMP/header" \
	-append format=multiboot2
header 0 20=0xffff >/dev/null
refused size 'multiboot header: tag 1 has size 0xffff' "$TMP/header"
header 0 20=7 >/dev/null
refused size-7 'multiboot header: tag 1 has size 0x7' "$TMP/header"
header 0 8=0xffff >/dev/null
refused length "multiboot header: it is cut after $((32768 - at)) of 0xffff \
bytes" "$TMP/header"
header 0 8=24 >/dev/null
refused short 'multiboot header: tag 1 has size 0x2c' "$TMP/header"
header 0 24=99 >/dev/null
refused request 'multiboot header: tag 1 requests 0x63, which is unknown' \
	"$TMP/header"
header 0 16=99 >/dev/null
refused tag 'multiboot header: tag 99 is unknown, flags 0x0' "$TMP/header"

# ---- two formats in one file: the first of the table counts
ld -nostdlib -static -z noexecstack -z max-page-size=4096 -e start \
	--allow-multiple-definition -T tests/boot/multiboot/kernel.ld \
	-o "$TMP/both" "$MB/header1.o" "$MB/header2.o" "$MB/entry.o" \
	"$MB/kernel.o" 2>/dev/null
for format in 2 1; do
	append=
	[ $format = 2 ] || append=format=multiboot
	qemu multiboot-$format -kernel "$KERNEL" -M q35 -m 16 -nic none \
		-initrd "$TMP/both" -append "$append"
	check "multiboot-$format: good" ends good $?
	[ $format = 2 ] && eax=0x36d76289 || eax=0x2badb002
	check "multiboot-$format: version $format" \
		grep -q "multiboot: eax $eax " "$boot.com1"
done
limine() { # SCRIPT FILE OBJECT...: links the kernel of revision 3
	limine_script=$1 limine_file=$2
	shift 2
	ld -nostdlib -static -z noexecstack -z max-page-size=4096 \
		-T "$limine_script" -o "$limine_file" "$LIMINE"/3/*.o \
		"$LIMINE/entry.o" "$@" 2>"$TMP/ld"
}
limine tests/boot/limine/kernel.ld "$TMP/both" "$MB/header2.o"
qemu limine -kernel "$KERNEL" -M q35 -m 64 -nic none -initrd "$TMP/both"
check "limine, with a header of Multiboot 2: good" ends good $?
check "limine: it is booted as such" grep -q '^base revision: ' "$boot.com1"
refused limine-2 "loader: kernel: program header 0: p_paddr is \
0xffffffff80000000: the segment ends above 4 GiB" "$TMP/both" \
	-append format=multiboot2

# ---- requests in .bss, of which the file has nothing
sed 's/\(KEEP([^ ]*) *\)*$//; s/ KEEP([^ ]*)//g
	s/\.bss : {/.bss (NOLOAD) : { KEEP(*(.requests.*))/' \
	tests/boot/limine/kernel.ld >"$TMP/bss.ld"
limine "$TMP/bss.ld" "$TMP/bss"
refused bss "loader: kernel: no Limine request, no Multiboot header, no \
FreeBSD kernel: program header 0: p_paddr is 0xffffffff80000000: the segment \
ends above 1 GiB" "$TMP/bss"
qemu bss-limine -kernel "$KERNEL" -M q35 -m 32 -nic none -initrd "$TMP/bss" \
	-append format=limine
check "bss-limine: the kernel is entered, and has no responses" \
	ends "triple fault" $?
check "bss-limine: one line says why" grep -qxF "pvh: warning: limine: there \
is no request in the kernel at 0xffffffff80000000" "$boot.e9"

# ---- kernels that are larger than RAM, and a module that ends too late
large() { # FILE: 48 MiB more in its last segment
	python3 - "$1" "$TMP/large" <<-'END'
	import struct, sys
	elf = bytearray(open(sys.argv[1], 'rb').read())
	count, = struct.unpack_from('<H', elf, 56)
	at = 64 + 56 * (count - 1) + 40
	size, = struct.unpack_from('<Q', elf, at)
	struct.pack_into('<Q', elf, at, size + 0x3000000)
	open(sys.argv[2], 'wb').write(elf)
	END
}
too_large() { # NAME FILE PATTERN
	large "$2"
	qemu "$1" -kernel "$KERNEL" -M q35 -m 32 -nic none -initrd "$TMP/large"
	check "$1: it ends the boot" ends failed $?
	check "$1: $3" grep -qxE "pvh: loader: kernel: $3" "$boot.e9"
}
too_large large "$MB/mb2.elf" \
	'0x400000-0x34[0-9a-f]*, where it has to be, is not all RAM'
too_large large-limine "$LIMINE/limine-3.elf" 'no RAM for 503[0-9]* bytes'
pack "$TMP/whole.tar" "$MB/mb2.elf" "$module"
size=$(wc -c <"$MB/mb2.elf")
second=$((512 + (size + 511) / 512 * 512))
head -c $((second + 512 + 100000)) "$TMP/whole.tar" >"$TMP/cut"
refused module "loader: archive: byte $second of $(wc -c <"$TMP/cut"): it ends \
too early" "$TMP/cut"
done_testing
