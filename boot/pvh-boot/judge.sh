# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What a boot that has ended was: $judged, a word for the table, and $why. A
# part of pvh-boot, which sets what is not set here.
: "${run:=}" "${home:=}" "${way:=}" "${expect:=}" "${seconds:=}" "${status:=}"
: "${early:=}" "${size:=}" "${BEFORE:=}" "${MOST:=}"
# shellcheck source=boot/pvh-boot/verdict.sh
. "$home/boot/pvh-boot/verdict.sh"

is() { # VERDICT WHY
	judged=$1 why=$2
}

# The beginning of a line of any length.
short() {
	sed 's/^\(.\{100\}\).\{4,\}/\1.../'
}

# The last line of the guest, to go behind a reason.
last() {
	last=$(grep -a '[^ ]' "$run/text" | tail -n 1 | short)
	echo "${last:+; last line: $last}"
}

# What QEMU itself says, without its name.
of_qemu() {
	grep -avi -e warning: -e 'terminating on signal' "$run/boot/boot.qemu" |
		sed -n '1s/^[^ ]*qemu[^ ]*: //p'
}

# Xen's reason for its panic: its first line after dom0's kernel was looked at,
# or else the panic's own.
of_xen() {
	awk '!/^\(XEN\)/ { next }
		{ sub(/^\(XEN\) */, "") }
		/d0 has maximum/ { begun = 1; next }
		panic { print; exit }
		/^Panic on CPU/ { panic = 1; if (reason) { print reason; exit } }
		begun && !reason && !/^\*|^WARNING|^$/ { reason = $0 }
		' "$run/raw"
}

# xl's own reason: the first of its library's lines, without where in that.
of_xl() {
	{
		grep -a 'error: panic: ' "$1" | sed 's/.*error: panic: [^ ]* //'
		grep -a 'error: ' "$1"
		tail -n 1 "$1"
	} | sed -n 1p
}

machine_ended() {
	got=$(verdict "$status")
	message=$(of_qemu)
	case $got,$early in
	'crash of Xen,'*)
		if grep -aq 'Freed .* init memory' "$run/raw"; then
			is failed "Xen: $(of_xen)$(last)"
		else
			is refused "Xen: $(of_xen)"
		fi
		;;
	'triple fault,'*) is 'triple fault' "a fault without a handler$(last)" ;;
	*,xen)
		message=$(sed -n 's/^(XEN) \(Hardware Dom0 [a-z]*\):.*/\1/p' "$run/raw")
		case $message in
		*crashed) is failed "Xen: $message$(last)" ;;
		*) is quit "Xen: $message$(last)" ;;
		esac
		;;
	*,firmware)
		is refused "$(grep -ah -e '^loader: ' -e '^error: ' \
			-e '^BdsDxe: failed to start' -e '^BdsDxe: No bootable' \
			"$run/a" "$run/raw" | sed -e 's/^error: /GRUB: &/' -e q)"
		;;
	*,late) is hang "no end within $seconds s$(last)" ;;
	good,*) is good 'isa-debug-exit, status 33' ;;
	timeout,*) is hang "no end within $seconds s$(last)" ;;
	quit,* | power-off,*) is quit "QEMU ended: a reset or power-off$(last)" ;;
	'status 1',*)
		if [ -n "$message" ]; then
			is refused "QEMU: $message"
		else
			is failed "isa-debug-exit, status 1$(last)"
		fi
		;;
	*)
		if [ "$size" -ge $((MOST * 512)) ]; then
			is hang "no end to what it prints$(last)"
		elif [ -n "$message" ]; then
			is quit "QEMU: $message"
		elif [ $((status % 2)) = 1 ]; then
			is failed "isa-debug-exit, status $status$(last)"
		else
			is quit "QEMU ended with status $status$(last)"
		fi
		;;
	esac
}

domain_ended() {
	out=$run/boot/out
	mkdir "$out"
	job_results "$run/boot/boot.com1" "$out" 2>/dev/null
	if [ ! -e "$out/pvh.rc" ]; then
		if grep -aq '^@ domU pvh' "$run/raw"; then
			is hang "dom0 did not end$(last)"
		else
			is 'cannot run' "dom0 was not up within $BEFORE s"
		fi
		return
	fi
	whole_text
	case $(domu_verdict "$out" pvh) in
	poweroff) is good 'the domain powered off, or halted' ;;
	crash) is failed "the domain crashed$(last)" ;;
	reboot) is quit "the domain wanted a reboot$(last)" ;;
	'triple fault') is 'triple fault' "a fault without a handler$(last)" ;;
	timeout) is hang "no end within $seconds s$(last)" ;;
	*) is refused "xl: $(of_xl "$out/pvh.xl")" ;;
	esac
}

# The domain's text once more, from xl's logs: on dom0's console lines may be
# cut by others. But what Xen's log has may be less than what that showed.
whole_text() {
	[ ! -e "$out/pvh.con" ] || plain "$out/pvh.con" >"$run/a"
	plain "$out/pvh.xen" | sed -n 's/^(d[1-9][0-9]*) //p' >"$run/new"
	[ "$(wc -l <"$run/new")" -lt "$(wc -l <"$run/b")" ] ||
		cp "$run/new" "$run/b"
	union 0 0 $(($(wc -l <"$run/a") + 1)) $(($(wc -l <"$run/b") + 1)) \
		>"$run/text"
}

judge() {
	boot=$run/boot/boot
	if [ "$way" = xl ] && [ "$early" = '' ]; then
		domain_ended
	else
		machine_ended
	fi
	[ -n "$expect" ] && [ "$judged" != 'cannot run' ] || return 0
	line=$(grep -ahE -e "$expect" "$run/text" | sed -n 1p | short)
	if grep -aqE -e "$expect" "$run/text"; then
		is good "it printed: $line"
	elif [ "$judged" = good ]; then
		is 'no match' "$why, but no line matches$(last)"
	fi
}
