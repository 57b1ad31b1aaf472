# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The kernel as PVH dom0 of Xen $XEN: start_info has version 0, without a map.
. tests/boot/xen/judge.sh
needs_xen

# Boots; leaves NAME.com1 and, without Xen's own lines, NAME.out. It runs in the
# folder of the files, as Xen hands over a module's path as its name.
dom0() { # NAME MODULES
	boot=$TMP/$1
	rm -f "$boot".*
	(
		cd "$TMP" &&
			xen_pvh 40 "$2" '' -d cpu_reset -D "$1.cpu" \
				-pidfile "$1.pid" -serial "file:$1.com1" \
				2>"$1.qemu" </dev/null
	)
	status=$?
	tr -d '\r' <"$TMP/$1.com1" | grep -av '^(XEN)' >"$TMP/$1.out"
}

# The same for a dom0 that halts or crashes, which leaves Xen waiting.
dom0_stays() { # NAME MODULES
	dom0 "$1" "$2" &
	for _ in $(seq 200); do
		sleep 0.2
		grep -aqs 'Hardware Dom0 [a-z]*: .*\.' "$TMP/$1.com1" || continue
		kill "$(cat "$TMP/$1.pid")"
		break
	done
	wait
}

cp "$KERNEL" "$TMP/kernel.elf"
boot_module "$TMP/boot.bin"
contents=$(contents "$TMP/boot.bin")
module="boot.bin mfs_root 0x[0-9a-f]+ $contents args of it"
if [ "$XEN" = 4.14 ]; then # it drops the command line of a module
	module="module0 md_image 0x[0-9a-f]+ $contents"
fi

# Xen 4.14 and 4.17 make dom0's XSDT from the firmware's, and SeaBIOS has none:
# what they hand over begins with bytes of the interrupt table at address 0, and
# the kernel reports "bad signature". With 4.20 it does not.
dom0 bare kernel.elf
check "bare: ends well" ends good $status
check "bare: as in tests/boot/expect/xen-dom0-$XEN.txt" \
	xen_transcript "xen-dom0-$XEN" "$TMP/bare.out"
check "bare: the version of Xen" grep -x "hypervisor: Xen $XEN" "$TMP/bare.out"

dom0 words 'kernel.elf -v motd="hello,, world" boot_single=YES,boot.bin type=mfs_root args of it'
check "words: ends well" ends good $status
check "words: the command line arrives" says "$TMP/words.out" \
	'^howto: 0x802 single verbose$' '^kenv: motd=hello, world$' \
	'^kenv: boot_single=YES$'
check "words: the module and its command line arrive" \
	says "$TMP/words.out" "^module: 0 $module\$"

dom0 panic 'kernel.elf crash=1'
check "panic: ends as a failure" ends failed $status
check "panic: registers" grep -E '^trap: rip ffffffff8[0-9a-f]{7} ' \
	"$TMP/panic.out"

# Without xen_map.c the kit has no memory map, and cannot ask Xen for a crash.
cp "$BUILD/no-xen-map/kernel.elf" "$TMP/no-xen-map.elf"
dom0_stays no-map no-xen-map.elf
check "no xen_map.c: halts" grep -a 'Hardware Dom0 halted' "$TMP/no-map.com1"
check "no xen_map.c: says why" grep -x \
	'(d0) pvh: start_info: version 0 has no memory map' "$TMP/no-map.out"
check "no xen_map.c: says nothing else" test "$(grep -c . "$TMP/no-map.out")" = 1

# With xen_map.c a refused boot is a crash, after which Xen would restart the
# machine without "noreboot".
KERNEL=$BUILD/example/identity/kernel.elf
patch trap pvh_parse 0 '\0017\0013' # ud2
dom0_stays trap patched-trap
check "trap: crashes" grep -a 'Hardware Dom0 crashed' "$TMP/trap.com1"
check "trap: says why" grep -x "(d0) pvh: trap 0x6 at 0x$(printf %x \
	"$(physical pvh_parse 0)"), cr2 0x0" "$TMP/trap.out"
check "trap: says nothing else" test "$(grep -c . "$TMP/trap.out")" = 1
done_testing
