# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What Xen $XEN does with each file: all as domUs of one run of dom0, which
# judge.job makes; and some as PVH dom0, as each of these is a boot of its own.
. tests/boot/check/judge.sh
. tests/boot/xen/judge.sh
needs_xen

# The files that are tried, as a domU takes a second and a dom0 more: those that
# break a rule of libelf, libxc or Xen, and some that Xen is to take. DOMU=all
# and DOM0=all try the whole set.
DOMU=${DOMU:-good note-missing note-only-section note-owner note-type note-zero
note-size-3 note-size-4 note-size-16 note-outside note-align-0 note-align-8
two-segments-last-other two-segments-two-entries orphan-before-note
note-foreign-18-first note-outside-file legacy-offset-alone legacy-loader
legacy-version feature-needed feature-needed-dom0 feature-unknown-needed reloc
class-32 machine-other headers-outside sections-outside no-sections
gzip-around xz-around multiboot1-header entry-zero paddr-unaligned paddr-64-kib
paddr-4-gib paddr-no-ram overlap wrap gap empty-first-at-zero segment-flags-0
segment-outside-file kernel-gcc kernel-native kernel-linux kernel-grub}
DOM0=${DOM0:-good gzip-around note-missing feature-needed-dom0
legacy-offset-alone reloc-no-ram paddr-unaligned paddr-64-kib paddr-no-ram
empty-first-at-zero}
case $XEN in
4.17) dom0_row=xen-dom0-4.17 ;;
*) dom0_row=xen-dom0 ;;
esac

# ---- domUs

domus() { # NAME...
	boot=$TMP/domus
	rm -rf "$TMP/job" "$boot".*
	mkdir "$TMP/job"
	cp tests/boot/check/judge.job "$TMP/job/job"
	short=
	for name; do
		cp "$TMP/set/$name.elf" "$TMP/job"
		[ "$(expected "$name" xen-domu)" != no ] || short="$short $name"
	done
	printf '%s\n' "$@" >"$TMP/job/names"
	echo "short='$short '" >"$TMP/job/expected"
	xen_linux 900 "$TMP/job" guest_loglvl=all \
		-serial "file:$boot.com1" 2>"$boot.qemu" </dev/null
	rm -rf "$TMP/job" "$TMP/job.initrd"
	tr -d '\r' <"$boot.com1" >"$boot.txt"
	grep -qx '@ end' "$boot.txt" || {
		tail -n 20 "$boot.txt" | not_ok "dom0 ends its job"
		return
	}
	read_domus "$@"
}

# The row is that of 4.17 and later: a file that 4.17 alone refuses is a "no" of
# the row, which a later Xen cannot show.
FIXED=
[ "$XEN" = 4.17 ] || FIXED=legacy-offset-alone

# A line of the domain's may begin within one of dom0's.
read_domus() { # NAME...
	for name; do
		[ "$name" != "$FIXED" ] || continue
		prints "$name"
		sed -n "/^@ $name\$/,/^@ /p" "$boot.txt" |
			sed 's/(d[0-9]*) /\n/; s/^| //' >"$boot.out"
		real "$name" xen-domu "$(verdict_of "$boot.out")" \
			"$(sed -n 's/^xc: error: panic: [^ ]* //p
				s/^libxl: error: //p' "$boot.out" | sed -n 1p)"
	done
}

# ---- dom0

# Xen stays when dom0 ends or cannot be built.
dom0() { # NAME
	boot=$TMP/dom0-$1
	rm -f "$boot".*
	prints "$1"
	xen_pvh 60 "$TMP/set/$1.elf" '' -pidfile "$boot.pid" \
		-serial "file:$boot.com1" 2>"$boot.qemu" </dev/null &
	dom0_pid=$!
	while kill -0 $dom0_pid 2>/dev/null; do
		grep -aqs -e 'Hardware Dom0 [a-z]*[:.]' -e 'Panic on CPU' \
			"$boot.com1" && kill "$(cat "$boot.pid")"
		sleep 0.1
	done
	wait $dom0_pid
	tr -d '\r' <"$boot.com1" >"$boot.txt"
	sed 's/^(d[0-9]*) //' "$boot.txt" >"$boot.out"
	real "$1" $dom0_row "$(verdict_of "$boot.out")" \
		"$(grep -a '^(XEN) ' "$boot.txt" | grep -aiE 'error|fail|panic|conflict|could not|unable|Hardware Dom0' |
			sed -n 's/^(XEN) //;1p')"
} 2>/dev/null

# Those of a list that are in the set.
present() { # LIST
	for name in $1; do
		[ ! -s "$TMP/set/$name.elf" ] || echo "$name"
	done
}

make_set
ask
[ "$DOMU" != all ] || DOMU=$names
[ "$DOM0" != all ] || DOM0=$names
# shellcheck disable=SC2046 # a list
domus $(present "$DOMU")
for name in $(present "$DOM0"); do
	dom0 "$name"
done
agree "Xen $XEN"
done_testing
