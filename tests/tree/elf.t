#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kernel as a file: what loaders require of it, and what the kit promises to
# the kernel that uses it. With $KERNEL set, only what loaders require is
# tested, of that kernel.
. tests/lib/tap.sh

elf_of() {
	if [ "$1" = gcc ]; then echo "$BUILD"; else echo "$BUILD/$1"; fi
}

# Program headers, decimal: type, offset, p_vaddr's upper and lower half,
# p_paddr, p_filesz, p_align.
headers() { # FILE
	readelf -lW "$1" | grep -E '^ +(LOAD|NOTE|DYNAMIC|INTERP) ' |
		while read -r type offset vaddr paddr filesz _ flags; do
			vaddr=${vaddr#0x}
			echo "$type" $((offset)) $((0x${vaddr%????????})) \
				$((0x${vaddr#????????})) $((paddr)) $((filesz)) \
				$((${flags##* }))
		done
}

# One PT_NOTE of three notes, aligned to 4, inside of a PT_LOAD: some loaders
# read the first PT_NOTE, some the last, some round up to p_align.
one_note() {
	headers "$1" | awk '
		$1 == "NOTE" { n++; at = $5; size = $6; align = $7 }
		$1 == "LOAD" { start[++l] = $5; end[l] = $5 + $6 }
		END {
			for (i = 1; i <= l; i++)
				if (at >= start[i] && at + size <= end[i])
					inside = 1
			print n " PT_NOTE, p_align " align ", size " size
			exit !(n == 1 && align == 4 && size == 72 && inside)
		}'
}

# A note a line, hexadecimal: namesz, descsz, type, name and the value's halves.
notes() { # FILE
	od -An -v -tx4 -w24 -N72 \
		-j "$(headers "$1" | awk '$1 == "NOTE" { print $2 }')" "$1"
}

# All have namesz 4, descsz 8 and the name "Xen". Type 18, the entry, comes
# first, as some loaders read no further; then 3, p_vaddr - p_paddr, and 4, an
# offset of 0.
notes_are_xen() {
	base=$(headers "$1" | awk '$1 == "LOAD" { print $3 == 0 ? "0 0" : "80000000 ffffffff"; exit }')
	notes "$1" | sed -E 's/^ *//; s/\<0+([0-9a-f])/\1/g; 1s/[0-9a-f]+ 0$/ENTRY 0/' |
		diff - /dev/fd/3 3<<-END
			4 8 12 6e6558 ENTRY 0
			4 8 3 6e6558 $base
			4 8 4 6e6558 0 0
		END
}

entry_is_loaded() {
	headers "$1" | awk -v e="$((0x$(notes "$1" | awk '{ print $5; exit }')))" '
		$1 == "LOAD" && e >= $5 && e < $5 + $6 { yes = 1 }
		END { print "entry " e; exit !yes }'
}

# FreeBSD's loaders load to p_vaddr, the others to p_paddr.
one_distance() {
	headers "$1" | awk '
		$1 == "LOAD" { print; seen[$3 " " $4 - $5]++ }
		END { for (d in seen) n++; exit n != 1 }'
}

door_is_last() {
	begin=$(nm "$1" | awk '$3 == "pvh_begin" { print substr($1, 9) }')
	headers "$1" | awk -v begin=$((0x$begin)) '
		$1 == "LOAD" { print; if ($4 <= last) bad = 1; last = $4 }
		END { exit bad || last != begin }'
}

# GRUB wants symbols, linux-loader an entry above 1 MiB; with a Multiboot 1
# magic in the first 8 KiB QEMU would take the file for a Multiboot kernel.
no_surprises() {
	readelf -SW "$1" | grep -q ' \.symtab ' || { echo "no .symtab"; return 1; }
	entry=$(readelf -hW "$1" | sed -n 's/.*Entry point.* 0x\(ffffffff\)\{0,1\}/0x/p')
	[ $((entry & 0x7fffffff)) -ge 1048576 ] || { echo "entry $entry"; return 1; }
	! head -c 8192 "$1" | od -An -v -tx4 -w4 | grep -q 1badb002
}

# The kit's undefined symbols are its entry's and the linker script's.
needs_only() { # OBJECT SYMBOL...
	nm -u "$1" | awk '{ print $2 }' | sort >"$TMP/undefined"
	shift
	printf '%s\n' "$@" pvh_begin pvh_end pvh_host_begin pvh_host_end \
		pvh_stack_top pvh_trap_high pvh_trap_low | sort |
		diff - "$TMP/undefined"
}
needs_nothing() { # OBJECT
	needs_only "$1" btext
}

fit_for_loaders() { # NAME KERNEL
	toolchain=$1 kernel=$2
	check "$toolchain: exactly one PT_NOTE, of 4-byte alignment" one_note "$kernel"
	check "$toolchain: the notes are Xen's 18, 3 and 4, of 8 bytes" notes_are_xen "$kernel"
	check "$toolchain: the PVH entry lies in a PT_LOAD" entry_is_loaded "$kernel"
	check "$toolchain: p_vaddr - p_paddr is the same for all" one_distance "$kernel"
	check "$toolchain: the door is the last PT_LOAD" door_is_last "$kernel"
	check "$toolchain: symbols, an entry above 1 MiB, no Multiboot" no_surprises "$kernel"
}

if [ -n "${KERNEL:-}" ]; then
	fit_for_loaders "$KERNEL" "$KERNEL"
	done_testing
	exit
fi
for toolchain in gcc clang example/identity example/minus-2g; do
	fit_for_loaders $toolchain "$(elf_of $toolchain)/kernel.elf"
done
check "gcc: the kit needs no other symbol" needs_nothing "$BUILD/arch/pvh/pvh.o"
check "clang: the kit needs no other symbol" needs_nothing "$BUILD/clang/arch/pvh/pvh.o"

# With another format the kit is its core.
OWN=$BUILD/example/identity/pvh/pvh.o
check "own: the kit needs a format and its entry" needs_only \
	"$OWN" kmain native_write
knows_no_format() {
	! nm "$OWN" | grep -E ' (args|env|howto|names|preload|settle|word)_'
}
check "own: nothing of another format is in it" knows_no_format
offers() { # what a format may call, and what pvh.ld needs
	nm -g --defined-only "$1" | awk '{ print $3 }' | diff - /dev/fd/3 3<<-'END'
		pvh_at
		pvh_copy
		pvh_defect
		pvh_kernbase
		pvh_start32
		pvh_take
		pvh_trap_stubs
		pvh_warn
	END
}
check "own: no other names of the kit are a kernel's" offers "$OWN"
another_folder() {
	rm -rf "$TMP/a-format" "$TMP/formatted"
	cp -r arch/pvh/own "$TMP/a-format" &&
		cat >"$TMP/a-format/write.c" <<-'END' &&
			#include "pvh.h"

			bool
			native_write(struct boot_view *view, struct native_args *native)
			{
				native->first = native->second = 0;
				return pvh_take(view, 8, &native->first) != NULL;
			}
		END
		MAKEFLAGS='' make -s -f arch/pvh/pvh.mk \
			PVH_BUILD="$TMP/formatted" PVH_FORMAT="$TMP/a-format" &&
		needs_nothing "$TMP/formatted/pvh.o"
}
check "a format may be a folder of the kernel's" another_folder

short() { # LINES FILE...
	lines=$1
	shift
	wc -l "$@" | awk -v most="$lines" '$2 != "total" && $1 > most { print; bad = 1 }
		END { exit bad }'
}
check "the entry has 100 lines at most" short 100 arch/pvh/pvh_start.asm
check "no file of the kit has more than 175" short 175 arch/pvh/*.asm arch/pvh/*.c arch/pvh/*/*.asm arch/pvh/*/*.c

# The native kernel's bytes and addresses, with and without arch/pvh.
segments() { # FILE OUT
	objcopy -O binary -j .text -j .rodata -j .data "$1" "$2" &&
		nm "$1" | awk '
			$3 ~ /^(kernel_start|etext|erodata|kernel_end|btext)$/ {
				print $1, $3
			}' >"$2.nm"
}
nothing_moves() {
	segments "$BUILD/kernel.elf" "$TMP/with" &&
		segments "$BUILD/native.elf" "$TMP/without" &&
		test -s "$TMP/with" && cmp "$TMP/with" "$TMP/without" &&
		diff "$TMP/with.nm" "$TMP/without.nm"
}
check "without the kit not a byte of the native kernel moves" nothing_moves

# The same file from two folders of different names.
build_in() { # FOLDER [WHAT MORE]
	rm -rf "$1" && mkdir -p "$1" &&
		cp -r GNUmakefile arch boot kern ldscript tests "$1" &&
		MAKEFLAGS='' make -s -C "$1" BUILD=build ZLIB= \
			build/kernel.elf ${2:+"$2"}
}
reproducible() {
	build_in "$TMP/one" && build_in "$TMP/and/another" &&
		cmp "$TMP/one/build/kernel.elf" "$TMP/and/another/build/kernel.elf"
}
check "two folders, one kernel.elf" reproducible
check "a folder may have blanks, quotes and brackets in its name" build_in \
	"$TMP/it's [a] \"\$folder\"" build/loader.efi

# A changed setting makes anew what depends on it.
rebuilds() { # WHAT KEY=VALUE...: with each of them WHAT is made anew, not stale
	what=$1
	shift
	again() { # KEY=VALUE...
		MAKEFLAGS='' make -s BUILD="$TMP/set" ZLIB="$BUILD/zlib" "$what" "$@"
	}
	again && cp "$what" "$TMP/before" || return 1
	for setting; do
		again "$setting" || return 1
		! cmp -s "$TMP/before" "$what" ||
			{ echo "$setting changes nothing" && return 1; }
		again && cmp "$TMP/before" "$what" || return 1
	done
}
check "ZLIB changes loader.efi, and back again" rebuilds \
	"$TMP/set/loader.efi" ZLIB=
check "settings change the kit, and back again" rebuilds \
	"$TMP/set/arch/pvh/pvh.o" PVH_WITHOUT=xen_map.c PVH_OPTIMIZE=-O1 \
	PVH_ENTRY=kmain PVH_FORMAT=own

# If objcopy fails there is no file that make would take for the kit.
half_made() {
	rm -rf "$TMP/half"
	! MAKEFLAGS='' make -s -f arch/pvh/pvh.mk OBJCOPY=false \
		PVH_BUILD="$TMP/half" && [ ! -e "$TMP/half/pvh.o" ]
}
check "a failed objcopy leaves no pvh.o" half_made

without_note() {
	objcopy --remove-section .note.Xen "$BUILD/kernel.elf" "$TMP/no-note.elf" \
		2>/dev/null
	timeout 10 "$QEMU" -display none -M q35 -kernel "$TMP/no-note.elf" \
		>"$TMP/qemu.log" 2>&1
	cat "$TMP/qemu.log"
	grep -q 'Error loading uncompressed kernel without PVH ELF Note' "$TMP/qemu.log"
}
check "without its note QEMU prints what TROUBLE explains" without_note
done_testing
