#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every CPU model that QEMU has: with all that have long mode the kernel reports
# the same, and the others are refused.
. tests/lib/tap.sh
. tests/lib/qemu.sh

# The name of each model, and whether it has long mode, from QMP.
models() {
	{
		echo '{"execute": "qmp_capabilities"}'
		for model in $(cpu_models); do
			printf '{"execute": "query-cpu-model-expansion", '
			printf '"arguments": {"type": "full", "model": {"name": '
			printf '"%s"}}, "id": "%s"}\n' "$model" "$model"
		done
		echo '{"execute": "quit"}'
	} | "$QEMU" -M none -nodefaults -display none -qmp stdio 2>/dev/null |
		sed -n 's/.*"lm": \([a-z]*\).*"id": "\([^"]*\)".*/\2 \1/p'
}

models >"$TMP/models"
count=$(wc -l <"$TMP/models")
boot_module "$TMP/module.bin"
no_long_mode='pvh: this CPU has no long mode'

boots_on() { # CPU
	boots "cpu-$1" good microvm -M microvm -m 128 -cpu "$1" \
		-initrd "$TMP/module.bin" -append "$BOOT_APPEND"
}
check "QEMU has models with long mode and without" \
	test "$(awk '{ print $2 }' "$TMP/models" | sort -u | tr '\n' ' ')" = 'false true '
check "QEMU has 100 models at least, and describes each" \
	test "$count" -ge 100 -a "$count" = "$(cpu_models | wc -l)"
while read -r cpu lm <&3; do
	case $lm in
	true) boots_on "$cpu" ;;
	false) refuses "cpu-$cpu" "$no_long_mode" -M microvm -m 16 -cpu "$cpu" ;;
	esac
done 3<"$TMP/models"

# Single features that are missing or present in no model.
for flags in -nx -pdpe1gb -pse -pae -pge -pat -mtrr -apic -sse2,-sse,-mmx \
	+pdpe1gb xlevel=0x80000001; do
	boots_on "qemu64,$flags"
done
for flags in -lm xlevel=0x80000000 level=1,xlevel=0; do
	refuses "cpu-qemu64,$flags" "$no_long_mode" \
		-M microvm -m 16 -cpu "qemu64,$flags"
done

# With SeaBIOS. The map of an Intel CPU has no range for HyperTransport.
for cpu in qemu64 EPYC max max,la57=on; do
	boots "q35-$cpu" good bare -M q35 -m 16 -cpu "$cpu"
done
for cpu in Nehalem Westmere; do
	boots "q35-$cpu" good bare-intel -M q35 -m 16 -cpu "$cpu"
done
done_testing
