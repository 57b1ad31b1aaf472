# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Boots under QEMU, judged. Source tests/lib/tap.sh first.
#
# A boot leaves NAME.com1 and NAME.e9 (what the guest wrote to either console),
# NAME.cpu (resets of the CPU) and NAME.qemu (QEMU's own words) in $TMP. COM1=
# and DEBUGCON=, if set, are other ends for the consoles, or none. With
# DEBUG_EXIT=none there is no port by which a guest ends QEMU with a status.

KERNEL=${KERNEL:-$BUILD/kernel.elf}
BOOT_SECONDS=${BOOT_SECONDS:-60} # a boot takes about one

# What a boot is given that is to use all that can be handed over.
# shellcheck disable=SC2034 # the tests' own
BOOT_APPEND='-v vfs.root.mountfrom=ufs:/dev/md0 "motd=hello, world" boot_single=YES'
boot_module() { # FILE
	yes 'a module of a size that is no multiple of a page' |
		head -c 300001 >"$1"
}

qemu() { # NAME QEMU-ARGUMENTS...
	boot=$TMP/$1
	shift
	rm -f "$boot".*
	[ "${DEBUGCON:-}" = none ] ||
		set -- -debugcon "${DEBUGCON:-file:$boot.e9}" "$@"
	[ "${DEBUG_EXIT:-}" = none ] ||
		set -- -device isa-debug-exit,iobase=0xf4,iosize=4 "$@"
	case " $* " in # from QEMU 10 on the default is another one
	*' -bios '*) ;;
	*' -M microvm'[\ ,]*) set -- -bios qboot.rom "$@" ;;
	esac
	# shellcheck disable=SC2086 # words, if any
	timeout -k 5 $BOOT_SECONDS ${watch:-} "$QEMU" -display none -no-reboot \
		-serial "${COM1:-file:$boot.com1}" \
		-d cpu_reset -D "$boot.cpu" "$@" 2>"$boot.qemu"
}

# What an exit status of QEMU means.
verdict() { # STATUS
	case $1 in
	33) echo good ;;
	35) echo failed ;;
	124 | 137) echo "timeout after $BOOT_SECONDS s" ;;
	0)
		if grep -q 'Triple fault' "$boot.cpu"; then
			echo "triple fault"
		else
			echo "quit"
		fi
		;;
	*) echo "status $1" ;;
	esac
}

# A number of hex digits of the map's lines, so much on from another one.
mapped() { # HEX OFFSET
	printf '0x%016x' $((0x$1 + $2))
}

# QEMU 10's qboot leaves bytes of its stack as the address of a module's command
# line; the kit says so, and boots.
case $("$QEMU" --version 2>/dev/null) in
'QEMU emulator version '[1-9].*) qboot_warns='^$' ;;
*) qboot_warns='^pvh: warning: module 0: command line at 0x[0-9a-f]* is out' ;;
esac

# Transcripts without what depends on the toolchain and on the firmware: the
# kernel's size, and so the pages of the modules, which lie right behind it.
normalised() { # FILE
	normalised_first=$(sed -n 's/^module: 0 .* 0x\([0-9a-f]*\) [0-9]* crc.*/\1/p' "$1")
	normalised_last=$(sed -n 's/^kernel: .*-0x\([0-9a-f]*\).*/\1/p' "$1")
	: "${normalised_first:=1}" "${normalised_last:=1}" # nowhere in a map
	tr -d '\r' <"$1" | sed -E -e "/$qboot_warns/d" \
		-e "s/^(map: .*)-$(mapped "$normalised_first" -1) /\1-BELOW /" \
		-e "s/^map: $(mapped "$normalised_first" 0)-/map: MODULES-/" \
		-e "s/^(map: .*)-$(mapped "$normalised_last" 0) /\1-KERNEND /" \
		-e "s/^map: $(mapped "$normalised_last" 1)-/map: BEHIND-/" \
		-e "s/^(module: .*) 0x$normalised_first /\1 MODULES /" \
		-e 's/^(kernel: 0x[0-9a-f]+)-0x[0-9a-f]+$/\1-KERNEND/' \
		-e 's/^(acpi: [^ ]+) 0x[0-9a-f]+/\1 ADDR/' \
		-e 's/(acpi\.rsdp)=0x[0-9a-f]+/\1=ADDR/' \
		-e 's/^(trap: r[a-z0-9]+) .*/\1 .../'
}

# Boots: the verdict must be the expected one, the two consoles must agree,
# and what they say must be what tests/boot/expect/TRANSCRIPT.txt says, each seen
# through "sed -E $THROUGH", if that is set.
# UPDATE=1 writes the transcript instead, for a person to read.
boots() { # NAME VERDICT TRANSCRIPT QEMU-ARGUMENTS...
	boots_name=$1 boots_verdict=$2 boots_expect=tests/boot/expect/$3.txt
	shift 3
	qemu "$boots_name" -kernel "$KERNEL" "$@"
	boots_got=$(verdict $?)
	normalised "$boot.com1" | sed -E "${THROUGH:-}" >"$boot.txt"
	normalised "$boot.e9" | sed -E "${THROUGH:-}" >"$boot.txt2"
	[ -z "${UPDATE:-}" ] || [ -n "${THROUGH:-}" ] ||
		cp "$boot.txt" "$boots_expect"
	sed -E "${THROUGH:-}" "$boots_expect" >"$boot.expect"
	if [ "$boots_got" != "$boots_verdict" ]; then
		{
			echo "expected $boots_verdict, got $boots_got"
			diff -u "$boot.expect" "$boot.txt"
			cat "$boot.qemu"
		} | not_ok "$boots_name: $boots_verdict"
	elif ! cmp -s "$boot.txt" "$boot.txt2"; then
		diff -u "$boot.txt" "$boot.txt2" |
			not_ok "$boots_name: COM1 and 0xE9 say the same"
	else
		same "$boots_name: $boots_verdict, as in $boots_expect" \
			"$boot.expect" "$boot.txt"
	fi
}

# The names of QEMU's CPU models. Its -cpu help changes its form with versions.
# The model host is this machine's, and wants KVM.
cpu_models() {
	printf '%s\n' '{"execute": "qmp_capabilities"}' \
		'{"execute": "query-cpu-definitions"}' '{"execute": "quit"}' |
		timeout 60 "$QEMU" -M none -nodefaults -display none -qmp stdio |
		tr ',{}' '[\n*]' |
		sed -n 's/^ *"name": "\([^"]*\)"$/\1/p' | grep -vx host | sort
}

# The physical address that lies an offset behind a symbol of the kernel.
physical() { # SYMBOL OFFSET
	physical_hex=$(nm "$KERNEL" | awk -v n="$1" '$3 == n { print $1 }')
	echo $(((0x${physical_hex#????????} & 0x7fffffff) + $2))
}

# The address at KERNBASE of a physical one, 16 hex digits.
high() { # PHYSICAL
	printf 'ffffffff%08x' $(($1 + 0x80000000))
}

# Makes $patched, a copy of the kernel with these bytes (of printf's %b) there.
patch() { # NAME SYMBOL OFFSET BYTES
	patched=$TMP/patched-$1
	cp "$KERNEL" "$patched"
	patch_at=$(physical "$2" "$3")
	readelf -lW "$KERNEL" | sed -n 's/^ *LOAD *//p' |
		while read -r offset _ paddr size _; do
			at=$((patch_at - paddr))
			[ $at -lt 0 ] || [ $at -ge $((size)) ] ||
				printf %b "$4" | dd of="$patched" bs=1 \
					conv=notrunc seek=$((offset + at)) status=none
		done
	! cmp -s "$KERNEL" "$patched"
}

# Boots, and lets tests/lib/watch.py ask QEMU's monitor what standard input
# says.
watched() { # NAME QEMU-ARGUMENTS...
	cat >"$TMP/script"
	watch="python3 tests/lib/watch.py $TMP/$1.e9 $TMP/script"
	qemu "$@"
	watched_status=$?
	watch=
	return $watched_status
}

# Boots to a failure, having said this one line and no other; with
# REFUSED=quit to a halt, interrupts off, as where QEMU or the kit has no port to
# end by. MONITOR is what to do first, in the words of tests/lib/watch.py.
refuses() { # NAME LINE QEMU-ARGUMENTS...
	refuses_name=$1 refuses_line=$2
	shift 2
	watched "$refuses_name" -kernel "$KERNEL" "$@" >"$TMP/registers" <<-END
		${MONITOR:-wait .}
		wait ^pvh: .*\n
		halt
		info registers
	END
	refuses_got=$(verdict $?)
	echo "$refuses_line" >"$boot.expect"
	tr -d '\r' <"$boot.com1" >"$boot.txt"
	sed -i '/^$/d' "$boot.e9"
	if [ "$refuses_got" != "${REFUSED:-failed}" ]; then
		echo "expected ${REFUSED:-failed}, got $refuses_got" |
			not_ok "$refuses_name"
	elif [ "$refuses_got" = quit ] && ! grep -qE 'R?FL=00000[014589cd]' "$TMP/registers"; then
		note <"$TMP/registers" | not_ok "$refuses_name: interrupts off"
	elif ! cmp -s "$boot.expect" "$boot.e9"; then
		diff -u "$boot.expect" "$boot.e9" | not_ok "$refuses_name: 0xE9"
	else
		same "$refuses_name: $refuses_line" "$boot.expect" "$boot.txt"
	fi
}
