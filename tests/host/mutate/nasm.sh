#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Breaks the NASM of the door, the kernel and the loaders in one place after the
# other, in a copy of the tree, and looks whether a test notices. ONLY=WORDS
# takes the lines with these.
set -u
BUILD=${BUILD:-build}
here=$(pwd)
tree=$BUILD/mutants
tests='machines refusals state traps vectors'

rm -rf "$tree"
mkdir -p "$tree/build"
cp -r GNUmakefile LICENSE arch boot kern ldscript tests "$tree"
ln -s "$here/${ZLIB:-$BUILD/zlib}" "$tree/build/zlib"
cd "$tree" || exit 1
unset BUILD MAKEFLAGS
[ -z "${ZLIB:-}" ] || ZLIB=build/zlib
BOOT_SECONDS=${BOOT_SECONDS:-30}
CPUS='qemu64 EPYC max,la57=on'
export BOOT_SECONDS CPUS ZLIB

# Most breaks show in one boot; if it prints nothing, its time limit is spent
# only once.
boots_at_all() {
	sh -c '. tests/lib/tap.sh && . tests/lib/qemu.sh &&
		watched any -M microvm -m 16 -kernel "$KERNEL"' <<-END
		wait ^boot: ok|^pvh:
	END
	grep -q '^boot: ok' build/test/sh/any.e9
}

fails() { # TEST [ARGUMENT]
	case $1 in
	build/*) make -s "$1" && "$1" ;;
	*) sh "$@" ;;
	esac 2>&1 | grep -q '^not ok'
}

# The first test that fails of a break of the door, the kernel, the loaders.
door_killer() {
	make -s all >log 2>&1 || { echo "the build"; return; }
	boots_at_all >log 2>&1 || { echo "a boot"; return; }
	make -s variants >log 2>&1 || { echo "the build"; return; }
	for test in $tests; do
		if fails "tests/boot/qemu/$test.t"; then
			echo "$test.t"
			return
		fi
	done
	make -s check-faults ONLY=native >log 2>&1 || echo "check-faults"
}
first_killer() { # TARGETS "TEST [ARGUMENT]"...
	# shellcheck disable=SC2086 # words
	make -s $1 >log 2>&1 || { echo "the build"; return; }
	shift
	for test; do
		# shellcheck disable=SC2086 # words
		if fails $test; then
			echo "${test##*/}"
			return
		fi
	done
}
first=tests/host/mutate/first.sh
killer() { # FILE
	case $1 in
	arch/amd64/*)
		first_killer 'all build/left.elf' "$first kernel" \
			"$first panic" tests/boot/qemu/pagetables.t \
			tests/boot/qemu/stacks.t
		;;
	boot/*)
		first_killer 'all loader build/native.elf build/loader.efi' \
			build/unit/gcc/efi.t "$first loader" "$first efi"
		;;
	*) door_killer ;;
	esac
}

tab=$(printf '\t')
for list in nasm nasm.boot; do
	grep -v '^#' "$here/tests/host/mutate/$list" | grep -e "${ONLY:-}"
done >todo
cut -f 2 todo | sed 's|^\(arch/amd64/\).*|\1|; s|^\(boot/\).*|\1|
	/^arch\/amd64\|^boot/!s/.*/door/' | sort -u >kinds
while read -r kind; do
	found=$(killer "$kind")
	[ -z "$found" ] || {
		echo "mutants: $found fails without any break" >&2
		exit 1
	}
done <kinds
total=0 killed=0
while IFS=$tab read -r what file script; do
	path=$file
	[ -f "$path" ] || path=arch/pvh/$file
	sed "$script" "$here/$path" >"$path"
	if cmp -s "$here/$path" "$path"; then
		found="NOTHING CHANGES"
	else
		found=$(killer "$file")
	fi
	cp "$here/$path" "$path"
	total=$((total + 1))
	case $found in
	'' | NOTHING*) ;;
	*) killed=$((killed + 1)) ;;
	esac
	printf '%-44s %s\n' "$what" "${found:-SURVIVES}"
done <todo
echo "$killed of $total breaks of the NASM are noticed"
[ "$total" -gt 0 ] && [ "$killed" = "$total" ]
