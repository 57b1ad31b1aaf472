#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What boot/pvh-boot/README shows, word for word: a kernel that does not boot,
# pvh-check's advice, and the kernel that boots in every way; and the two
# recipes for CI. The commands run as installed ones, from a copy of the files
# that pvh-boot needs.
. tests/boot/pvh-boot/lib.sh
. tests/lib/page.sh
PAGE=boot/pvh-boot/README
unset MAKEFLAGS MAKEOVERRIDES MFLAGS # of a make that runs this

XEN=4.17
export XEN
missing=$(all_missing)
[ -z "$missing" ] || skip_all "the page" "$missing"

install_copy
PVH_CACHE=$(cd "$BUILD" && pwd)
TMPDIR=$(cd "$TMPDIR" && pwd)
PATH=$installed/bin:$PATH

# Whether the command, which has to end with STATUS, prints what the page has
# right there: the same lines, but for how far they are indented, and for the
# kernel's end, which depends on the compiler.
printed() { # SECTION COMMAND STATUS
	(cd "$TMP/page" && timeout 900 sh -c "$2") >"$TMP/printed" 2>&1 </dev/null
	printed_status=$?
	cat "$TMP/printed"
	[ $printed_status = "$3" ] || return 1
	sed -n '/^way  *verdict/,$p' "$TMP/printed" >"$TMP/table"
	[ ! -s "$TMP/table" ] || mv "$TMP/table" "$TMP/printed"
	# shellcheck disable=SC2016 # awk's
	awk -v section="$1" -v command="$2" '
		{ sub(/memory 0x200000-0x[0-9a-f]+$/, "memory ...") }
		FILENAME == ARGV[1] { sub(/^ */, ""); want[++n] = $0; next }
		/^[A-Z]/ && !/[a-z]/ { inside = $0 == section }
		{ plain = $0; sub(/^[ \t]*/, "", plain) }
		inside && !at && plain == command { at = 1; next }
		at && at <= n && (at > 1 || plain != "") {
			if (plain != want[at++])
				exit
			same++
		}
		END { exit same != n }' "$TMP/printed" $PAGE
}

if [ -s "$BUILD/pvh-check" ]; then
	ln -s "$PVH_CACHE/pvh-check" "$installed/bin/pvh-check"
else
	skip "the page's commands" "no $BUILD/pvh-check: see make tools"
fi
[ "$QEMU" = qemu-system-x86_64 ] ||
	ln -s "$(command -v "$QEMU")" "$installed/bin/qemu-system-x86_64"

rm -rf "$TMP/page"
mkdir "$TMP/page"
one="YOUR KERNEL DOES NOT BOOT" two="FOLLOW WHAT PVH-CHECK SAYS"
shown_files $PAGE "$one" "$TMP/page"
make -s -C "$TMP/page" >"$TMP/log" 2>&1
check "the page's commands, in this order" sh -c "
	printf '%s\n' make 'qemu-system-x86_64 -kernel kernel.elf -display none -serial stdio' \
		'pvh-check kernel.elf' make 'pvh-check kernel.elf' \
		\"pvh-boot --expect '^hello from btext\$' kernel.elf\" >$TMP/commands
	. tests/lib/page.sh
	{ shown_commands $PAGE '$one'; shown_commands $PAGE '$two'; } |
		grep . | diff -u $TMP/commands -"
qemu_says=$(sed -n 2p "$TMP/commands")
check "QEMU refuses it" printed "$one" "$qemu_says" 1
[ ! -s "$BUILD/pvh-check" ] ||
	check "pvh-check says why" printed "$one" "pvh-check kernel.elf" 1

shown_files $PAGE "$two" "$TMP/page"
cp -r arch/pvh "$TMP/page/pvh"
rm -rf "$TMP/page/pvh/example/build"
make -s -C "$TMP/page" >"$TMP/log" 2>&1
[ ! -s "$BUILD/pvh-check" ] ||
	check "pvh-check's advice was right" \
		printed "$two" "pvh-check kernel.elf" 0
check "pvh-boot: good in every way" \
	printed "$two" "$(sed -n 6p "$TMP/commands")" 0
check "nothing is left" nothing_left

# CI: the project is in pvh, and apt-get only looks whether all is installed.
ci="CI, IN A SHELL"
rm -rf "$TMP/ci" "$TMP/yml"
mkdir "$TMP/ci" "$TMP/yml"
cp "$TMP/page/kernel.c" "$TMP/page/kernel.ld" "$TMP/ci"
sed 's|pvh/pvh.mk|pvh/arch/pvh/pvh.mk|' "$TMP/page/GNUmakefile" \
	>"$TMP/ci/GNUmakefile"
ln -s "$(pwd)" "$TMP/ci/pvh"
shown_files $PAGE "$ci" "$TMP/ci"
cat >"$installed/bin/apt-get" <<'END2'
#!/bin/sh
[ "$1" = update ] && exit
shift 2
for package; do
	dpkg-query -W -f='${Status}\n' "$package" | grep -x 'install ok installed' ||
		exit
done
END2
chmod 755 "$installed/bin/apt-get"
recipe() {
	(cd "$TMP/ci" && sh ci.sh) || return 1
	[ "$(wc -l <"$TMP/ci/ci.sh")" -le 15 ]
}
check "CI, in a shell: it runs, and has 15 lines at most" recipe
rm "$installed/bin/apt-get"

# GitHub's file has the same commands, in the same order.
workflow() {
	shown_files $PAGE "CI, ON GITHUB" "$TMP/yml"
	yml=$TMP/yml/.github/workflows/boot.yml
	[ "$(wc -l <"$yml")" -le 15 ] || return 1
	sed -n -e 's/^ *- run: \([^|]\)/\1/p' -e '/run: |$/,$ {
		/run: |$/!s/^ *//p
	}' "$yml" >"$TMP/yml/commands"
	sed -e 1,2d -e 's/^ *//' "$TMP/ci/ci.sh" | diff -u - "$TMP/yml/commands"
}
check "CI, on GitHub: the same commands" workflow
done_testing
