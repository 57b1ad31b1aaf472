#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# One session of the UEFI shell: of all that cannot be loaded the loader says
# why, and returns to the shell; the last command boots, and the kernel has what
# it was given.
BOOT_SECONDS=${BOOT_SECONDS:-180} # for some forty runs of the loader
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh

poke() { # FILE OFFSET LITTLE-ENDIAN-HEX
	poke_bytes=
	for poke_byte in $(echo "$3" | sed 's/../& /g'); do
		poke_bytes=$poke_bytes$(printf '\\%03o' "0x$poke_byte")
	done
	# shellcheck disable=SC2059 # octal escapes
	printf "$poke_bytes" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

phdr() { # INDEX FIELD-OFFSET
	echo $((64 + 56 * $1 + $2))
}
OFFSET=8 VADDR=16 PADDR=24 MEMSZ=40

# A field of the kernel's program headers as the loader prints it.
field() { # INDEX FIELD-OFFSET
	printf '0x%x' "0x$(od -An -tx8 -j "$(phdr "$1" "$2")" -N 8 "$KERNEL" | tr -d ' ')"
}

disk=$TMP/disk.img
script=$TMP/startup.nsh
: >"$TMP/lines"
number=0

# A command for the shell, and how the loader's answer starts.
expect() { # START WORD...
	printf '%s\n' "$1" >>"$TMP/lines"
	shift
	printf '%s\r\n' "loader.efi $*" >>"$script"
}

# The same with a damaged copy of the kernel: OFFSET HEX pairs say how.
damaged() { # START [OFFSET HEX]...
	number=$((number + 1))
	cp "$KERNEL" "$TMP/bad"
	damaged_start="/bad/$number: $1"
	shift
	while [ $# -gt 0 ]; do
		poke "$TMP/bad" "$1" "$2"
		shift 2
	done
	disk_add "$disk" "/bad/$number" "$TMP/bad"
	expect "$damaged_start" "kernel=/bad/$number"
}

# The same with standard input as the kernel.
file() { # START
	number=$((number + 1))
	cat >"$TMP/bad"
	disk_add "$disk" "/bad/$number" "$TMP/bad"
	expect "/bad/$number: $1" "kernel=/bad/$number"
}

# The same with standard input as loader.conf.
conf() { # START WORD...
	number=$((number + 1))
	cat >"$TMP/bad"
	disk_add "$disk" "/bad/$number" "$TMP/bad"
	printf 'cp -q \\bad\\%s \\boot\\loader.conf\r\n' $number >>"$script"
	expect "$@"
	printf '%s\r\n' 'rm -q \boot\loader.conf' >>"$script"
}

gzip -c "$KERNEL" >"$TMP/kernel.gz"
yes 'more than eight megabytes' | head -c 9000001 >"$TMP/big"
gzip -1c "$TMP/big" >"$TMP/big.gz"
# Two members, the longer one first, with zeroes between and after them.
{
	gzip -c LICENSE
	head -c 3 /dev/zero
	echo behind | gzip -c
	head -c 512 /dev/zero
} >"$TMP/two.gz"
{
	cat LICENSE
	echo behind
} >"$TMP/two"
disk "$disk" 48 "/loader.efi=$LOADER" "/a folder/loader.efi=$LOADER" \
	"/boot/kernel/kernel=$KERNEL" \
	"/boot/packed/kernel.gz=$TMP/kernel.gz" "/boot/big=$TMP/big" \
	"/boot/big.gz=$TMP/big.gz" "/boot/two.gz=$TMP/two.gz"
LC_ALL=C.UTF-8 disk_add "$disk" "/boot/käse €" LICENSE
printf '%s\r\n' 'fs0:' memmap >"$script"

expect '/not/there: no such file (Not Found' kernel=/not/there
expect '/not there/kernel: no such file (Not Found' 'kernel="/not there/kernel"'
expect '/boot/none/kernel: no such file (Not Found' kernel=none
expect '/boot/kernel: is a folder (Unsupported' kernel=/boot/kernel
expect '/boot/kernel/m.ko: no such file (Not Found' m_load=YES
expect 'load options: m_load: neither YES nor NO (Load Error' m_load=maybe
expect 'load options: kernel: the path is too long (Load Error' "kernel=$(printf /%0300d 0)"
expect '/not/there: no such file (Not Found' kernel=//not///there
file 'size is 0x0: the file is shorter than an ELF header (Load Error' </dev/null
head -c 63 "$KERNEL" >"$TMP/cut"
file <"$TMP/cut" 'size is 0x3f: the file is shorter'
head -c $(($(field 3 $OFFSET) + 16)) "$KERNEL" >"$TMP/cut"
file <"$TMP/cut" "program header 3: p_offset is $(field 3 $OFFSET): the segment runs past"
head -c 2000 /dev/zero >"$TMP/cut"
file <"$TMP/cut" 'e_ident[EI_MAG] is 0x0: not a little-endian ELF64 file'
damaged 'e_ident[EI_CLASS] is 0x1: not' 4 01
damaged 'e_ident[EI_DATA] is 0x2: not' 5 02
damaged 'e_type is 0x3: not an executable' 16 0300
damaged 'e_machine is 0x3: not x86-64' 18 0300
damaged 'e_entry is 0x0: in no executable segment' 24 0000000000000000
damaged 'e_phoff is 0xffffffffffffffff: the program headers run' 32 ffffffffffffffff
damaged 'program header 1: p_paddr is 0x200000: the segment overlaps' \
	"$(phdr 1 $VADDR)" 00002080ffffffff "$(phdr 1 $PADDR)" 0000200000000000
damaged "program header 1: p_paddr is $(field 1 $PADDR): the segment wraps" \
	"$(phdr 1 $MEMSZ)" ffffffffffffffff
damaged "program header 2: p_vaddr is $(field 2 $VADDR): the segment wraps" \
	"$(phdr 2 $MEMSZ)" 0000000000010000
damaged 'program header 2: p_memsz is 0x40000000: the segment ends above 1 GiB' \
	"$(phdr 2 $MEMSZ)" 0000004000000000
damaged 'program header 1: p_vaddr is 0xffffffff80333000: p_vaddr - p_paddr is' \
	"$(phdr 1 $VADDR)" 00303380ffffffff
damaged '0x80' "$(phdr 3 $MEMSZ)" 0000003000000000
head -c 40000 "$TMP/kernel.gz" >"$TMP/cut"
file <"$TMP/cut" 'gzip: '
head -c 12 "$TMP/kernel.gz" >"$TMP/cut"
file <"$TMP/cut" 'gzip: it ends too early'
cp "$TMP/kernel.gz" "$TMP/crc.gz"
poke "$TMP/crc.gz" $(($(wc -c <"$TMP/crc.gz") - 8)) 00000000
file 'gzip: incorrect data check (Load Error' <"$TMP/crc.gz"
poke "$TMP/crc.gz" $(($(wc -c <"$TMP/crc.gz") - 4)) ffffffff
file 'gzip: incorrect data check (Load Error' <"$TMP/crc.gz"
cp "$TMP/kernel.gz" "$TMP/length.gz"
poke "$TMP/length.gz" $(($(wc -c <"$TMP/length.gz") - 4)) ffffffff
file 'gzip: incorrect length check (Load Error' <"$TMP/length.gz"
{
	cat "$TMP/kernel.gz"
	echo more
} >"$TMP/cut"
file 'gzip: bytes after its end (Load Error' <"$TMP/cut"
head -c 9 "$TMP/two.gz" | cat "$TMP/kernel.gz" - >"$TMP/cut"
file 'gzip: it ends too early (Load Error' <"$TMP/cut"
conf '/here/it/is: no such file (Not Found' <<'END'
# A bad line is left out.
a="b"
kernel="/not/there
kernel="/here//it/is"
END
conf "/boot/loader.conf: line 2: kernel: the path is too long (Load Error" <<END

kernel="$(printf /%0300d 0)"
END
conf "/boot/loader.conf: line 1: m_packed: neither YES nor NO (Load Error" m_load=YES <<END
m_packed=maybe
END
# A file whose size, changed in its directory entry on the disk, is more than
# its clusters hold.
cp "$KERNEL" "$TMP/bad"
disk_add "$disk" /SHORT.ELF "$TMP/bad"
entry=$(grep -abo 'SHORT   ELF' "$disk" | head -n 1 | cut -d: -f1)
poke "$disk" $((entry + 28)) 00001000
expect '/short.elf: read error after 0 of 1048576 bytes (Volume Corrupt' kernel=/short.elf
printf '%s\r\n' memmap "\"\\a folder\\loader.efi\" kernel=packed -v \"motd=from the shell\" big_load=YES big_name=/boot/big small_load=YES small_name=\\boot\\\\\\big.gz small_type=packed two_load=YES two_name=/boot/two as_it_is_load=YES as_it_is_name=/boot/two.gz as_it_is_packed=YES cheese_load=YES \"cheese_name=/boot/käse €\" price=20€" \
	'reset -s' >>"$script"
iconv -f UTF-8 -t UTF-16 "$script" >"$script.utf16" # as the shell wants it
disk_add "$disk" /startup.nsh "$script.utf16"

ovmf shell "$disk" -M q35 -m 128 -global ICH9-LPC.disable_s3=0
status=$?
while IFS= read -r line; do
	loader_says shell "$line"
done <"$TMP/lines"
loader_says shell '/boot/loader.conf: line 3: the quote is not closed, left out'
loader_says shell '/boot/packed/kernel: '"$(wc -c <"$TMP/kernel.gz") bytes, unpacked $(wc -c <"$KERNEL")"
loader_says shell '/boot/big: 8 of 8 MiB'
reports shell $status <<END
loader: efi
howto: 0x800 verbose
kenv: loader=efi
kenv: acpi.rsdp=ADDR
kenv: motd=from the shell
kenv: price=20\\xe2\\x82\\xac
module: 0 /boot/big md_image ADDR 9000001 crc32=$(crc "$TMP/big")
module: 1 \\boot\\big.gz packed ADDR 9000001 crc32=$(crc "$TMP/big")
module: 2 /boot/two md_image ADDR $(wc -c <"$TMP/two") crc32=$(crc "$TMP/two")
module: 3 /boot/two.gz md_image ADDR $(wc -c <"$TMP/two.gz") crc32=$(crc "$TMP/two.gz")
module: 4 /boot/k\\xc3\\xa4se \\xe2\\x82\\xac md_image ADDR $(wc -c <LICENSE) crc32=$(crc LICENSE)
kernel: 0x00200000-KERNEND
boot: ok
END
check "shell: one line for each failure" test \
	"$(grep -c ', status 0x' "$TMP/shell.said")" = "$(wc -l <"$TMP/lines")"
check "shell: the memory that OVMF keeps is named" stays shell 7
# The memory of the types that only loaders allocate, by the shell's memmap,
# before the first command and after the last failure.
tr -d '\r' <"$TMP/shell.com1" | grep -aE '(Reserved|Loader(Code|Data)) *: ' >"$TMP/memmap"
sed -n 1,3p "$TMP/memmap" >"$TMP/before"
sed -n 4,6p "$TMP/memmap" >"$TMP/after"
same "shell: all memory was given back" "$TMP/before" "$TMP/after"
done_testing
