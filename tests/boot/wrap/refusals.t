#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What pvh-wrap does not take: one line, status 1, and nothing is written.
. tests/boot/wrap/wrap.sh
. tests/boot/wrap/kernels.sh
HIGH=0xffffffff80000000
out=$TMP/out.elf

# A test: it ends with this line, and leaves nothing anywhere.
refuses() { # LINE ARGUMENTS...
	line=$1
	shift
	rm -rf "$TMP/tmp" "$out"*
	mkdir "$TMP/tmp"
	TMPDIR=$TMP/tmp wrap "$@" -o "$out" >"$TMP/said" 2>&1
	status=$?
	{
		[ $status = 1 ] || echo "status $status"
		echo "pvh-wrap: $line" | diff - "$TMP/said"
		ls "$TMP/tmp"
		ls "$out"* 2>/dev/null
	} >"$TMP/wrong"
	check "$line" diff /dev/null "$TMP/wrong"
}

# The bytes of a file from an offset on become others.
poke() { # FILE OFFSET BYTES
	printf %b "$3" | dd of="$1" bs=1 seek=$(($2)) conv=notrunc status=none
}

room good $HIGH && good=$TMP/good.elf
bad() { # NAME OFFSET BYTES: $bad becomes the good kernel with these
	bad=$TMP/$1
	cp "$good" "$bad"
	poke "$bad" "$2" "$3"
}

# ---- files

refuses "$TMP/none: it cannot be read: No such file or directory" "$TMP/none"
refuses "$TMP: it cannot be read: Is a directory" "$TMP"
refuses "/dev/null: not an ELF file" /dev/null
refuses "LICENSE: not an ELF file" LICENSE
head -c 63 "$good" >"$TMP/short"
refuses "$TMP/short: not an ELF file" "$TMP/short"
refuses "$BUILD/multiboot/mb1.elf: ELF32; only ELF64 can be wrapped: loader.elf boots it as it is" \
	"$BUILD/multiboot/mb1.elf"
bad class 4 '\003'
refuses "$bad: e_ident[EI_CLASS] is 0x3: not ELF64" "$bad"
bad machine 18 '\0267\0'
refuses "$bad: e_machine is 0xb7: not x86-64" "$bad"
bad dyn 16 '\003'
refuses "$bad: e_type is 0x3: not linked at a fixed place" "$bad"
bad phentsize 54 '\070\001'
refuses "$bad: e_phentsize is 0x138: not 56" "$bad"
bad xnum 56 '\0377\0377'
refuses "$bad: e_phnum is 0xffff: too many" "$bad"
bad number 56 '\0\0177'
refuses "$bad: e_phoff is 0x40: the program headers are not in the file" "$bad"
bad phoff 32 '\010'
refuses "$bad: e_phoff is 0x8: the program headers are not in the file" "$bad"
bad filesz $((64 + 32)) '\0\0\0\0\0\0\0\001'
refuses "$bad: program header 0: p_filesz is 0x100000000000000: more than p_memsz" \
	"$bad"
bad phnum 56 '\0'
refuses "$bad: e_phnum is 0x0: no segment to load" "$bad"

# ---- places

bad distance $((64 + 24)) '\0\0\0\001'
refuses "$bad: p_vaddr - p_paddr is not the same in all segments" \
	"$bad"
room odd 0xffffffffc0000000
refuses "$TMP/odd.elf: p_vaddr - p_paddr is 0xffffffffc0000000; the kit is there for 0xffffffff80000000, 0x0 and 0xffff800000000000" \
	"$TMP/odd.elf"
ends_at() { # NAME ADDRESS: a kernel whose .bss ends there
	start=$(headers "$good" | awk '$1 == "LOAD" { at = $4 } END { print at }')
	size=$(($2 - start))
	bad "$1" $((64 + 56 + 40)) "$(printf '\\0%o\\0%o\\0%o\\0%o' \
		$((size & 255)) $((size >> 8 & 255)) $((size >> 16 & 255)) \
		$((size >> 24)))"
}
ends_at full 0x3ff80001
refuses "$bad: it ends at 0x3ff80001: no room for the kit behind it, below 1 GiB" \
	"$bad"
ends_at large 0x3ff80000
check "one byte less, and there is room" wrap "$bad" -o "$bad.out"
sed 's/0x200000/0xff000/' "$TMP/good.ld" >"$TMP/low.ld"
ld -nostdlib -static -z noexecstack -z max-page-size=4096 \
	-T "$TMP/low.ld" -o "$TMP/low.elf" "$TMP/good.o"
refuses "$TMP/low.elf: program header 0: p_paddr is 0xff000: below 1 MiB" \
	"$TMP/low.elf"

# ---- formats

refuses "$BUILD/kernel.elf: it has the kit already" "$BUILD/kernel.elf"
refuses "$BUILD/multiboot/mb1.elf64: a Multiboot 1 header, which QEMU prefers to PVH: loader.elf boots it" \
	"$BUILD/multiboot/mb1.elf64"
refuses "--format: linux is not freebsd, multiboot or limine" "$good" \
	--format=linux

# A Multiboot 2 kernel's header, with one tag of three words and the end.
multiboot() { # NAME LINKER-SCRIPT TAG-BYTES
	{
		printf '\326\120\122\350\0\0\0\0\060\0\0\0'
		# the sum of the four words is 0
		printf '\372\256\255\027'
		printf %b "$3"
		printf '\0\0\0\0\010\0\0\0'
	} >"$TMP/$1.header"
	(
		cd "$TMP" && ld -r -b binary -z noexecstack -o "$1.o" "$1.header"
	)
	ld -nostdlib -static -z noexecstack -z max-page-size=4096 -e 0x400000 \
		-T "$2" -o "$TMP/$1.elf" "$TMP/$1.o" 2>/dev/null
}
cat >"$TMP/multiboot.ld" <<'END'
PHDRS { text PT_LOAD FLAGS(7); }
SECTIONS { . = 0x400000; .data : { *(.data) } :text }
END
cat >"$TMP/behind.ld" <<'END'
PHDRS { first PT_LOAD FLAGS(7); text PT_LOAD FLAGS(7); }
SECTIONS {
	. = 0x408000;
	.data : { *(.data) } :text
	. = 0x400000;
	.text : { QUAD(0) } :first
}
END
multiboot address "$TMP/multiboot.ld" \
	'\002\0\0\0\030\0\0\0\0\0\0100\0\0\0\0100\0\0\0\0\0\0\0\0\0'
refuses "$TMP/address.elf: a Multiboot 2 address tag says where it goes: loader.elf boots it" \
	"$TMP/address.elf"
multiboot entry "$TMP/multiboot.ld" \
	'\003\0\0\0\014\0\0\0\0\0\0060\0\0\0\0\0\0\0\0\0\0\0\0\0'
refuses "$TMP/entry.elf: its entry, 0x300000, is not in the kernel" \
	"$TMP/entry.elf"
multiboot behind "$TMP/behind.ld" \
	'\0\0\0\0\010\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
refuses "$TMP/behind.elf: the Multiboot 2 header is not in the first 32 KiB of its memory" \
	"$TMP/behind.elf"
segments() { # COUNT: a Limine kernel with so many
	{
		echo 'PHDRS {'
		seq "$1" | sed 's/.*/p& PT_LOAD;/'
		echo '} SECTIONS { . = 0xffffffff80000000;'
		seq "$1" | sed 's/.*/.s& : { QUAD(0xc7b1dd30df4c8b88) \
			QUAD(0x0a82e883a194f07b) } :p&/'
		echo '/DISCARD/ : { *(*) } }'
	} >"$TMP/segments.ld"
	ld -nostdlib -static -z noexecstack -z max-page-size=4096 -n \
		-e 0xffffffff80000000 -T "$TMP/segments.ld" \
		-o "$TMP/segments.elf" "$TMP/good.o" 2>/dev/null
	for i in $(seq 0 $(($1 - 1))); do # executable
		poke "$TMP/segments.elf" $((64 + 56 * i + 4)) '\005'
	done
}
segments 17
refuses "$TMP/segments.elf: 17 segments, and the kit has room for 16" \
	"$TMP/segments.elf"
segments 16
check "16 have room" wrap "$TMP/segments.elf" -o "$TMP/segments.out"

# ---- the tools and places that it needs

check "an empty PVH_LIB and LD are as if not set" \
	env PVH_LIB= LD= "$BUILD/pvh-wrap" "$good" -o "$out"
closed() {
	"$BUILD/pvh-wrap" "$good" -o "$out" <&-
}
check "no standard input is needed" closed

rm -rf "$TMP/kits"
PVH_LIB=$TMP/kits refuses \
	"$TMP/kits/pvh-freebsd.o: it cannot be read: No such file or directory: set PVH_LIB" \
	"$good"
mkdir "$TMP/kits"
cp "$BUILD/lib/pvh/pvh-freebsd-identity.o" "$TMP/kits/pvh-freebsd.o"
PVH_LIB=$TMP/kits refuses \
	"$TMP/kits/pvh.ld: it cannot be read: No such file or directory" "$good"
LD=no-such-ld refuses "no-such-ld: not found; set LD" "$good"
LD=false refuses "false: it ended with status 1, and no kit" "$good"
LD=true refuses "true: it ended with status 0, and no kit" "$good"
LD=' ' refuses "LD: it has to be a command of 1 to 24 words" "$good"
check "what ld says is shown" sh -c "LD='ld --no-such-option' \
	'$BUILD/pvh-wrap' '$good' -o '$out' 2>&1 | grep no-such-option"
cp arch/pvh/pvh.ld "$TMP/kits"
check "a kit for another base is refused, by pvh.ld" sh -c "PVH_LIB='$TMP/kits' \
	'$BUILD/pvh-wrap' '$good' -o '$out' 2>&1 |
	grep \"pvh.ld: KERNBASE is not the kit's PVH_KERNBASE\""
refuses_to_write() {
	! wrap "$good" -o "$TMP/no/folder" 2>"$TMP/said" &&
		grep -qx "pvh-wrap: $TMP/no/folder: it cannot be written: No such file or directory" \
			"$TMP/said"
}
check "OUT in no folder" refuses_to_write
usage() { # ARGUMENTS...
	wrap "$@" >"$TMP/said" 2>&1
	[ $? = 2 ] && grep '^usage: pvh-wrap KERNEL -o OUT' "$TMP/said"
}
check "usage without arguments" usage
check "usage without -o" usage "$good"
check "usage with two kernels" usage "$good" "$good" -o "$out"
check "usage with an unknown option" usage --no "$good" -o "$out"
check "--help is no error" sh -c "'$BUILD/pvh-wrap' --help | grep '^usage: '"

# ---- what it writes

check "OUT may be KERNEL" sh -c "cp '$good' '$TMP/same' && chmod 751 '$TMP/same' &&
	'$BUILD/pvh-wrap' '$TMP/same' -o '$TMP/same'"
check "OUT has KERNEL's mode" test "$(stat -c %a "$TMP/same")" = 751
refuses "$TMP/same: it has the kit already" "$TMP/same"
check "twice the same bytes" sh -c "'$BUILD/pvh-wrap' '$good' -o '$TMP/same2' &&
	cmp '$TMP/same' '$TMP/same2'"

# Installed, it finds the kit beside its own folder.
rm -rf "$TMP/prefix"
mkdir -p "$TMP/prefix/bin" "$TMP/prefix/lib"
cp "$BUILD/pvh-wrap" "$TMP/prefix/bin"
cp -r "$BUILD/lib/pvh" "$TMP/prefix/lib"
check "installed, it finds its files" sh -c "cd '$TMP' &&
	PATH=\"\$PWD/prefix/bin:\$PATH\" pvh-wrap good.elf -o same3 && cmp same2 same3"

# All that it writes while ld runs is in one folder. Ended then, it leaves
# nothing.
printf '#!/bin/sh\ntouch "%s/started"\nsleep 20\n' "$TMP" >"$TMP/slow"
chmod +x "$TMP/slow"
ended() { # SIGNAL
	rm -rf "$TMP/started" "$TMP/tmp"
	mkdir "$TMP/tmp"
	LD=$TMP/slow TMPDIR=$TMP/tmp "$BUILD/pvh-wrap" "$good" -o "$out" &
	ended_pid=$!
	for _ in $(seq 100); do
		[ ! -e "$TMP/started" ] || break
		sleep 0.1
	done
	find "$TMP/tmp" -mindepth 1 -maxdepth 1 ! -type d >"$TMP/beside"
	kill -s "$1" $ended_pid
	! wait $ended_pid && [ -z "$(ls "$TMP/tmp")" ] && [ ! -e "$out" ]
}
check "SIGTERM leaves nothing behind" ended TERM
check "nothing was beside its folder" diff /dev/null "$TMP/beside"
done_testing
