# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the tests of loader.elf have in common: KERNEL, which QEMU starts, is the
# loader, and NATIVE, the teaching kernel without the kit, is its module.
. tests/lib/tap.sh
KERNEL=$BUILD/loader.elf
. tests/lib/qemu.sh
# shellcheck disable=SC2034 # tests use it
NATIVE=$BUILD/native.elf

# The module of boot_module(), under the name that the kit gives to one without.
module=$TMP/module0
boot_module "$module"

# What the last boot reported, as a file.
report() {
	tr -d '\r' <"$boot.com1" >"$boot.report"
	echo "$boot.report"
}

pack() { # ARCHIVE KERNEL [MODULE...]
	sh boot/pvh/pack.sh "$@"
}
