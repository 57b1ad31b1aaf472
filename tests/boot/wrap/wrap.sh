# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the tests of pvh-wrap share. Source it first.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# What it takes from the environment is for each test to set.
unset LD PVH_LIB
wrap() {
	"$BUILD/pvh-wrap" "$@"
}

# The program headers: type, offset, p_vaddr, p_paddr, p_filesz, p_memsz, flags
# in one word, p_align.
headers() { # FILE
	readelf -lW "$1" | sed -n 's/^ *\([A-Z_]*\) *\(0x[0-9a-f]*\) \(0x[0-9a-f]*\) \(0x[0-9a-f]*\) \(0x[0-9a-f]*\) \(0x[0-9a-f]*\) \([RWE ]*\) \(0x[0-9a-f]*\)$/\1 \2 \3 \4 \5 \6 \8 \7/p' |
		awk '{ print $1, $2, $3, $4, $5, $6, $8 $9 $10, $7 }'
}

# The bytes of a file from an offset on, both as a shell has numbers.
bytes() { # FILE OFFSET SIZE
	tail -c +$(($2 + 1)) "$1" | head -c $(($3))
}

# Tests: OUT is a sound ELF file, which boots everywhere by check.sh's rules; its
# segments but the last one are KERNEL's, byte for byte but for headers.
wrapped() { # NAME KERNEL OUT
	check "$1: readelf has nothing to complain of" sound "$2" "$3"
	check "$1: fit for all loaders" sh arch/pvh/check.sh "$3"
	check "$1: the kit comes last, with the one note" kit_is_last "$3"
	check "$1: the segments stay as they are" segments_stay "$2" "$3"
	check "$1: sections and symbols stay as they are" sections_stay "$2" "$3"
}
sound() { # KERNEL OUT
	for file; do
		{
			readelf -alW "$file" 2>&1 >"$TMP/readelf" | sed 's/[^ ]*: //'
			grep -i 'error\|warning' "$TMP/readelf"
		} | sort -u
	done | sort | uniq -u | awk '{ print } END { exit NR != 0 }'
}
kit_is_last() {
	headers "$1" | awk '
		{ print }
		$1 == "LOAD" { loads++; last = $7; at = $2; align = $8 }
		$1 == "NOTE" { notes++; size = $5 }
		END {
			exit !(notes == 1 && $1 == "NOTE" && size == "0x000048" &&
				last == "RWE" && at ~ /000$/ && align == "0x1000")
		}'
}
segments_stay() { # KERNEL OUT
	headers "$1" | awk '$1 == "LOAD" && $6 !~ /^0x0*$/' >"$TMP/loads"
	headers "$2" | grep '^LOAD' | sed '$d' >"$TMP/loads2"
	[ -s "$TMP/loads" ] || return 1
	# p_paddr of a Limine kernel changes.
	cut -d ' ' -f "${PADDR:-1-7}" "$TMP/loads" >"$TMP/kept"
	cut -d ' ' -f "${PADDR:-1-7}" "$TMP/loads2" | diff "$TMP/kept" - || return 1
	most=$(readelf -hW "$1" "$2" |
		sed -n 's/.*Number of program headers: *//p' | sort -n | tail -n 1)
	while read -r _ offset _ _ size _; do
		skip_bytes=0
		[ $((offset)) != 0 ] || skip_bytes=$((64 + 56 * most))
		bytes "$1" $((offset + skip_bytes)) $((size - skip_bytes)) >"$TMP/before"
		bytes "$2" $((offset + skip_bytes)) $((size - skip_bytes)) >"$TMP/after"
		cmp "$TMP/before" "$TMP/after" || return 1
	done <"$TMP/loads"
}
sections_stay() { # KERNEL OUT
	readelf -SsW "$1" 2>/dev/null >"$TMP/before"
	readelf -SsW "$2" 2>/dev/null | diff "$TMP/before" -
}
