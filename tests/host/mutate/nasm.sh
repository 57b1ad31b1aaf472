#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Breaks the door's NASM in one place after the other, in a copy of the tree,
# and looks whether a test notices. ONLY=WORDS takes the lines with these.
set -u
BUILD=${BUILD:-build}
here=$(pwd)
tree=$BUILD/mutants
list=tests/host/mutate/nasm
tests='machines refusals state traps vectors'

rm -rf "$tree"
mkdir -p "$tree"
cp -r GNUmakefile LICENSE arch boot kern ldscript tests "$tree"
cd "$tree" || exit 1
unset BUILD MAKEFLAGS
BOOT_SECONDS=30
CPUS='qemu64 EPYC max,la57=on'
export BOOT_SECONDS CPUS

# Most breaks show in one boot; if it prints nothing, its time limit is spent
# only once.
boots_at_all() {
	sh -c '. tests/lib/tap.sh && . tests/lib/qemu.sh &&
		watched any -M microvm -m 16 -kernel "$KERNEL"' <<-END
		wait ^boot: ok|^pvh:
	END
	grep -q '^boot: ok' build/test/sh/any.e9
}

# The first test that fails.
killer() {
	make -s all >log 2>&1 || { echo "the build"; return; }
	boots_at_all >log 2>&1 || { echo "a boot"; return; }
	make -s variants >log 2>&1 || { echo "the build"; return; }
	for test in $tests; do
		if sh "tests/boot/qemu/$test.t" 2>&1 | grep -q '^not ok'; then
			echo "$test.t"
			return
		fi
	done
	make -s check-faults ONLY=native >log 2>&1 || echo "check-faults"
}

found=$(killer)
[ -z "$found" ] || {
	echo "mutants: $found fails without any break" >&2
	exit 1
}
total=0 killed=0
tab=$(printf '\t')
grep -v '^#' "$here/$list" | grep -e "${ONLY:-}" >todo
while IFS=$tab read -r what file script; do
	sed "$script" "$here/arch/pvh/$file" >"arch/pvh/$file"
	if cmp -s "$here/arch/pvh/$file" "arch/pvh/$file"; then
		found="NOTHING CHANGES: see $list"
	else
		found=$(killer)
	fi
	cp "$here/arch/pvh/$file" "arch/pvh/$file"
	total=$((total + 1))
	case $found in
	'' | NOTHING*) ;;
	*) killed=$((killed + 1)) ;;
	esac
	printf '%-44s %s\n' "$what" "${found:-SURVIVES}"
done <todo
echo "$killed of $total breaks of the door's NASM are noticed"
[ "$total" -gt 0 ] && [ "$killed" = "$total" ]
