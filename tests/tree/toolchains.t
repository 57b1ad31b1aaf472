#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The tree built with the tools of other Debians, 11 (bullseye) to sid: without
# a warning, the kernel fit for every loader; kernel and loader boot. $SUITES,
# if set, lists the ones to test. Needs root; only "make check-toolchains" runs
# it.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh
. boot/packages/apt.sh
. tests/lib/root.sh
BOOT_SECONDS=120 # of which OVMF takes ten
SUITES=${SUITES:-bullseye bookworm trixie sid}
tools='make gcc libc6-dev clang lld binutils nasm gnu-efi'

# Lines "SUITE CC LD": the defaults of a suite, then other tools that it has.
rows() {
	for of in $SUITES; do
		echo "$of gcc ld"
		echo "$of clang ld.lld"
		case $of in
		bullseye) echo "$of cc-is-clang ld-is-lld" ;; # under other names
		sid)
			echo "$of gcc-15 ld"
			echo "$of clang-22 ld.lld-22"
			;;
		esac
	done
}

# The packages of a suite's rows; ld comes with binutils.
packages() {
	rows | awk -v suite="$suite" '
		$1 == suite && $2 ~ /-[0-9]/ { print $2 }
		$1 == suite && $3 ~ /-[0-9]/ { sub("ld.", "", $3); print $3 }'
}

# Makes a root with the tools, once; if it fails, prints why.
tool_root() (
	root=$ROOTS/$suite
	# shellcheck disable=SC2046,SC2086 # words
	set -- $tools $(packages)
	[ "$*" != "$(cat "$root.tools" 2>/dev/null)" ] || exit 0
	rm -f "$root.tools"
	root_fresh "$suite" "$root"
	root_install "$root" "$@"
	ln -s clang "$root/usr/bin/cc-is-clang"
	ln -s ld.lld "$root/usr/bin/ld-is-lld"
	echo "$*" >"$root.tools"
)

# Builds; compilers, NASM, ld and objcopy must not print anything.
quiet_build() { # CC LD
	in_root "$ROOTS/$suite" make -C /tree --no-print-directory -j2 \
		BUILD="build/$1-$2" ZLIB=build/zlib FONT=build/font.gz CC="$1" LD="$2" \
		all "build/$1-$2/loader.efi" >"$TMP/build.log" 2>&1
	build_status=$?
	cat "$TMP/build.log"
	[ $build_status = 0 ] && ! grep -v "^  [A-Z]" "$TMP/build.log"
}

fit_for_loaders() {
	KERNEL=$KERNEL sh tests/tree/elf.t | tee "$TMP/elf.tap"
	[ "$(grep -c '^ok' "$TMP/elf.tap")" = 6 ]
}

# loader.efi boots the kernel, which has the module and the settings.
loader_boots() { # NAME
	disk "$TMP/disk" 34 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
		"/boot/kernel/kernel=$KERNEL" \
		"/boot/loader.conf=boot/efi/loader.conf" \
		"/boot/initrd.tar=$TMP/module.bin" &&
		ovmf "$1" "$TMP/disk" -M q35 -m 256
	[ "$(verdict $?)" = good ] && grep -q '^loader: efi' "$TMP/$1.e9" &&
		grep -q " crc32=$(crc "$TMP/module.bin")" "$TMP/$1.e9" &&
		grep -x 'kenv: motd=hello, world' "$TMP/$1.e9" && return
	tail -n 20 "$TMP/$1.com1"
	return 1
}

row() { # CC LD
	name="$suite $1 $2"
	check "$name: builds without a warning" quiet_build "$1" "$2"
	KERNEL=$ROOTS/$suite/tree/build/$1-$2/kernel.elf
	LOADER=$ROOTS/$suite/tree/build/$1-$2/loader.efi
	check "$name: the kernel is fit for every loader" fit_for_loaders
	boots "$suite-$1-$2" good microvm -M microvm -m 128 \
		-initrd "$TMP/module.bin" -append "$BOOT_APPEND"
	check "$name: loader.efi boots it" loader_boots "$suite-$1-$2-efi"
}

# A row of the table that make check-toolchains ends with.
versions() { # CC LD
	in_root "$ROOTS/$suite" sh -c "$1 --version; $2 --version; nasm -v
		dpkg-query -W -f='\${Version}' gnu-efi" | awk -v suite="$suite" \
		-v cc="$1" -v ld="$2" '
		NR == 1 { gsub(/\(.*\)/, ""); for (i = NF; $i !~ /^[0-9]+\./; i--); cc = cc " " $i }
		/^GNU ld/ { ld = ld " " $NF }
		/^(Debian )?LLD/ { sub(/^.*LLD /, ""); ld = ld " " $1 }
		/^NASM/ { nasm = $3 }
		{ efi = $0 }
		END { printf "%-9s %-20s %-21s %-8s %s\n", suite, cc, ld, nasm, efi }'
}

missing=$(
	root_missing
	firmware_missing efi
	[ -s "$BUILD/zlib/inflate.c" ] || echo "no $BUILD/zlib"
)
if [ -n "$missing" ]; then
	skip_all "other Debians' tools" "$(echo "$missing" | sed -n 1p)"
fi
boot_module "$TMP/module.bin"
printf '%-9s %-20s %-21s %-8s %s\n' suite cc ld NASM gnu-efi >"$TMP/table"
for suite in $SUITES; do
	if ! tool_root >"$TMP/root.log" 2>&1; then
		rows | grep "^$suite " | while read -r _ cc ld; do
			for what in build shape boot loader; do
				skip "$suite $cc $ld: $what" \
					"$(tail -n 1 "$TMP/root.log")"
			done
		done
		continue
	fi
	tree=$ROOTS/$suite/tree
	rm -rf "$tree"
	mkdir -p "$tree/build"
	cp -r GNUmakefile LICENSE arch boot kern ldscript tests "$tree"
	cp -r "$BUILD/zlib" "$tree/build/zlib"
	cp "${FONT:-/usr/share/consolefonts/spleen-8x16.psfu.gz}" \
		"$tree/build/font.gz"
	rows >"$TMP/rows"
	while read -r of cc ld <&3; do
		[ "$of" = "$suite" ] || continue
		row "$cc" "$ld"
		versions "$cc" "$ld" >>"$TMP/table"
	done 3<"$TMP/rows"
done
note <"$TMP/table"
done_testing
