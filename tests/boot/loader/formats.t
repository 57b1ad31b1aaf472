#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Unchanged kernels of the other formats, through loader.elf: they print what
# they print with the kit linked in, but for where they and the modules lie and
# for the names that an archive has.
. tests/boot/loader/loader.sh
. tests/boot/multiboot/kernels.sh

# A test: the kernel's report is the transcript, both without what differs.
alike() { # NAME TRANSCRIPT SED-PROGRAM QEMU-ARGUMENTS...
	alike_name=$1 alike_transcript=$2
	alike_sed="/^pvh: warning: video: /d;$3"
	shift 3
	qemu "$alike_name" -kernel "$KERNEL" -nic none -vga none "$@"
	check "$alike_name: good" ends good $?
	printed "$boot.com1" | sed -E "$alike_sed" >"$boot.txt"
	sed -E "$alike_sed" "$alike_transcript" | check \
		"$alike_name: as in $alike_transcript" diff -u - "$boot.txt"
}

# Multiboot, of ELF32 and of ELF64; the kernels are linked at 4 MiB.
modules='s/^(tag type 3) size [0-9]+/\1/
	s/(module: at) 0x[0-9a-f]+ (.*) "[^"]*"$/\1 ADDR \2/'
for version in 1 2; do
	pack "$TMP/files$version.tar" "$MB/mb$version.elf" "$mb_module"
	for machine in q35 pc microvm; do
		alike mb$version-$machine $EXPECT/mb$version-$machine.txt \
			"$modules" -M $machine -m 128 \
			-initrd "$TMP/files$version.tar" -append "$MB_APPEND"
	done
	check "mb$version: the module has its name" \
		grep -q 'module: .* "module.bin"' "$boot.com1"
	alike mb$version-bare $EXPECT/mb$version-bare.txt '' -M q35 -m 16 \
		-initrd "$MB/mb$version.elf"
done
qemu screen -kernel "$KERNEL" -M q35 -m 32 -initrd "$MB/mb2.elf" \
	-append video=800x600
check "a Multiboot kernel that asks for a screen gets one" grep -q \
	'^tag type 8 .* pitch 3200 width 800 height 600 bpp 32 ' "$boot.e9"
alike mb1-named $EXPECT/mb1-bare.txt '/^cmdline: /d' -M q35 -m 16 \
	-initrd "$MB/mb1.elf" -append 'format=multiboot'
check "format= is taken out of the command line" \
	grep -q '^cmdline: ""' "$boot.com1"


# The kernel linked where the loader lies, which is overwritten then.
sed 's/0x400000/0x100000/' tests/boot/multiboot/kernel.ld >"$TMP/low.ld"
ld -nostdlib -static -z noexecstack -z max-page-size=4096 -e start \
	-T "$TMP/low.ld" -o "$TMP/low2.elf" "$MB/header2.o" "$MB/entry.o" \
	"$MB/kernel.o" 2>/dev/null
alike mb2-low $EXPECT/mb2-bare.txt 's/(base: at) .*/\1 BASE/' -M q35 -m 16 \
	-initrd "$TMP/low2.elf"

# The kernel linked where its module lies, at the end of RAM. Its header does not
# ask for modules that begin at a page: an optional tag takes the place of that.
sed 's/0x400000/0xf00000/' tests/boot/multiboot/kernel.ld >"$TMP/over.ld"
ld -nostdlib -static -z noexecstack -z max-page-size=4096 -e start \
	-T "$TMP/over.ld" -o "$TMP/over.elf" "$MB/header2.o" "$MB/entry.o" \
	"$MB/kernel.o" 2>/dev/null
check "over: the header has tag 6" python3 - "$TMP/over.elf" <<-'END'
	import sys
	elf = open(sys.argv[1], 'rb').read()
	align, other = b'\6\0\0\0\10\0\0\0', b'\x63\0\1\0\10\0\0\0'
	open(sys.argv[1], 'wb').write(other.join(elf.rsplit(align, 1)))
	sys.exit(align not in elf)
END
seq 200000 | head -c 1000000 >"$TMP/large"
sum=$(od -An -v -tu1 "$TMP/large" | awk '{ for (i = 1; i <= NF; i++) sum += $i }
	END { print sum }')
pack "$TMP/over.tar" "$TMP/over.elf" "$TMP/large"
qemu mb2-over -kernel "$KERNEL" -nic none -M q35 -m 16 -initrd "$TMP/over.tar"
check "mb2-over: good" ends good $?
check "mb2-over: the module arrives whole" \
	grep "module: .* size 1000000 sum $sum " "$boot.com1"

# A fault in a kernel's first instruction is printed as long as the loader is
# there to do it; if it was overwritten, there is no IDT.
ud2() { # FROM TO
	python3 - "$@" <<-'END'
	import struct, sys
	elf = bytearray(open(sys.argv[1], 'rb').read())
	entry, = struct.unpack_from('<Q', elf, 24)
	offset, _, paddr = struct.unpack_from('<3Q', elf, 64 + 8)
	at = offset + entry - paddr
	elf[at:at + 2] = b'\x0f\x0b'
	open(sys.argv[2], 'wb').write(elf)
	print(f'pvh: trap 0x6 at 0x{entry:x}, cr2 0x0')
	END
}
line=$(ud2 "$MB/mb2.elf" "$TMP/ud2")
qemu trap -kernel "$KERNEL" -M q35 -m 32 -initrd "$TMP/ud2"
check "trap: it ends the boot" ends failed $?
check "trap: $line" grep -qxF "$line" "$boot.e9"
ud2 "$TMP/low2.elf" "$TMP/ud2" >/dev/null
qemu trap-low -kernel "$KERNEL" -M q35 -m 32 -initrd "$TMP/ud2"
check "trap in the loader's place: a restart" ends "triple fault" $?

# Files that are no ELF files, by address fields and tags.
flat() { # VERSION FIELD=VALUE...: makes $TMP/flat
	objcopy -O binary "$MB/mb$1.elf" "$TMP/binary"
	readelf -hlW "$MB/mb$1.elf" | sed -n 's/.*Entry point.*0x/entry=0x/p
		s/^ *LOAD .* \(0x[0-9a-f]*\) [RWE ]* 0x1000$/size=\1/p' >"$TMP/elf"
	python3 - "$TMP/binary" "$TMP/flat" "$TMP/elf" "$@" <<-'END'
	import struct, sys
	source, target, elf, version, *changes = sys.argv[1:]
	body = open(source, 'rb').read()
	known = dict(line.split('=') for line in open(elf).read().split())
	base = 0x400000
	f = {'header': base, 'load': base, 'load_end': 0,
	     'bss_end': base + int(known['size'], 16),
	     'entry': int(known['entry'], 16)}
	if version == '2':
	    f['header'] = f['load'] = base - 64
	f.update((k, int(v, 16)) for k, v in (c.split('=') for c in changes))
	where = [f[k] for k in ('header', 'load', 'load_end', 'bss_end')]
	if version == '1':
	    flags = 1 << 16 | 3
	    header = struct.pack('<8I', 0x1badb002, flags,
	                         -(0x1badb002 + flags) % 2**32, *where, f['entry'])
	    data = header + body[len(header):]
	else:
	    data = struct.pack('<4I', 0xe85250d6, 0, 64, -(0xe85250d6 + 64) % 2**32)
	    data += struct.pack('<2H5I', 2, 0, 24, *where)
	    data += struct.pack('<2H3I', 3, 0, 12, f['entry'], 0)
	    data += struct.pack('<2HI', 0, 0, 8) + body
	open(target, 'wb').write(data)
	END
}
for version in 1 2; do
	flat $version
	alike mb$version-flat $EXPECT/mb$version-bare.txt \
		'/^tag type (21|14|5) |screen/d' -M q35 -m 16 -initrd "$TMP/flat"
done
flat 2 load=ffffffff
alike mb2-start $EXPECT/mb2-bare.txt '/^tag type (21|14|5) |screen/d' \
	-M q35 -m 16 -initrd "$TMP/flat"
bad() { # VERSION FIELD VALUE LINE
	flat "$1" "$2=$3"
	refuses "mb$1-$2-$3" "pvh: loader: kernel: Multiboot header: $4" \
		-M q35 -m 32 -initrd "$TMP/flat"
}
bad 1 load 400004 'load_addr is 0x400004: not in the file'
bad 1 load ff000 'load_addr is 0xff000: not in the file'
bad 2 load_end 3f0000 'load_end_addr is 0x3f0000: below load_addr'
bad 1 load_end 700000 "load_end_addr is 0x700000: past the file's end"
bad 2 bss_end 400004 'bss_end_addr is 0x400004: below load_end_addr'
bad 1 entry 300000 'entry_addr is 0x300000: not in the kernel'
bad 2 entry 0 'entry_addr is 0x0: not in the kernel'

# Limine, of all base revisions.
EXPECT=tests/boot/limine/expect
places='/^(file|memory|module|modules): /d; /^kernel: 0x/d; /^date: /d
	/internal module/d; s/^(command line:).*/\1/'
for revision in 0 1 2 3; do
	alike limine-$revision $EXPECT/microvm-$revision.txt "$places" \
		-M microvm -m 128 -initrd "$BUILD/limine/limine-$revision.elf" \
		-append 'some words'
done
for machine in pc q35; do
	pack "$TMP/files3.tar" "$BUILD/limine/limine-3.elf" "$module"
	alike limine-$machine $EXPECT/$machine-3.txt "$places" -M $machine \
		-m 128 -initrd "$TMP/files3.tar"
done
lines() {
	sed -n 's/\r//; /^\(module\|file\): /p' "$boot.com1" >"$TMP/lines"
	cat "$TMP/lines"
	grep -q '^module: /module0 "", 300001 bytes, ' "$TMP/lines" &&
		grep -q '^file: /limine-3.elf "", [0-9]* bytes, ' "$TMP/lines"
}
check "limine: module and kernel have their names" lines
done_testing
