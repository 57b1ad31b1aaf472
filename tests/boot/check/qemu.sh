# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # judge.sh sets names, yes and else
# What QEMU's -kernel does with a file, for judge.sh. Source it after that.

# Runs one until it ends or has printed enough. A guest that runs wild burns
# processor time, of which it gets little; one that waits is waited for, but not
# for long where pvh-check expects no boot.
try() { # NAME CPU-SECONDS QEMU-ARGUMENTS...
	boot=$TMP/$1 try_cpu=$2
	prints "$1"
	try_file=$TMP/set/$1.elf try_wait=80
	[ "$(expected "$1" qemu)" != no ] || try_wait=8
	shift 2
	rm -f "$boot".*
	(
		# shellcheck disable=SC3045 # where there is none, the clock limits
		ulimit -t "$try_cpu"
		exec timeout -k 5 $try_wait "$QEMU" -display none -no-reboot \
			-nic none -serial "file:$boot.com1" \
			-debugcon "file:$boot.e9" -pidfile "$boot.pid" \
			-device isa-debug-exit,iobase=0xf4,iosize=4 \
			-kernel "$try_file" "$@" </dev/null >"$boot.qemu" 2>&1
	) &
	try_pid=$!
	case ${boot##*/} in
	kernel-*) # it may go on for ever
		while kill -0 $try_pid 2>/dev/null; do
			grep -aqsE -e "$yes" -e "$else" "$boot.com1" "$boot.e9" &&
				[ -s "$boot.pid" ] && kill "$(cat "$boot.pid")"
			sleep 0.1
		done
		;;
	esac
	wait $try_pid
	try_status=$?
	cat "$boot.com1" "$boot.e9" 2>/dev/null | tr -d '\r' >"$boot.out"
} 2>/dev/null

# What a machine, microvm or pc, does with a file. QEMU 10 has another default
# of a firmware.
try_machine() { # NAME MACHINE
	machine="-M $2"
	[ "$2" != microvm ] || machine="$machine -bios qboot.rom"
	# shellcheck disable=SC2086 # options
	case $1 in
	kernel-*)
		try "$1" 40 $machine -m 256 \
			-append 'earlyprintk=ttyS0 com1=115200 console=com1'
		;;
	*) try "$1" 3 $machine -m 128 -nodefaults ;;
	esac
	try_verdict=$(verdict_of "$boot.out")
	try_message=$(sed -n '/[^ ]/{s/^[^:]*: //;p;q;}' "$boot.qemu")
	: "${try_message:=status $try_status}"
}

# A file that lies low has to boot on a PC, too, whose firmware is there; some
# kernels want to be on a PC. memtest86+ shows what it does on the screen alone.
try_all() {
	for name in ${ONLY:-$names}; do
		case $name in
		kernel-memtest) continue ;;
		kernel-xen-* | kernel-grub) try_machine "$name" pc ;;
		*) try_machine "$name" microvm ;;
		esac
		case $name in
		paddr-* | second-low | empty-* | note-missing | kernel-gcc)
			[ "$try_verdict" = no ] || try_machine "$name" pc
			;;
		esac
		real "$name" qemu "$try_verdict" "$try_message"
	done
}
