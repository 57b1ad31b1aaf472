# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Judges a boot, whether QEMU itself, Xen, GRUB or UEFI firmware loaded the
# kernel. Source it after tap.sh. $boot.com1, .e9, .cpu and .qemu are the boot's
# traces, as verdict.sh describes them.
. boot/pvh-boot/verdict.sh

EXPECT=tests/boot/expect

# Whether the verdict is the expected one; if not, prints the ends of the
# traces.
ends() { # EXPECTED STATUS
	ends_got=$(verdict "$2")
	[ "$ends_got" = "$1" ] && return
	echo "expected $1, got $ends_got"
	cat "$boot.qemu"
	tail -n 40 "$boot.com1"
	return 1
}

# HEX + OFFSET, as the lines of the map have addresses.
mapped() { # HEX OFFSET
	printf '0x%016x' $((0x$1 + $2))
}

# QEMU 10's qboot leaves bytes of its stack as the address of a module's command
# line; the kit warns of it, and boots.
case $("$QEMU" --version 2>/dev/null) in
'QEMU emulator version '[1-9].*) qboot_warns='^$' ;;
*) qboot_warns='^pvh: warning: module 0: command line at 0x[0-9a-f]* is out' ;;
esac

# A report without what depends on the toolchain and the firmware: the kernel's
# size, and so the pages of the modules, which lie right after it.
normalised() { # FILE
	normalised_first=$(sed -n 's/^module: 0 .* 0x\([0-9a-f]*\) [0-9]* crc.*/\1/p' "$1")
	normalised_last=$(sed -n 's/^kernel: .*-0x\([0-9a-f]*\).*/\1/p' "$1")
	: "${normalised_first:=1}" "${normalised_last:=1}" # in no map
	tr -d '\r' <"$1" | sed -E -e "/$qboot_warns/d" \
		-e "s/^(map: .*)-$(mapped "$normalised_first" -1) /\1-BELOW /" \
		-e "s/^map: $(mapped "$normalised_first" 0)-/map: MODULES-/" \
		-e "s/^(map: .*)-$(mapped "$normalised_last" 0) /\1-KERNEND /" \
		-e "s/^map: $(mapped "$normalised_last" 1)-/map: AFTER-/" \
		-e "s/^(module: .*) 0x$normalised_first /\1 MODULES /" \
		-e 's/^(kernel: 0x[0-9a-f]+)-0x[0-9a-f]+$/\1-KERNEND/' \
		-e 's/^(acpi: [^ ]+) 0x[0-9a-f]+/\1 ADDR/' \
		-e 's/(acpi\.rsdp)=0x[0-9a-f]+/\1=ADDR/' \
		-e 's/^(trap: r[a-z0-9]+) .*/\1 .../'
}

# Compares a normalised report with $EXPECT/TRANSCRIPT.txt, both filtered by
# "sed -E $THROUGH" if that is set. UPDATE=1 first makes the report the
# transcript, for a person to review.
transcript() { # TRANSCRIPT FILE
	[ -z "${UPDATE:-}" ] || [ -n "${THROUGH:-}" ] ||
		cp "$2" "$EXPECT/$1.txt"
	sed -E "${THROUGH:-}" "$EXPECT/$1.txt" >"$2.expect"
	sed -E "${THROUGH:-}" "$2" | diff -u "$2.expect" -
}

# A test: the verdict is the expected one, the two consoles agree, and what they
# show is the transcript. COM1 and E9 are files, not yet normalised; the command
# FILTER removes what else depends on the loader.
judged() { # NAME VERDICT GOT TRANSCRIPT COM1 E9 [FILTER]
	normalised "$5" | ${7:-cat} >"$boot.txt"
	normalised "$6" | ${7:-cat} >"$boot.txt2"
	if [ "$3" != "$2" ]; then
		{
			echo "expected $2, got $3"
			diff -u "$EXPECT/$4.txt" "$boot.txt"
			cat "$boot.qemu"
		} | not_ok "$1: $2"
	elif ! cmp -s "$boot.txt" "$boot.txt2"; then
		diff -u "$boot.txt" "$boot.txt2" |
			not_ok "$1: COM1 and 0xE9 say the same"
	else
		check "$1: $2, as in $EXPECT/$4.txt" transcript "$4" "$boot.txt"
	fi
}

# Whether a file has a line for each pattern, and ends with "boot: ok".
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

# ---- what is handed over, and how the kernel reports it

# A command line and a module for boots that use all that can be handed over.
# shellcheck disable=SC2034 # tests use it
BOOT_APPEND='-v vfs.root.mountfrom=ufs:/dev/md0 "motd=hello, world" boot_single=YES'
boot_module() { # FILE
	yes 'a module of a size that is no multiple of a page' |
		head -c 300001 >"$1"
}

# The file's CRC-32, as the kernel prints it; gzip's trailer has it.
crc() { # FILE
	gzip -c "$1" | tail -c 8 | od -An -tx4 -N4 | tr -d ' '
}

# A module's size and sum, as the kernel reports them.
contents() { # FILE
	echo "$(wc -c <"$1") crc32=$(crc "$1")"
}
