# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Compares what pvh-check says of a set of files with what the real loaders do.
# Source it. make_set makes the set, $TMP/set/NAME.elf; then each loader's
# functions write lines NAME, ROW, VERDICT, MESSAGE (apart by tabs) to
# $TMP/real, of what really happened; and agree judges them.
#
# A verdict is yes, no, or else: it booted, but as something else than ROW says.
. tests/lib/tap.sh
. tests/lib/qemu.sh
PVH_CHECK=${PVH_CHECK:-$BUILD/pvh-check}
XEN_BUILD=$BUILD/xen

# ---- the set

# Kernels that are no mutants, as lines
#	NAME FILE YES ELSE
# with extended regular expressions: YES is what one prints that was entered at
# its PVH entry, ELSE what it prints if not. "-" matches nothing.
kernels() {
	cat <<-END
	gcc $BUILD/kernel.elf loader:.pvh -
	clang $BUILD/clang/kernel.elf loader:.pvh -
	native $BUILD/native.elf - -
	native-clang $BUILD/clang/native.elf - -
	loader $BUILD/loader.elf pvh:.loader: -
	example-identity $BUILD/example/identity/kernel.elf command.line: -
	example-2g $BUILD/example/minus-2g/kernel.elf command.line: -
	example-higher $BUILD/example/higher/kernel.elf command.line: -
	multiboot1 $BUILD/multiboot/mb1.elf - multiboot:.eax
	multiboot2 $BUILD/multiboot/mb2.elf - -
	multiboot1-kit $BUILD/multiboot/mb1-pvh.elf multiboot:.eax -
	multiboot2-kit $BUILD/multiboot/mb2-pvh.elf multiboot:.eax -
	limine $BUILD/limine/limine-3.elf - -
	limine-kit $BUILD/limine/limine-pvh-3.elf base.revision -
	linux $XEN_BUILD/linux/linux Linux.version -
	xen-4.17 $XEN_BUILD/4.17/xen - Xen.version
	xen-4.20 $XEN_BUILD/4.20/xen - Xen.version
	grub $BUILD/real/grub-xen/root/usr/lib/grub-xen/grub-i386-xen_pvh.bin GNU.GRUB|no.Xen.signature -
	memtest $BUILD/real/memtest/root/boot/memtest86+_multiboot.bin - Memtest86
	END
}

# Makes the set; $names are its names.
make_set() {
	rm -rf "$TMP/set" "$TMP/real"
	: >"$TMP/real"
	names=$(python3 tests/boot/check/mutants.py "$TMP/set")
	kernels >"$TMP/kernels"
	while read -r name file _; do
		if [ -s "$file" ]; then
			cp "$file" "$TMP/set/kernel-$name.elf"
			names="$names kernel-$name"
		else
			skip "kernel-$name" "no $file: see make check-judge"
		fi
	done <"$TMP/kernels"
}

# Sets $yes and $else, what a file prints.
prints() { # NAME
	yes="^judge: $1 (pvh|second)\$" else="^judge: $1 (native|multiboot)\$"
	case $1 in
	kernel-*)
		# shellcheck disable=SC2046 # two words
		set -- $(sed -n "s/^${1#kernel-} [^ ]* //p" "$TMP/kernels")
		yes=$1 else=$2
		[ "$yes" != - ] || yes='^$.'
		[ "$else" != - ] || else='^$.'
		;;
	esac
}

# What a file's output says.
verdict_of() { # FILE: after prints
	if grep -aqE -e "$yes" "$1"; then
		echo yes
	elif grep -aqE -e "$else" "$1"; then
		echo else
	else
		echo no
	fi
}

real() { # NAME ROW VERDICT MESSAGE
	printf '%s\t%s\t%s\t%s\n' "$@" >>"$TMP/real"
}

# ---- what pvh-check says

# Writes what it says of the set to $TMP/said, in the same form.
ask() {
	"$PVH_CHECK" --json "$TMP/set/"*.elf >"$TMP/json" 2>"$TMP/json.log"
	ask_status=$?
	[ $ask_status = 1 ] || {
		echo "status $ask_status"
		cat "$TMP/json.log"
	} | not_ok "pvh-check reads the set"
	python3 tests/boot/check/said.py <"$TMP/json" >"$TMP/said"
}

expected() { # NAME ROW
	awk -F '\t' -v name="$1" -v row="$2" '
		$1 == name && $2 == row { print $3 }' "$TMP/said"
}

# A test for each file that a loader was given: what that did is what pvh-check
# says.
agree() { # LOADER
	cut -f 1 "$TMP/real" | sort -u >"$TMP/tried"
	while read -r name; do
		awk -F '\t' -v name="$name" '
			$1 != name { next }
			FILENAME ~ /said$/ { said[$2] = $3; why[$2] = $4; next }
			said[$2] != $3 {
				print $2 ": pvh-check says " said[$2] \
				    (why[$2] != "" ? " (" why[$2] ")" : "") \
				    ", it really was " $3 \
				    ($4 != "" ? " (" $4 ")" : "")
			}' "$TMP/said" "$TMP/real" >"$TMP/differ"
		check "$1: $name" diff /dev/null "$TMP/differ"
	done <"$TMP/tried"
}
