#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# gdb with the kit's pvh.gdb: the session of DEBUGGING, as it looks there, and
# kernels of each kind, in each mode.
. tests/lib/tap.sh
. tests/lib/page.sh
PAGE=arch/pvh/DEBUGGING
unset MAKEFLAGS MAKEOVERRIDES MFLAGS # of a make that runs this
command -v gdb >/dev/null || skip_all "gdb" "no gdb: see make deps"

# Addresses depend on the toolchain, but not how many digits they have.
addresses() {
	tr -d '\r' | sed -E -e '/^$/d' -e 's/0x336ec578/MAGIC/g' -e ':more' \
		-e 's/(0xX*)[0-9a-f]/\1X/' -e 't more'
}

# ---- the page's session, with the kernel of README

folder=$TMP/kernel
rm -rf "$folder"
shown_files arch/pvh/README 'A WHOLE KERNEL' "$folder"
cp -r arch/pvh "$folder/pvh"
rm -rf "$folder/pvh/example/build"
make -s -C "$folder" >"$TMP/make.log" 2>&1
shown_commands $PAGE 'A SESSION' >"$TMP/page"
qemu="$QEMU $(sed -n '1s/^[^ ]* //; 1s/ -s &$/ -no-reboot -gdb stdio/p' "$TMP/page")"
sed 1,2d "$TMP/page" | addresses >"$TMP/session.expect"
sed -n 's/^(gdb) \(.*\)/echo (gdb) \1\\n\n\1/p' "$TMP/page" >"$TMP/session.gdb"
printf '%s\n' 'echo the end\n' kill >>"$TMP/session.gdb"
start=$(sed -n "2s#:1234#| exec $qemu#p" "$TMP/page")
(
	cd "$folder" && timeout -k 5 60 sh -c "exec $start -nx -batch \
		-x ../session.gdb" >../session.log 2>&1 </dev/null
)
sed -n '/^(gdb)/,/^the end$/p' "$TMP/session.log" |
	grep -av -e '^qemu-system' -e '^the end$' | addresses >"$TMP/session"
same "the session in $PAGE" "$TMP/session.expect" "$TMP/session"

# ---- kernels of each kind

# What gdb is told, and what it has to say: where the CPU is, by name, and what
# it takes that for; all with "say: " in front.
cat >"$TMP/script" <<'END'
define say-place
	echo say:\ place
	x/i $pc
	echo say:\ mode
	show architecture
end
pvh-entry
say-place
set $edi = 0x12345678
echo say:\ edi
output/x $edi
echo \n
set $more = 40
while $more != 0
	stepi
	set $more = $more - 1
	if ($efer & 0x400) != 0
		say-place
	end
	if $pc == $pvh_start64
		set $more = 0
	end
end
hbreak pvh_boot
continue
echo say:\ line
info line *$pc
delete
pvh-native
say-place
kill
END

# A test: the kernel's native entry is ENTRY, code of that MODE.
session() { # NAME KERNEL ENTRY MODE
	set -- "$@" "$QEMU -M q35 -m 128 -display none -no-reboot -kernel $2"
	timeout -k 5 60 gdb -nx -batch -x arch/pvh/pvh.gdb \
		-ex "pvh $2 arch/pvh" \
		-ex "target remote | exec $5 -S -gdb stdio" \
		-x "$TMP/script" >"$TMP/$1.log" 2>&1 </dev/null
	tr -d '\r' <"$TMP/$1.log" | sed -nE -e 's/^say: //' \
		-e 's/^place.*<(.*)>:\t([a-z]+).*/\1 \2/p' -e 's/^edi.*/&/p' \
		-e 's/^mode.*currently "(.*)".*/\1/p' \
		-e 's/^line.* of ".*\/(.*)".*/\1/p' |
		sed "s/^$3 .*/$3/" >"$TMP/$1.said"
	cat >"$TMP/$1.expect" <<-END
		pvh_start32 mov
		i386
		edi0x12345678
		pvh_start32+87 ljmp
		i386
		pvh_start64 lidt
		i386:x86-64
		pvh_boot.c
		$3
		$4
	END
	same "$1: from the PVH entry to $3" "$TMP/$1.expect" "$TMP/$1.said"
}

session kernel "$BUILD/kernel.elf" btext i386:x86-64
session clang "$BUILD/clang/kernel.elf" btext i386:x86-64
session identity "$BUILD/example/identity/kernel.elf" kmain i386:x86-64
session higher "$BUILD/example/higher/kernel.elf" kmain i386:x86-64
session multiboot "$BUILD/multiboot-high/mb1-pvh.elf" start i386
session limine "$BUILD/limine/limine-pvh-3.elf" entry i386:x86-64

# ---- the verb

MAKEFLAGS='' timeout -k 5 120 make -s gdb GDBFLAGS='-nx -batch' INITRD= \
	>"$TMP/verb.log" 2>&1 </dev/null
check "make gdb stops at the PVH entry" grep -xE \
	'Temporary breakpoint 1, 0x[0-9a-f]{8} in pvh_start32 \(\)' "$TMP/verb.log"
done_testing
