#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# pvh-boot's options, its exit status, and what it does where something is
# missing. Where the boot does not matter, a script stands for QEMU.
. tests/boot/pvh-boot/lib.sh

# A QEMU that ends as after a good boot, and says on COM1 with what it ran.
cat >"$TMP/qemu" <<'END2'
#!/bin/sh
printf '%s\n' "$@" >boot.com1
exit 33
END2
chmod 755 "$TMP/qemu"
fake() { # NAME ARGUMENTS...
	fake_qemu=$QEMU
	QEMU=$TMP/qemu
	pvh_boot "$@"
	QEMU=$fake_qemu
}

pvh_boot help --help
check "--help" test "$status" = 0
check "--help is on standard output, in 80 columns" sh -c "
	grep -q '^usage: pvh-boot ' $boot.out && ! grep -E '^.{81}' $boot.out"

# A test: the arguments are refused by LINE.
unusable() { # LINE ARGUMENTS...
	unusable_line=$1
	shift
	pvh_boot unusable "$@"
	echo "$PVH_BOOT: $unusable_line" >"$boot.expect"
	check "status 2: $unusable_line" \
		sh -c "[ $status = 2 ] && diff -u $boot.expect $boot.err"
}
unusable 'which kernel? see --help'
unusable 'one kernel at a time: see --help' "$KERNEL" "$KERNEL"
unusable 'one kernel at a time: see --help' "$KERNEL" -- "$KERNEL"
unusable 'there is no option -x: see --help' -x "$KERNEL"
unusable 'option --on needs a value: see --help' "$KERNEL" --on
unusable 'option --expect needs a value: see --help' --expect= "$KERNEL"
unusable 'there is no way bios: there are pc q35 microvm xen-dom0 xl efi grub' \
	--on pc,bios "$KERNEL"
unusable 'there is no way ,: there are pc q35 microvm xen-dom0 xl efi grub' \
	--on , "$KERNEL"
unusable '--timeout is 1m, not some seconds' --timeout 1m "$KERNEL"
unusable '--timeout is 0, not some seconds' --timeout=0 "$KERNEL"
unusable "$TMP/none is no file that can be read" "$TMP/none"
unusable "$TMP is no file that can be read" "$TMP"
unusable "$TMP/none is no file that can be read" -i "$TMP/none" "$KERNEL"
unusable '--expect [ is no regular expression of grep -E' --expect '[' "$KERNEL"
unusable 'the words of -a have a control character' -a 'a
b' "$KERNEL"
unusable '/dev/null/x is no folder that can be written to' \
	-o /dev/null/x "$KERNEL"
own_qemu=$QEMU
QEMU=$TMP/none
unusable "no $TMP/none: install QEMU, or set QEMU to another" "$KERNEL"
QEMU=$own_qemu
export TMPDIR=/dev/null
unusable 'no folder for temporary files in /dev/null' "$KERNEL"
export TMPDIR="$TMP/tmp"

# What is handed over, and what is kept.
cp "$KERNEL" "$TMP/a kernel, with blanks"
fake kept -o "$TMP/kept" -i LICENSE -a '-v a="b c"' --on=pc,q35,pc -- \
	"$TMP/a kernel, with blanks"
check "--on: each way once" judged_as 0 'pc good .*' 'q35 good .*'
check "-o keeps what each way printed" test -s "$TMP/kept/pc.txt" -a \
	-s "$TMP/kept/q35.txt"
check "-o keeps the table, too" sh -c \
	"sed -n '/^way /,\$p' $boot.out | diff -u - $TMP/kept/table"
check "-i and -a" sh -c "
	grep -x -A 1 -e -append $TMP/kept/pc.txt | grep -x -e '-v a=\"b c\"' &&
	grep -x -A 1 -e -initrd $TMP/kept/pc.txt | grep -x module0"
fake alone --on pc "$KERNEL"
check "one way: its lines have no prefix" grep -qx -e -kernel "$boot.out"
check "the table has 80 columns at most" sh -c "! sed -n '/^way /,\$p' $boot.out |
	grep -E '^.{81}'"

# A way that is of no use fails only if it was asked for. A script stands for
# pvh-check, too.
cat >"$TMP/pvh-check" <<'END2'
#!/bin/sh
echo '{"file": "x", "rows": [{"vmm": "'"$3"'", "verdict": "no", "rule": "symtab", "value": "no \"x\"", "advice": "Keep it."}]}'
exit 1
END2
chmod 755 "$TMP/pvh-check"
export PVH_CHECK="$TMP/pvh-check"
fake named --on pc,efi,grub "$KERNEL"
check "named, it does not apply: as pvh-check says" judged_as 1 'pc good .*' \
	'efi does not apply pvh-check: symtab: no "x"' \
	'grub does not apply pvh-check: symtab: no "x"'
unset PVH_CHECK
fake quotes --on xl -a "'\"" "$KERNEL"
check "xl and two kinds of quotes" judged_as 1 \
	'xl does not apply xl takes words with one kind of quotes only'
fake example -a "'\"" "$BUILD/example/identity/kernel.elf"
check "not named, it does not: by the name of its entry" judged_as 0 \
	'(pc|q35|microvm|xen-dom0) good .*' \
	'(pc|q35|microvm|xen-dom0) good .*' \
	'(pc|q35|microvm|xen-dom0) good .*' \
	'(pc|q35|microvm|xen-dom0) good .*' \
	'xl does not apply xl takes words with one kind of quotes only' \
	"efi does not apply its entry is kmain; a FreeBSD-style kernel's is btext" \
	"grub does not apply its entry is kmain; a FreeBSD-style kernel's is btext"

# What is missing: the other ways are run all the same.
export OVMF_CODE=/none
fake no-ovmf --on pc,efi "$KERNEL"
unset OVMF_CODE
check "no OVMF" judged_as 2 'pc good .*' 'efi cannot run no /none: install OVMF'
XEN=9.99
export XEN
fake no-xen --on xen-dom0,xl,pc "$KERNEL"
check "Xen cannot be fetched" judged_as 2 'pc good .*' \
	'xen-dom0 cannot run boot/packages/fetch: no set of packages for "9.99".*' \
	'xl cannot run boot/packages/fetch: no set of packages for "9.99".*'

# While fetch runs there is a lock on the cache, so that must not wait for it.
mkdir -p "$TMP/no-apt"
printf '#!/bin/sh\necho "no network" >&2\nexit 1\n' >"$TMP/no-apt/apt-get"
chmod 755 "$TMP/no-apt/apt-get"
rm -rf "$TMP/empty"
own_path=$PATH own_cache=$PVH_CACHE
PATH=$(pwd)/$TMP/no-apt:$PATH PVH_CACHE=$TMP/empty
fake no-grub --on pc,grub "$KERNEL"
PATH=$own_path PVH_CACHE=$own_cache
check "GRUB cannot be fetched" judged_as 2 'pc good .*' \
	'grub cannot run boot/packages/fetch: .*no network.*'

# A copy of its files alone, as it is installed.
install_copy
own_boot=$PVH_BOOT
PVH_BOOT=$installed/bin/pvh-boot
unset PVH_CACHE
export XDG_CACHE_HOME="$TMP/xdg"
fake copy --on pc,xen-dom0 "$KERNEL"
check "installed: it finds its files" judged_as 2 'pc good .*' \
	'xen-dom0 cannot run boot/packages/fetch: no set .*'
check "installed: what it fetches goes to XDG_CACHE_HOME" \
	test -d "$TMP/xdg/pvh"
PVH_BOOT=$own_boot
PVH_HOME=$TMP
export PVH_HOME
unusable "its other files are not where PVH_HOME says, or beside it: $TMP" \
	"$KERNEL"
check "nothing is left" nothing_left
done_testing
