# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Boots under QEMU. Their traces, which judge.sh describes, are in $TMP. COM1,
# if set, connects that console to something else, or to nothing (none).
# DEBUGCON=none leaves out port 0xE9, and DEBUG_EXIT=none isa-debug-exit, the
# port by which a guest ends QEMU with a status. Source tests/lib/tap.sh first.
. tests/lib/judge.sh

KERNEL=${KERNEL:-$BUILD/kernel.elf}
BOOT_SECONDS=${BOOT_SECONDS:-60} # a boot takes about one

qemu() { # NAME QEMU-ARGUMENTS...
	boot=$TMP/$1
	shift
	rm -f "$boot".*
	[ "${DEBUGCON:-}" = none ] ||
		set -- -debugcon "file:$boot.e9" "$@"
	[ "${DEBUG_EXIT:-}" = none ] ||
		set -- -device isa-debug-exit,iobase=0xf4,iosize=4 "$@"
	case " $* " in # QEMU 10 has another default
	*' -bios '*) ;;
	*' -M microvm'[\ ,]*) set -- -bios qboot.rom "$@" ;;
	esac
	# shellcheck disable=SC2086 # words, if any
	timeout -k 5 $BOOT_SECONDS ${watch:-} "$QEMU" -display none -no-reboot \
		-serial "${COM1:-file:$boot.com1}" \
		-d cpu_reset -D "$boot.cpu" "$@" 2>"$boot.qemu"
}

# A test: it boots to the verdict, and its consoles show the transcript.
boots() { # NAME VERDICT TRANSCRIPT QEMU-ARGUMENTS...
	boots_name=$1 boots_verdict=$2 boots_transcript=$3
	shift 3
	qemu "$boots_name" -kernel "$KERNEL" "$@"
	judged "$boots_name" "$boots_verdict" "$(verdict $?)" \
		"$boots_transcript" "$boot.com1" "$boot.e9"
}

# The names of QEMU's CPU models, from QMP: the format of "-cpu help" depends on
# the version. The model host is left out, as it needs KVM.
cpu_models() {
	printf '%s\n' '{"execute": "qmp_capabilities"}' \
		'{"execute": "query-cpu-definitions"}' '{"execute": "quit"}' |
		timeout 60 "$QEMU" -M none -nodefaults -display none -qmp stdio |
		tr ',{}' '[\n*]' |
		sed -n 's/^ *"name": "\([^"]*\)"$/\1/p' | grep -vx host | sort
}

# The physical address of SYMBOL + OFFSET in the kernel.
physical() { # SYMBOL OFFSET
	physical_hex=$(nm "$KERNEL" | awk -v n="$1" '$3 == n { print $1 }')
	echo $(((0x${physical_hex#????????} & 0x7fffffff) + $2))
}

# The virtual address, at KERNBASE, of a physical one; 16 hex digits.
high() { # PHYSICAL
	printf 'ffffffff%08x' $(($1 + 0x80000000))
}

# Makes $patched, a copy of the kernel that has BYTES, as printf's %b takes
# them, at SYMBOL + OFFSET.
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

# Boots under tests/lib/watch.py, which takes its script from standard input.
watched() { # NAME QEMU-ARGUMENTS...
	cat >"$TMP/script"
	watch="python3 tests/lib/watch.py $TMP/$1.e9 $TMP/script"
	qemu "$@"
	watched_status=$?
	watch=
	return $watched_status
}

# A test: the boot fails, and LINE is all that it prints. With REFUSED=quit it
# halts with interrupts off, as it does where QEMU or the kit has no port to end
# by. MONITOR, if set, is what tests/lib/watch.py does first.
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
