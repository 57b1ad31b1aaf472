# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the tests of pvh-boot have in common. Source it first.
. tests/lib/tap.sh
. tests/lib/qemu.sh
PVH_BOOT=boot/pvh-boot/pvh-boot
PVH_CACHE=$BUILD
export PVH_CACHE QEMU
# Temporary files are seen if they stay.
TMPDIR=$TMP/tmp
export TMPDIR
rm -rf "$TMPDIR"
mkdir "$TMPDIR"

# Runs pvh-boot; leaves NAME.out, and in $status how it ended. The table, which
# comes last, is in NAME.table, a line for each way.
pvh_boot() { # NAME ARGUMENTS...
	boot=$TMP/$1
	shift
	timeout 900 $PVH_BOOT "$@" >"$boot.out" 2>"$boot.err" </dev/null
	status=$?
	sed -n '/^way  *verdict/,$p' "$boot.out" | sed 1d | awk '
		/^[a-z]/ && NR > 1 { print line; line = "" }
		{ gsub(/ +/, " "); line = line $0 }
		END { print line }' >"$boot.table"
}

# Whether the last run ended with the status, and its table has only lines that
# match the patterns, one each.
judged_as() { # STATUS PATTERN...
	cat "$boot.out" "$boot.err"
	[ "$status" = "$1" ] || { echo "expected status $1, got $status" && return 1; }
	shift
	[ "$(wc -l <"$boot.table")" = $# ] || return 1
	for pattern; do
		grep -qxE -e "$pattern" "$boot.table" ||
			{ echo "no line matches $pattern" && return 1; }
	done
}

# Makes of the files that pvh-boot needs at run time, and of nothing else, what
# an installation has: $installed/share/pvh, and bin/pvh-boot, which leads there.
install_copy() {
	installed=$(cd "$TMP" && pwd)/installed
	rm -rf "$installed"
	mkdir -p "$installed/bin"
	# shellcheck disable=SC2016 # make's
	printf '%s\n' 'include boot/pvh-boot/pvh-boot.mk' \
		'all: ; @printf "%s\n" $(PVH_BOOT_FILES)' |
		make -s --no-print-directory -f - all >"$TMP/files"
	while read -r file; do
		mkdir -p "$installed/share/pvh/${file%/*}"
		cp -p "$file" "$installed/share/pvh/$file"
	done <"$TMP/files"
	ln -s ../share/pvh/boot/pvh-boot/pvh-boot "$installed/bin/pvh-boot"
}

# Whether neither a temporary file is left, nor a process that runs among them.
nothing_left() {
	find "$TMPDIR" -mindepth 1 | grep . && return 1
	left=$(cd "$TMPDIR" && pwd)
	for process in /proc/[0-9]*; do
		readlink "$process/cwd" 2>/dev/null
	done | grep -F "$left" && return 1
	return 0
}

# Prints what one of the ways besides QEMU's own lacks, in a line.
all_missing() {
	. boot/efi/firmware.sh
	. boot/xen/xen.sh
	{
		xen_missing
		firmware_missing efi
		[ -s "$BUILD/grub/efi.img" ] || echo "no GRUB: see make iso"
		[ -s "$BUILD/loader.efi" ] || echo "no loader.efi: see make image"
	} | sed -n 1p
}
