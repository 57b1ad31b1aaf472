# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Kernels whose program headers are of all the shapes that pvh-wrap meets.
# Source it after wrap.sh.

# Links kernel.asm for a base, with these program headers; standard input is
# what comes first in SECTIONS.
kernel() { # NAME BASE PHDRS
	nasm -f elf64 -Werror -DBASE="$2" -o "$TMP/$1.o" \
		tests/boot/wrap/kernel.asm || return 1
	{
		echo "BASE = $2; ENTRY(btext)"
		echo "PHDRS { $3 }"
		echo "SECTIONS { . = BASE + 0x200000;"
		cat
		echo "/DISCARD/ : { *(.note.*) *(.interp) *(.dynamic) } }"
	} >"$TMP/$1.ld"
	ld -nostdlib -static -z noexecstack -z max-page-size=4096 \
		-T "$TMP/$1.ld" -o "$TMP/$1.elf" "$TMP/$1.o"
}

# The headers are not in a segment, so that there is room behind them.
room() { # NAME BASE
	kernel "$1" "$2" 'text PT_LOAD; data PT_LOAD;' <<-'END'
		.text : AT(ADDR(.text) - BASE) { *(.text) *(.rodata) } :text
		. = ALIGN(4096);
		.data : AT(ADDR(.data) - BASE) { *(.data) } :data
		.bss : AT(ADDR(.bss) - BASE) { *(.bss) } :data
	END
}

# As FreeBSD's: the first segment has the headers, and there are two notes.
freebsd() { # NAME BASE
	kernel "$1" "$2" 'phdr PT_PHDR PHDRS; interp PT_INTERP;
		text PT_LOAD FILEHDR PHDRS; data PT_LOAD; dynamic PT_DYNAMIC;
		stack 0x6474e551; one PT_NOTE; two PT_NOTE;' <<-'END'
		. += SIZEOF_HEADERS;
		.interp : AT(ADDR(.interp) - BASE) { *(.interp) } :text :interp
		.note.one : AT(ADDR(.note.one) - BASE) { *(.note.one) } :text :one
		.note.two : AT(ADDR(.note.two) - BASE) { *(.note.two) } :text :two
		.text : AT(ADDR(.text) - BASE) { *(.text) *(.rodata) } :text
		. = ALIGN(4096);
		.dynamic : AT(ADDR(.dynamic) - BASE) { *(.dynamic) }
			:data :dynamic
		.data : AT(ADDR(.data) - BASE) { *(.data) } :data
		.bss : AT(ADDR(.bss) - BASE) { *(.bss) } :data
	END
}

# The same without notes: text begins right behind the headers. MORE is some
# headers more.
narrow() { # NAME BASE MORE
	kernel "$1" "$2" "$3"' text PT_LOAD FILEHDR PHDRS; data PT_LOAD;' <<-'END'
		. += SIZEOF_HEADERS;
		.text : AT(ADDR(.text) - BASE) { *(.text) *(.rodata) } :text
		. = ALIGN(4096);
		.data : AT(ADDR(.data) - BASE) { *(.data) } :data
		.bss : AT(ADDR(.bss) - BASE) { *(.bss) } :data
	END
}
