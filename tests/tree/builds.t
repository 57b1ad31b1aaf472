#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the kit's README and BUILDING show, word for word: the files of a section
# and a copy of the kit in an empty folder, then the commands. All are built at
# once, and booted one after the other: the last command is what boots. The one
# about a kit that is installed is for install.t.
. tests/lib/tap.sh
. tests/lib/page.sh
PAGE=arch/pvh/BUILDING
unset MAKEFLAGS MAKEOVERRIDES MFLAGS # of a make that runs this
building=

# A folder with a copy of the kit and with a section's files, and its commands.
folder() { # NAME PAGE SECTION
	rm -rf "${TMP:?}/$1"*
	mkdir -p "$TMP/$1"
	cp -r arch/pvh "$TMP/$1/pvh"
	rm -rf "$TMP/$1/pvh/example/build"
	shown_files "$2" "$3" "$TMP/$1"
	shown_commands "$2" "$3" |
		sed -e ':more' -e '/\\$/{ N; s/\\\n[ \t]*//; b more' -e '}' \
			>"$TMP/$1.commands"
}

# Begins to run all commands but the last one, and writes how that ends.
start() { # NAME
	building="$building $1"
	{
		(cd "$TMP/$1" && timeout 300 sh -ec "$(sed '$d' "../$1.commands")")
		echo "ended with status $?"
	} >"$TMP/$1.log" 2>&1 </dev/null &
}

boots() { # NAME
	[ "$(wc -l <"$TMP/$1.commands")" -ge 2 ] || return 1
	tail -n 1 "$TMP/$1.log" | grep -qx 'ended with status 0' ||
		{ cat "$TMP/$1.log" && return 1; }
	prints "$1" 'hello from btext' "$(tail -n 1 "$TMP/$1.commands")"
}

# A section of BUILDING: it takes README's linker script and, unless it brings
# its own kernel, kernel.c. Each TOOL has to be there.
section() { # NAME SECTION TOOL...
	name=$1 section=$2
	shift 2
	for tool; do
		command -v "$tool" >/dev/null || {
			skip "$section" "no $tool: see make deps"
			return
		}
	done
	folder "$name" $PAGE "$section"
	cp "$TMP/readme.files/kernel.ld" "$TMP/$name"
	[ -d "$TMP/$name/src" ] || cp "$TMP/readme.files/kernel.c" "$TMP/$name"
	[ "$name" != clang ] || cp "$TMP/readme.files/GNUmakefile" "$TMP/$name"
	start "$name"
}

folder readme arch/pvh/README "A WHOLE KERNEL"
shown_files arch/pvh/README "A WHOLE KERNEL" "$TMP/readme.files"
start readme
section script "A SHELL SCRIPT"
section clang "CLANG, LLD AND LLVM-OBJCOPY" clang ld.lld llvm-objcopy
section cmake "CMAKE AND NINJA" cmake ninja
section meson MESON meson ninja
section cargo CARGO cargo rustc

# The same with the least format, of which the page has all but the entry's body.
folder own arch/pvh/README FORMATS
{
	cat "$TMP/readme.files/GNUmakefile"
	# shellcheck disable=SC2016 # the makefile's
	echo 'CFLAGS += $(PVH_CFLAGS) $(PVH_INCLUDES)'
} >>"$TMP/own/GNUmakefile"
cat >>"$TMP/own/kernel.c" <<'END'
{
	const char *s = image_end == view->image.end ? "hello from btext\n" : "";

	for (; *s != '\0'; s++)
		__asm__ volatile("outb %0, %1"
		    : : "a"(*s), "Nd"((uint16_t)0x3f8));
	for (;;)
		__asm__ volatile("cli; hlt");
}
END
sed s/btext/kmain/ "$TMP/readme.files/kernel.ld" >"$TMP/own/kernel.ld"
cp "$TMP/readme.commands" "$TMP/own.commands"
start own

# The same kernel without the kit.
rm -rf "$TMP/before"
cp -r tests/tree/before "$TMP/before"
cp "$TMP/readme.files/kernel.c" "$TMP/before"
before() {
	make -s -C "$TMP/before" &&
		[ "$(nm "$TMP/before/kernel.elf")" = '0000000000200000 T btext' ]
}
check "README's kernel is one without the kit, too" before
few_lines() {
	lines=$(kit_lines "$TMP/readme.files")
	echo "$lines"
	[ "$lines" -ge 8 ] && [ "$lines" -le 12 ]
}
check "the kit takes 12 lines of its makefile and linker script at most" few_lines

# The kit's example, from a copy, with less room in its boot structure.
rm -rf "$TMP/example"
cp -r arch/pvh "$TMP/example"
sed -i 's/range\[64\]/range[4]/' "$TMP/example/example/kernel.c"
printf '%s\n' 'make -s -C example' 'make -s -C example run' \
	>"$TMP/example.commands"
start example
wait

for name in $building; do
	case $name in
	example)
		check "example: what has no room ends the boot with a line" prints \
			"$name" 'pvh: native format: the kernel cannot go on at [0-9]*, 0x4' \
			"$(tail -n 1 "$TMP/$name.commands")"
		;;
	*) check "$name: is built and boots, word for word" boots "$name" ;;
	esac
done

# The whole build is 20 lines at most; src is the kernel.
short() { # SECTION
	shown $PAGE "$1" | grep -ve '^-' -e '^src/' >"$TMP/lines"
	cat "$TMP/lines"
	[ "$(wc -l <"$TMP/lines")" -le 20 ]
}
for section in "A SHELL SCRIPT" "CMAKE AND NINJA" MESON CARGO; do
	check "$section: 20 lines at most" short "$section"
done
done_testing
