#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Whatever is wrong with the kernel's module is one line.
. tests/boot/loader/loader.sh

# A test: with FILE as the first module, LINE is all that is printed.
refused() { # NAME LINE FILE
	refuses "$1" "pvh: loader: $2" -M q35 -m 32 -initrd "$3"
}
# Copies FILE, with BYTES at AT.
changed() { # FILE AT BYTES
	cp "$1" "$TMP/changed"
	printf %b "$3" | dd of="$TMP/changed" bs=1 conv=notrunc seek="$2" \
		status=none
}

refuses nothing 'pvh: loader: module 0: there is none: it has to be the kernel' \
	-M q35 -m 32

# ---- archives
pack "$TMP/whole.tar" "$NATIVE" "$module"
size=$(wc -c <"$NATIVE")
second=$((512 + (size + 511) / 512 * 512))
head -c 100000 "$TMP/whole.tar" >"$TMP/cut"
refused data 'archive: byte 0 of 100000: it ends too early' "$TMP/cut"
head -c $second "$TMP/whole.tar" >"$TMP/cut"
refused end "archive: byte $second of $second: it ends too early" "$TMP/cut"
head -c $((second + 100)) "$TMP/whole.tar" >"$TMP/cut"
refused header "archive: byte $second of $((second + 100)): it ends too early" \
	"$TMP/cut"
whole=$(wc -c <"$TMP/whole.tar")
changed "$TMP/whole.tar" $((second + 10)) x
refused checksum \
	"archive: byte $second of $whole: the header's checksum is wrong" \
	"$TMP/changed"
changed "$TMP/whole.tar" $((second + 257)) X
refused magic "archive: byte $second of $whole: no ustar header" "$TMP/changed"
python3 - "$TMP/size" <<'END'
import sys
header = bytearray(512)
header[0:1] = b'a'
header[124:136] = b'12345678901x'
header[156:157] = b'0'
header[257:265] = b'ustar\x0000'
header[148:156] = b'%06o\0 ' % (sum(header) + 8 * 32)
open(sys.argv[1], 'wb').write(header + bytes(1024))
END
refused size 'archive: byte 0 of 1536: the size is no octal number' "$TMP/size"
long=$(printf '%0120d' 0)
cp "$NATIVE" "$TMP/$long"
for format in gnu posix; do
	(cd "$TMP" && tar --format=$format -cf $format "$long")
	refused $format "archive: byte 0 of $(wc -c <"$TMP/$format"): a name or \
size that ustar has no room for" "$TMP/$format"
done
pack "$TMP/no-elf" "$module"
refused no-elf 'archive: no ELF file in it, and no loader.conf' "$TMP/no-elf"
conf() { # TEXT
	mkdir -p "$TMP/conf"
	printf '%s\n' "$1" >"$TMP/conf/loader.conf"
	pack "$TMP/conf.tar" "$TMP/conf/loader.conf" "$NATIVE"
}
conf 'motd="no kernel="'
refused conf-kernel '/boot/kernel/kernel: no such file in the archive' \
	"$TMP/conf.tar"
conf 'x_load="PERHAPS"'
refused conf-load 'loader.conf: line 1: x_load: neither YES nor NO' \
	"$TMP/conf.tar"
conf "x=$(head -c 250000 /dev/zero | tr '\0' x)"
refused conf-large "loader.conf: no room for its 250003 bytes" "$TMP/conf.tar"
conf "$(printf 'kernel="/native.elf"\nx="%s"' \
	"$(head -c 150000 /dev/zero | tr '\0' x)")"
refused conf-words 'command line: no room for all the words' "$TMP/conf.tar"

# More entries than there is room for are left out, with one line.
python3 - "$NATIVE" "$TMP/entries.tar" <<'END'
import sys
import tarfile
with tarfile.open(sys.argv[2], 'w', format=tarfile.USTAR_FORMAT) as tar:
    for n in range(9999):
        tar.addfile(tarfile.TarInfo(f'file{n}'))
    tar.add(sys.argv[1], 'kernel')
END
qemu many -kernel "$KERNEL" -M q35 -m 128 -initrd "$TMP/entries.tar"
check "10,000 entries: good" ends good $?
check "10,000 entries: 64 modules, and one line" says "$(report)" \
	'^module: 63 file63 md_image ' \
	'^pvh: warning: loader: archive: 9935 files after the first 64, left out$'
check "10,000 entries: no other line" test \
	"$(grep '^pvh: ' "$boot.com1" | grep -cv 'no bytes')" = 1

# ---- gzip
gzip -c "$NATIVE" >"$TMP/whole.gz"
head -c 50000 "$TMP/whole.gz" >"$TMP/cut"
refused gzip 'module 0: gzip: it ends too early' "$TMP/cut"
changed "$TMP/whole.gz" $(($(wc -c <"$TMP/whole.gz") - 8)) '\0\0\0\0'
refused sum 'module 0: gzip: incorrect data check' "$TMP/changed"
head -c 40000000 /dev/zero | gzip >"$TMP/zeroes.gz"
refused large 'module 0: no RAM for 40000000 bytes' "$TMP/zeroes.gz"

# ---- ELF, whose headers are at 0 and 64
no='no Limine request, no Multiboot header, no FreeBSD kernel'
refused text "kernel: $no: e_ident[EI_MAG] is 0x61: not a little-endian ELF64 \
file" "$module"
changed "$NATIVE" 18 '\003'
refused machine "kernel: $no: e_machine is 0x3: not x86-64" "$TMP/changed"
changed "$NATIVE" $((64 + 24)) '\0\0\0\0\0\0\0\0'
refused low "kernel: $no: program header 0: p_paddr is 0x0: below 1 \
MiB" "$TMP/changed"
changed "$NATIVE" $((64 + 32)) '\377\377\377\377'
cp "$TMP/changed" "$TMP/filesz"
refused filesz "kernel: $no: program header 0: p_filesz is 0xffffffff: more than \
p_memsz" "$TMP/changed"
changed "$NATIVE" $((64 + 56 + 16)) '\0\0\040\0200\0377\0377\0377\0377\0\0\040\0'
refused overlap "kernel: $no: program header 1: p_paddr is 0x200000: the \
segment overlaps another" "$TMP/changed"
changed "$NATIVE" 24 '\0\0\0\0\0\0\0\0'
refused entry "kernel: $no: e_entry is 0x0: in no executable segment" \
	"$TMP/changed"

# A format that is named is taken by its word.
refuses format "pvh: loader: format=: other is not limine, multiboot2, \
multiboot, freebsd" -M q35 -m 32 -initrd "$NATIVE" -append '-v format=other'
for version in 1 2; do
	name=$(echo "multiboot$version" | tr -d 1)
	refuses "format-$name" "pvh: loader: kernel: no header of Multiboot \
$version" -M q35 -m 32 -initrd "$NATIVE" -append "format=$name"
done
refuses format-limine "pvh: loader: kernel: program header 0: p_filesz is \
0xffffffff: more than p_memsz" -M q35 -m 32 -initrd "$TMP/filesz" \
	-append 'format=limine'

# A .bss that is larger than RAM: 48 MiB.
last=$(readelf -lW "$NATIVE" | grep -c '^  LOAD')
changed "$NATIVE" $((64 + (last - 1) * 56 + 40)) '\0\0\0\003'
qemu too-large -kernel "$KERNEL" -M q35 -m 32 -initrd "$TMP/changed"
check "the kernel is too large: its place is named" grep -q \
	'^pvh: loader: kernel: 0x200000-0x3[0-9a-f]*, where it has to be, is not all RAM' \
	"$boot.com1"
done_testing
