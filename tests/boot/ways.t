#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# One kernel file, one module and one command line booted in every way: the
# kernel must report the same facts. Only the loader's name, addresses and the
# memory map may differ. Prints a table, ways across, facts down.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/efi.sh
. boot/efi/firmware.sh
XEN=${XEN:-4.17}
. boot/xen/xen.sh
. boot/xen/chain.sh
BOOT_SECONDS=120
export XEN PVH_CACHE="$BUILD" QEMU
ways='pc q35 microvm dom0 xl efi grub-bios grub-efi'
no_chain=$(chain_missing)
[ -n "$no_chain" ] || ways="$ways chain"

# The facts of a report, without what a loader adds or writes in its own way:
#	kenv	loader=, acpi.rsdp=; GRUB sorts the variables
#	module	the UEFI loader's NAME is the path, as with FreeBSD's
#	acpi	OVMF has a boot logo, BGRT
facts() { # WAY
	tr -d '\r' <"$TMP/$1.report" | sed -nE \
		-e '/^kenv: (loader|acpi\.rsdp)=/d' \
		-e '/^acpi: BGRT /d' \
		-e 's/^(acpi: rsdp) .* revision [0-9] /\1 /' \
		-e 's/^(acpi: [^ ]+) 0x[0-9a-f]+ [0-9]+ /\1 /' \
		-e 's/^(module: [0-9]+) ([^ ]*\/)?([^ ]+ [^ ]+) 0x[0-9a-f]+ /\1 \3 /' \
		-e 's/^(kernel: 0x[0-9a-f]+)-.*/\1/' \
		-e '/^(howto|kenv|module|kernel|acpi|boot): /p' | sort
}

fact() { # WAY KEY
	facts "$1" | sed -n "s/^$2: //p"
}

module=$TMP/module0
boot_module "$module"
words='-v motd="hello, world" boot_single=YES kern.hz=100'

# The ways. Each leaves what the kernel printed in NAME.report. pvh-boot boots
# those that anyone's kernel may be booted in.
pvh_boot() {
	boot/pvh-boot/pvh-boot -o "$TMP/kept" -i "$module" -a "$words" \
		--timeout $BOOT_SECONDS "$KERNEL" >"$TMP/pvh-boot" 2>&1
	pvh_boot_status=$?
	for way in pc q35 microvm xl; do
		cp "$TMP/kept/$way.txt" "$TMP/$way.report"
	done
	# The firmware's console may come later than port 0xE9.
	sed -n '/^loader: efi$/,$p' "$TMP/kept/efi.txt" |
		sed '/^loader: \//d' >"$TMP/efi.report"
	cp "$TMP/kept/xen-dom0.txt" "$TMP/dom0.report"
	cp "$TMP/kept/grub.txt" "$TMP/grub-bios.report"
}

# The disk of the chain, with the same that pvh-boot hands over.
chain_disk() {
	cat >"$TMP/loader.conf" <<-'END'
		kernel_options="-v"
		module0_load="YES"
		module0_name="/boot/module0"
		module0_type="md_image"
		motd="hello, world"
		boot_single="YES"
		kern.hz="100"
	END
	disk "$TMP/job/disk" 34 "/EFI/BOOT/BOOTX64.EFI=$LOADER" \
		"/boot/kernel/kernel=$KERNEL" "/boot/loader.conf=$TMP/loader.conf" \
		"/boot/module0=$module"
}

chain() {
	rm -rf "$TMP/job"
	chain_folder "$TMP/job"
	chain_disk
	cat >"$TMP/job/job" <<-'END'
		cd /
		losetup -r /dev/loop0 disk
		timeout 120 xl create -F xen.cfg
		cat /var/log/xen/guest-efi.log
	END
	xen_linux 240 "$TMP/job" loglvl=none -serial "file:$TMP/chain.com1" \
		2>"$TMP/chain.qemu" </dev/null
	sed -n '/^loader: efi/,/^boot: /p' "$TMP/chain.com1" >"$TMP/chain.report"
}

grub_efi() {
	cat >"$TMP/menu" <<-'END'
		set kFreeBSD.loader=grub
		kfreebsd /boot/kernel.elf -v
		kfreebsd_module /boot/module0 type=md_image
		set kFreeBSD.motd="hello, world"
		set kFreeBSD.boot_single=YES
		set kFreeBSD.kern.hz=100
		if [ "$grub_platform" = efi ]; then fakebios; fi
		boot
	END
	boot/grub/iso "$TMP/iso" "$BUILD/grub" "$TMP/menu" "$KERNEL" "$module"
	# shellcheck disable=SC2046 # a list of arguments
	qemu grub-efi $(firmware efi "$TMP/vars") -net none -M q35 -m 256 \
		-drive "file=$TMP/iso,format=raw,media=cdrom"
	cp "$TMP/grub-efi.e9" "$TMP/grub-efi.report"
}

missing=$({
	xen_missing
	firmware_missing efi
	[ -s "$BUILD/grub/efi.img" ] || echo "no GRUB: see make iso"
} | sed -n 1p)
if [ -n "$missing" ]; then
	skip_all "every way to boot" "$missing"
fi
if [ -n "$no_chain" ]; then
	skip "chain: all of it" "$no_chain"
fi

pvh_boot
[ -n "$no_chain" ] || chain
grub_efi

# The facts that every way must report. ACPI's tables are compared with those
# that the PVH entry gets on the same machine: q35, or a domU.
given() { # KEY
	case $1 in
	howto) echo '0x802 single verbose' ;;
	kenv) printf '%s\n' boot_single=YES kern.hz=100 'motd=hello, world' ;;
	module) echo "0 module0 md_image $(contents "$module")" ;;
	kernel) echo 0x00200000 ;;
	boot) echo ok ;;
	esac
}

# A cell of the table: yes, if the fact is what the file has.
cell() { # WAY KEY FILE
	fact "$1" "$2" >"$TMP/$1-$2"
	if cmp -s "$3" "$TMP/$1-$2"; then echo yes; else echo NO; fi
}

row() { # WHAT COMMAND: a row of the table, the command's word for each way
	printf '%-8s' "$1"
	for way in $ways; do
		printf ' %-9s' "$("$2" "$way" "$1")"
	done
	echo
}
self() { echo "$1"; }
loader() { sed -n 's/^loader: //p' "$TMP/$1.report" | tr -d '\r'; }
cell_given() { cell "$1" "$2" "$TMP/given-$2"; }
cell_acpi() {
	case $1 in
	q35 | efi | grub-*) cell "$1" "$2" "$TMP/given-acpi" ;;
	xl | chain) cell "$1" "$2" "$TMP/domu-acpi" ;;
	*) echo - ;; # no other way on this machine
	esac
}

for key in howto kenv module kernel boot; do
	given $key >"$TMP/given-$key"
done
fact q35 acpi >"$TMP/given-acpi"
fact xl acpi >"$TMP/domu-acpi"
{
	row way self
	row loader loader
	for key in howto kenv module kernel boot; do
		row $key cell_given
	done
	row acpi cell_acpi
} | sed 's/ *$//' >"$TMP/table"
note <"$TMP/table"

pvh_boot_good() {
	cat "$TMP/pvh-boot"
	[ $pvh_boot_status = 0 ] && [ "$(grep -c ' good ' "$TMP/kept/table")" = 7 ]
}
check "pvh-boot: good in seven ways" pvh_boot_good
for key in howto kenv module kernel boot; do
	for way in $ways; do
		same "$way: $key" "$TMP/given-$key" "$TMP/$way-$key"
	done
done
for way in efi grub-bios grub-efi; do
	same "$way: ACPI's tables, as through PVH on q35" \
		"$TMP/given-acpi" "$TMP/$way-acpi"
done
[ -n "$no_chain" ] || same "chain: ACPI's tables, as through PVH in a domU" \
	"$TMP/domu-acpi" "$TMP/chain-acpi"
# The chain's column is the last one.
columns=$(sed -n 1p "$TMP/table" | wc -w)
sed -n '/^    way      pc /,/^    acpi /s/^    //p' tests/boot/README |
	cut -c "-$((columns * 10 - 1))" | sed 's/ *$//' >"$TMP/readme"
same "tests/boot/README has this table" "$TMP/table" "$TMP/readme"
done_testing
