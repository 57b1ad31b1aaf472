# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the tests of Xen have in common. Source it with $XEN set.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. boot/xen/xen.sh

# Ends the test if it cannot run.
needs_xen() {
	needs=$(xen_missing)
	[ -n "$needs" ] || return 0
	skip_all "Xen $XEN" "$(echo "$needs" | sed -n 1p): see make fetch-xen"
}

# How a boot of Xen ended, by QEMU's status and the logs NAME.com1, NAME.cpu.
xen_verdict() { # STATUS NAME
	if grep -aq 'Panic on CPU' "$TMP/$2.com1"; then
		echo "crash of Xen"
	elif grep -aq -e '^Triple fault' -e 'd0v[0-9]* Triple fault' \
		"$TMP/$2.com1" "$TMP/$2.cpu"; then
		echo "triple fault"
	elif [ "$1" = 33 ]; then
		echo "good"
	elif [ "$1" = 35 ]; then
		echo "failed"
	elif [ "$1" = 124 ] || [ "$1" = 137 ]; then
		echo "timeout"
	elif grep -aq 'Entering ACPI S5' "$TMP/$2.com1"; then
		echo "power-off"
	else
		echo "end of QEMU with status $1"
	fi
}

# A verdict must be the expected one; if not, the end of the log says more.
ends() { # EXPECTED STATUS NAME
	ends_got=$(xen_verdict "$2" "$3")
	[ "$ends_got" = "$1" ] && return
	echo "expected $1, got $ends_got"
	cat "$TMP/$3.qemu"
	tail -n 40 "$TMP/$3.com1"
	return 1
}

# Lines that match each pattern must be there, and nothing after "boot: ok".
says() { # FILE PATTERN...
	says_file=$1
	shift
	for pattern in "$@" '^boot: ok$'; do
		if ! grep -aqE -e "$pattern" "$says_file"; then
			echo "no line matches $pattern in:"
			tail -n 40 "$says_file"
			return 1
		fi
	done
	[ "$(tail -n 1 "$says_file")" = 'boot: ok' ] ||
		{ echo "more after boot: ok:" && tail "$says_file" && return 1; }
}

# Transcripts without what depends on the kernel's size and Xen's version.
xen_normalised() { # FILE
	normalised "$1" | sed -E -e 's/^(hypervisor: Xen) .*/\1 VERSION/' \
		-e 's/^(map: 0x[0-9a-f]+)-0x[0-9a-f]+ acpi$/\1-END acpi/'
}

# A transcript is what tests/boot/expect/NAME.txt says; UPDATE=1 writes that.
transcript() { # EXPECTED FILE
	xen_normalised "$2" >"$2.txt"
	[ -z "${UPDATE:-}" ] || cp "$2.txt" "tests/boot/expect/$1.txt"
	diff -u "tests/boot/expect/$1.txt" "$2.txt"
}

# Makes a module; its size and crc32, as the kernel reports them, are the output.
make_module() { # FILE
	yes 'a module of a size that is no multiple of a page' |
		head -c 300001 >"$1"
	contents "$1"
}

# gzip knows the crc32, too.
contents() { # FILE
	echo "$(wc -c <"$1") crc32=$(gzip -c "$1" | tail -c 8 |
		od -An -tx4 -N4 | tr -d ' ')"
}
