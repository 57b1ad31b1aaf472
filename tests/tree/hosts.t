#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What other people's makefiles, flags and linker scripts do to the kit: either
# it works, or one line says what to do, and TROUBLE has that line.
. tests/lib/tap.sh
HOSTS=tests/tree/hosts
OBJECT=$BUILD/arch/pvh/pvh.o
kernel_flags='-std=c11 -O2 -ffreestanding -fno-pic -mcmodel=kernel -mno-red-zone
	-fno-stack-protector -Iarch/pvh/freebsd'
rm -rf "$TMP/kit" "$TMP/host" "$TMP/tools"
mkdir -p "$TMP/kit" "$TMP/host" "$TMP/tools"

# The command fails, with this line, which TROUBLE has, too; a program's name
# may stand in front of it.
tells() { # LINE COMMAND...
	tells_line=$1
	shift
	! "$@" >"$TMP/told" 2>&1 || { echo "it does not fail" && return 1; }
	cat "$TMP/told"
	grep -F -e "$tells_line" "$TMP/told" >/dev/null &&
		grep -F -e "$tells_line" arch/pvh/TROUBLE
}

nothing() { # COMMAND...: ok if it fails
	! "$@"
}

# The same, and no other line, but for what make says; lld repeats its lines.
says() { # LINE COMMAND...
	tells "$@" && [ "$(grep -vF '***' "$TMP/told" | sort -u | wc -l)" = 1 ]
}

# ---- makefiles. A kit of few files is soon built.

cp arch/pvh/pvh.mk arch/pvh/*.h arch/pvh/pvh_start.asm arch/pvh/pvh.inc \
	arch/pvh/console.c "$TMP/kit"
cp -r arch/pvh/own "$TMP/kit/freebsd"

# A host that sets nothing, or what is said here.
host() { # [KEY=VALUE]... [TARGET]
	env -u CC -u LD -u NASM -u OBJCOPY -u CFLAGS MAKEFLAGS='' \
		make -s -f "$HOSTS/GNUmakefile" KIT="$TMP/kit" BUILD="$TMP/host" "$@"
}
made_anew() {
	rm -rf "$TMP/host"
	host "$@"
}

# All that is loaded is in .pvh: the note, the code, what it needs.
in_pvh() {
	objdump -h "$1" | awk '
		$1 ~ /^[0-9]+$/ { name = $2; next }
		/ALLOC/ { n++; if (name !~ /^\.pvh/) { print name; bad = 1 } }
		END { exit bad || n < 4 }'
}
bare() {
	made_anew >"$TMP/bare" && in_pvh "$TMP/host/pvh.o" &&
		diff - "$TMP/bare" <<-END
			the own rule
		END
}
check "no tool is set: the usual ones, and the own default goal" bare
set_empty() {
	made_anew CC= LD= NASM= OBJCOPY= && in_pvh "$TMP/host/pvh.o"
}
check "all tools are set to nothing: the same" set_empty
alone() {
	rm -rf "$TMP/host"
	MAKEFLAGS='' make -s -f "$TMP/kit/pvh.mk" PVH_DIR="$TMP/kit" \
		PVH_BUILD="$TMP/host" && in_pvh "$TMP/host/pvh.o"
}
check "pvh.mk alone makes the object" alone
in_its_folder() {
	rm -rf "$TMP/host"
	MAKEFLAGS='' make -s -C arch/pvh PVH_BUILD="$(pwd)/$TMP/host" \
		PVH_DEBUG_EXIT=0xf4 && in_pvh "$TMP/host/pvh.o"
}
check "make -C arch/pvh makes it" in_its_folder
check "PVH_BUILD with a blank: a line" tells \
	': it has to be a folder without blanks' host BUILD="$TMP/a b"
check "PVH_SSE that is not 1: a line" tells \
	': it has to be 1, or nothing' host PVH_SSE=y
check "PVH_WITH that is no room: a line" tells \
	', which the kit does not have' host PVH_WITH=vidoe
check "PVH_WITHOUT that is no file: a line" tells \
	', which the kit does not have' host PVH_WITHOUT=xen.map
check "PVH_FORMAT that is no folder: a line" tells \
	': no folder of that name has a native_defect.h' host PVH_FORMAT=none

# The host's own tools are the ones that run.
chosen() {
	for tool in gcc ld nasm objcopy; do
		printf '#!/bin/sh\necho %s >>"%s"\nexec %s "$@"\n' \
			$tool "$TMP/ran" $tool >"$TMP/tools/my-$tool"
		chmod +x "$TMP/tools/my-$tool"
	done
	: >"$TMP/ran"
	made_anew CC="$TMP/tools/my-gcc" LD="$TMP/tools/my-ld" \
		NASM="$TMP/tools/my-nasm" OBJCOPY="$TMP/tools/my-objcopy" &&
		sort -u "$TMP/ran" | tr '\n' ' ' | grep -x 'gcc ld nasm objcopy '
}
check "the tools that are set run, and no others" chosen
for tool in CC LD NASM OBJCOPY; do
	check "no $tool: one line" says ": not found; set $tool" \
		made_anew $tool=no-such-tool
done

# Each setting of the kit's makes the object anew, and only that.
rebuilds() { # KEY=VALUE
	host >/dev/null && cp "$TMP/host/pvh.o" "$TMP/before.o" &&
		host "$1" >/dev/null &&
		! cmp -s "$TMP/host/pvh.o" "$TMP/before.o" &&
		host >/dev/null && cmp "$TMP/host/pvh.o" "$TMP/before.o"
}
made_anew >/dev/null
check "PVH_CFLAGS_EXTRA reaches the kit, and back again" rebuilds \
	PVH_CFLAGS_EXTRA=-O1
check "PVH_NASMFLAGS_EXTRA reaches the kit, and back again" rebuilds \
	PVH_NASMFLAGS_EXTRA=-g
check "PVH_KERNBASE reaches the kit, and back again" rebuilds PVH_KERNBASE=0
check "a KERNBASE that the door does not know: one line" says \
	"PVH_KERNBASE has to be 0, -2 GiB, or a high multiple of 512 GiB" \
	host PVH_KERNBASE=0xffff800000100000

# ---- flags. What a host compiles and assembles its own with changes no byte.

FLAGS='-std=gnu++17 -fno-exceptions -masm=intel -nostdinc -mabi=ms -pg
	-fsanitize=undefined -finstrument-functions -funwind-tables -Wconversion
	-Werror -mcmodel=large -flto -fPIC -fno-such-flag -m32 -include none.h'
whole_kit() { # NAME [KEY=VALUE]...
	whole_name=$1
	shift
	rm -rf "${TMP:?}/$whole_name"
	MAKEFLAGS='' make -s -f arch/pvh/pvh.mk PVH_DIR=arch/pvh \
		PVH_BUILD="$TMP/$whole_name" "$@"
}
flags() { # KEY=VALUE...
	whole_kit plain "$@" &&
		whole_kit flags CFLAGS="$FLAGS" CXXFLAGS="$FLAGS" \
			CPPFLAGS="$FLAGS" ASFLAGS="$FLAGS" LDFLAGS="-pie $FLAGS" \
			NASMFLAGS='-f elf32 -w+error -DKERNBASE=1' "$@" &&
		cmp "$TMP/plain/pvh.o" "$TMP/flags/pvh.o"
}
check "gcc: no flag of the host's reaches the kit" flags CC=gcc
check "a compiler of C++ compiles the kit's C" whole_kit plus CC=g++
check "which is the same" cmp "$TMP/plain/pvh.o" "$TMP/plus/pvh.o"

# ---- linker scripts

# A kernel of this name, with flags for its C and edits of its linker script.
kernel() { # NAME FLAGS SED-SCRIPT
	sed "$3" "$HOSTS/kernel.ld" >"$TMP/$1.ld"
	# shellcheck disable=SC2086 # words
	gcc $kernel_flags $2 -c -o "$TMP/$1.o" "$HOSTS/kernel.c"
}
link() { # LINKER NAME [FLAG]...
	link_linker=$1 link_name=$2
	shift 2
	rm -f "$TMP/$link_name.elf"
	"$link_linker" -nostdlib -static -z max-page-size=4096 -L arch/pvh \
		"$@" -T "$TMP/$link_name.ld" -o "$TMP/$link_name.elf" \
		"$TMP/$link_name.o" ${OBJECT:+"$OBJECT"} 2>"$TMP/link.log"
	link_status=$?
	grep -v 'has a LOAD segment with RWX permissions' "$TMP/link.log"
	return $link_status
}

# It is linked without a word, is fit for loaders, and boots: the line that it
# then writes is where its image begins.
boots() { # LINKER NAME LINE [FLAG]...
	boots_line=$3
	boots_name=$2
	boots_linker=$1
	shift 3
	if ! link "$boots_linker" "$boots_name" "$@" >"$TMP/said" ||
		[ -s "$TMP/said" ]; then
		cat "$TMP/said"
		return 1
	fi
	sh arch/pvh/check.sh "$TMP/$boots_name.elf" || return 1
	timeout 60 "$QEMU" -M microvm -m 64 -display none -no-reboot \
		-debugcon "file:$TMP/e9" -serial null \
		-device isa-debug-exit,iobase=0xf4,iosize=4 \
		-kernel "$TMP/$boots_name.elf"
	[ $? = 33 ] && grep -x "$boots_line" "$TMP/e9"
}

linkers='ld ld.lld'
command -v ld.lld >/dev/null || linkers=ld

kernel plain '-fcf-protection -fasynchronous-unwind-tables' ''
kernel names -DNAMES ''
kernel note '-DNOTES' ''
kernel thread -DTHREAD ''
kernel low -DLOW 's/kernel PT_LOAD/boot PT_LOAD FLAGS(7); &/
	s/KERNBASE + 0x200000/0x100000/
	s/\.text :/.boot : { *(.boot) } :boot . += KERNBASE; &/'
for ld in $linkers; do
	check "$ld: a plain kernel, notes of its own, a build-id" boots "$ld" \
		note 00200000 --build-id
	check "$ld: symbols kernel_start, kernel_end, end of its own" boots "$ld" \
		names 00200000
	check "$ld: a first section that is linked where it is loaded" boots \
		"$ld" low 00100000
done
check "ld: thread-local data, which has no place" boots ld thread 00200000

# Vector registers are off at the native entry, unless the kernel asks for them.
kernel sse -DSSE ''
check "a kit with SSE on" whole_kit sse-kit PVH_SSE=1
OBJECT=$TMP/sse-kit/pvh.o
check "ld: the kernel uses SSE" boots ld sse 00200000
OBJECT=$BUILD/arch/pvh/pvh.o
check "ld: and faults, if it did not ask" nothing boots ld sse 00200000

# No section has a name that the kit could know.
kernel unusual '' 's/\.text :/.code :/; s/ADDR(\.text)/ADDR(.code)/
	s/\.rodata :/.constants :/; s/ADDR(\.rodata)/ADDR(.constants)/
	s/\.data :/.variables :/; s/ADDR(\.data)/ADDR(.variables)/
	s/\.bss :/.zeroes :/; s/ADDR(\.bss)/ADDR(.zeroes)/'
for ld in $linkers; do
	check "$ld: sections with names of their own" boots "$ld" unusual 00200000
done

# No higher half, and other ones, for which the code model is the large one.
for base in 0 0xffff800000000000 0xffffc08000000000; do
	check "a kit for KERNBASE $base" whole_kit "high" PVH_KERNBASE=$base
	kernel high "-DKERNBASE=${base}ull -mcmodel=large" \
		"s/^KERNBASE.*/KERNBASE = $base;/"
	OBJECT=$TMP/high/pvh.o
	for ld in $linkers; do
		check "$ld: KERNBASE $base" boots "$ld" high 00200000
	done
	OBJECT=$BUILD/arch/pvh/pvh.o
done

# One edit of a linker script, by every linker.
edited() { # DESCRIPTION LINE SED-SCRIPT
	kernel edited '' "$3"
	for ld in $linkers; do
		check "$ld: $1" says "$2" link "$ld" edited
	done
}
names='pvh.ld: define pvh_kernel_start and pvh_kernel_end before INCLUDE pvh.ld'
edited "an old script" "$names" 's/pvh_kernel/kernel/'
edited "no pvh_kernel_start" "$names" /pvh_kernel_start/d
edited "no pvh_kernel_end" "$names" /pvh_kernel_end/d
edited "the names the wrong way round" \
	"pvh.ld: not in this order: pvh_kernel_start, pvh_kernel_end, INCLUDE pvh.ld" \
	's/kernel_start/first/; s/kernel_end/kernel_start/; s/first/kernel_end/'
edited "another KERNBASE" \
	"pvh.ld: KERNBASE has to be 0, -2 GiB, or a high multiple of 512 GiB" \
	's/^KERNBASE.*/KERNBASE = 0xffffffffc0000000;/'
edited "KERNBASE 0, and the kit's is another" \
	"pvh.ld: KERNBASE is not the kit's PVH_KERNBASE" \
	's/^KERNBASE.*/KERNBASE = 0;/'
edited "too low" "pvh.ld: the kernel is below 1 MiB" s/0x200000/0x80000/
edited "too high" "pvh.ld: the kernel does not end below 1 GiB" \
	s/0x200000/0x3fff0000/
whole=$OBJECT
OBJECT=$BUILD/arch/pvh/pvh.all
edited "the kit as objcopy has not seen it" \
	"pvh.ld: the door is not in .pvh: link the kit's pvh.o, as objcopy made it" ''
OBJECT=$whole

# Whatever is a note, but is not called so.
kernel odd -DODD ''
check "ld: a section of the kernel's in the PT_NOTE" says \
	"pvh.ld: a section came into the note's segment: name it before INCLUDE pvh.ld" \
	link ld odd

# What the linkers say themselves.
kernel nonote '' '/note PT_NOTE/d'
check "ld: no PT_NOTE in PHDRS" tells \
	"section \`.note.Xen' assigned to non-existent phdr \`note'" link ld nonote
check "ld: -pie" tells "can not be used when making a PIE object" \
	link ld plain -pie
kernel baseless '' '/^KERNBASE/d'
check "ld: no KERNBASE" tells \
	"undefined symbol \`KERNBASE' referenced in expression" link ld baseless
kernel nameless -Dbtext=start ''
check "ld: an entry of another name" tells \
	"undefined reference to \`btext'" link ld nameless
late() { # LINKER
	"$1" -T "$TMP/plain.ld" -L arch/pvh -o "$TMP/late.elf" "$TMP/plain.o" \
		"$OBJECT"
}
check "ld: -T in front of -L" says \
	"cannot open linker script file pvh.ld: No such file or directory" late ld
if [ "$linkers" != ld ]; then
	check "ld.lld: no PT_NOTE in PHDRS" tells \
		"program header 'note' is not listed in PHDRS" link ld.lld nonote
	check "ld.lld: no KERNBASE" tells "symbol not found: KERNBASE" \
		link ld.lld baseless
	check "ld.lld: an entry of another name" tells \
		"undefined symbol: btext" link ld.lld nameless
	check "ld.lld: -pie" tells \
		"cannot be used against local symbol" link ld.lld plain -pie
	check "ld.lld: thread-local data, which has no place" tells \
		"has an STT_TLS symbol but doesn't have an SHF_TLS section" \
		link ld.lld thread
	check "ld.lld: -T in front of -L" late ld.lld
fi

# What no linker sees.
fit() { # LINE NAME [FLAG]...
	fit_line=$1
	shift
	link ld "$@" && says "$fit_line" sh arch/pvh/check.sh "$TMP/$1.elf"
}
kernel empty '' 's/kernel PT_LOAD/empty PT_LOAD FLAGS(4); &/'
check "a segment without sections" fit \
	" has a segment without bytes: take it out of PHDRS" empty
kernel notes -DNOTES 's/^	INCLUDE/	.notes : AT(ADDR(.notes) - KERNBASE) \
		{ *(.note.*) } :kernel :note\n&/'
check "the kernel's own notes in the PT_NOTE" fit \
	" has more in its PT_NOTE than the kit's notes" notes --build-id
at=": give every section AT(ADDR(section) - KERNBASE)"
kernel at '' 's/ AT([^{]*{/ {/'
check "no section has AT()" fit "$at" at
kernel multiboot -DMULTIBOOT ''
check "a header of Multiboot 1" fit \
	" has a Multiboot 1 header in its first 8 KiB: remove it" multiboot
kernel kitless '' ''
OBJECT=
check "a kernel that the kit's object was not linked to" fit \
	" has no PVH note: link the kit's pvh.o" kitless
done_testing
