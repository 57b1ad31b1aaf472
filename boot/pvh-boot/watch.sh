# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Shows what a guest writes while it runs, and ends a boot that has nothing more
# to say. A part of pvh-boot, which sets what is not set here.
#
# $run/a and $run/b are the guest's two consoles, without Xen's own lines;
# $run/text is both together, where a line that came on both is there once.
: "${run:=}" "${way:=}" "${several:=}" "${expect:=}" "${child:=}" "${seconds:=}"

ESCAPE=$(printf '\033')
GRUB_SAYS='pvh-boot: GRUB is up'
GRUB_FAILS='pvh-boot: GRUB does not boot it'

# A console without what a terminal would obey.
plain() { # FILE
	[ -e "$1" ] || return 0
	sed "s/$ESCAPE\\[[0-9;=?]*[A-Za-z]//g" "$1" | tr -d '\000-\010\013-\037\177'
}

consoles() {
	case $way in
	xen-dom0)
		plain "$run/boot/boot.com1" >"$run/raw"
		sed '/^(XEN)/d; /^(d[0-9]*) /d' "$run/raw" >"$run/a"
		sed -n 's/^(d0) //p' "$run/raw" >"$run/b"
		;;
	xl)
		plain "$run/boot/boot.com1" >"$run/raw"
		sed -n 's/^(pv) //p' "$run/raw" >"$run/a"
		sed -n 's/^(d[1-9][0-9]*) //p' "$run/raw" >"$run/b"
		;;
	efi | grub)
		plain "$run/boot/boot.com1" >"$run/raw"
		sed "/^BdsDxe: /d; /$GRUB_SAYS/d; /$GRUB_FAILS/d; /^ *\$/d" "$run/raw" >"$run/a"
		plain "$run/boot/boot.e9" >"$run/b"
		;;
	*)
		plain "$run/boot/boot.com1" >"$run/a"
		plain "$run/boot/boot.e9" >"$run/b"
		;;
	esac
}

# Prints the lines of the two consoles from FROM-A and FROM-B on, up to TO-A and
# TO-B, but those that the other console had already.
union() { # FROM-A FROM-B TO-A TO-B
	awk -v from_a="$1" -v from_b="$2" -v to_a="$3" -v to_b="$4" '
		{ from = me ? from_b : from_a; to = me ? to_b : to_a }
		FNR > to { next }
		!new && FNR <= from { count[me, $0]++ }
		new && FNR > from && ++count[me, $0] > count[1 - me, $0] {
			print
		}' new=0 me=0 "$run/a" me=1 "$run/b" new=1 me=0 "$run/a" me=1 "$run/b"
}

# Shows what is new. A line that has not ended yet waits until the boot has.
show() { # LINES: 1 if the last lines count, though they may have no end
	to_a=$(($(wc -l <"$run/a") + $1))
	to_b=$(($(wc -l <"$run/b") + $1))
	union "$shown_a" "$shown_b" "$to_a" "$to_b" >"$run/new"
	shown_a=$to_a shown_b=$to_b
	cat "$run/new" >>"$run/text"
	sed "s/^/${several:+[$way] }/" "$run/new"
}

# Whether what comes before the kernel is done: its time begins.
begun() {
	case $way in
	xen-dom0) grep -aq '^(XEN) Freed .* init memory' "$run/raw" ;;
	efi) grep -aq '^BdsDxe: starting' "$run/raw" ;;
	grub) grep -aq "$GRUB_SAYS" "$run/raw" ;;
	*) return 1 ;; # QEMU has a time limit, and so has dom0's job
	esac
}

# Whether nothing more is to be waited for; $early says why.
nothing_more() {
	if [ -n "$expect" ] && grep -aqE -e "$expect" "$run/a" "$run/b"; then
		early=match
		return
	fi
	case $way in
	xen-dom0 | xl)
		grep -aqE '^\(XEN\) (Hardware Dom0 [a-z]*:|Manual reset required)' \
			"$run/raw" && early=xen
		;;
	efi)
		grep -aqE '^BdsDxe: (failed to start|No bootable)' "$run/raw" &&
			early=firmware
		;;
	grub) grep -aq "$GRUB_FAILS" "$run/raw" && early=firmware ;;
	*) return 1 ;;
	esac
}

# Boots $way, to its end. Leaves $status, QEMU's, and $early.
watch() {
	: >"$run/text"
	shown_a=0 shown_b=0 early='' size='' until=''
	"start_$(echo "$way" | tr - _)"
	while kill -0 "$child" 2>/dev/null; do
		now=$(cat "$run/boot/boot.com1" "$run/boot/boot.e9" 2>/dev/null | wc -c)
		if [ "$now" != "$size" ]; then
			size=$now
			consoles
			show 0
			nothing_more && break
			if [ -z "$until" ] && begun; then
				until=$(($(date +%s) + seconds))
			fi
		fi
		if [ -n "$until" ] && [ "$(date +%s)" -gt "$until" ]; then
			early=late
			break
		fi
		sleep 0.2
	done
	[ -z "$early" ] || kill "$child" 2>/dev/null
	wait "$child" 2>/dev/null
	# shellcheck disable=SC2034 # judge.sh reads it
	status=$?
	child=
	consoles
	show 1
}
