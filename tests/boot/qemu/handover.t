#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A modulep or kernend that cannot be: the kernel says so, and ends the boot.
# Each kernel here takes one of the two from elsewhere than the stack.
. tests/lib/tap.sh
. tests/lib/qemu.sh

qemu good -M microvm -m 16 -kernel "$KERNEL"
check "good" ends good $?
end=$(sed -n 's/^kernel: .*-0x\([0-9a-f]*\).*/\1/p' "$boot.e9")
end=$(printf '%x' $((0x$end + 1)))

# The bytes are those of mov edi, [rsp + 4]; mov esi, [rsp + 8].
ends_with() { # NAME LINE BYTES
	sed "s/\x8b\x7c\x24\x04\x8b\x74\x24\x08/$3/" "$KERNEL" >"$TMP/changed"
	check "$1: the kernel is changed" sh -c "! cmp -s '$KERNEL' '$TMP/changed'"
	qemu "$1" -M microvm -m 16 -kernel "$TMP/changed"
	check "$1: it ends the boot" ends failed $?
	echo "boot: failed: $2" >"$boot.expect"
	same "$1: $2" "$boot.expect" "$boot.e9"
}
ends_with no-modulep "modulep 0x0 is not between the kernel and kernend 0x$end" \
	'\x31\xff\x90\x90\x8b\x74\x24\x08' # xor edi, edi
ends_with modulep-end \
	"modulep 0x$end is not between the kernel and kernend 0x$end" \
	'\x8b\x7c\x24\x08\x8b\x74\x24\x08'
ends_with no-kernend "kernend 0x0 is not between the kernel and 1 GiB" \
	'\x8b\x7c\x24\x04\x31\xf6\x90\x90' # xor esi, esi
ends_with kernend-last "kernend 0xffffffff is not between the kernel and 1 GiB" \
	'\x8b\x7c\x24\x04\x83\xce\xff\x90' # or esi, -1

# The first and the last that can be, and their neighbours.
le() { # NUMBER: its bytes
	printf '\\x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) \
		$(($1 >> 24))
}
x() { # NUMBER
	printf '0x%x' "$1"
}
first=$(physical kernel_end 0)
for modulep in $((first - 1)) "$first"; do
	case $modulep in
	"$first") line='metadata: no file is the kernel' ;;
	*)
		line="modulep $(x "$modulep") is not between the kernel and"
		line="$line kernend 0x$end"
		;;
	esac
	ends_with "modulep-$(x "$modulep")" "$line" \
		"\xbf$(le "$modulep")\x58\x5e\x90" # pop rax; pop rsi
done
for kernend in $((first - 1)) "$first" $((1 << 30)) $(((1 << 30) + 1)); do
	case $kernend in
	"$first" | $((1 << 30)))
		line='modulep 0x0 is not between the kernel and kernend'
		line="$line $(x "$kernend")"
		;;
	*)
		line="kernend $(x "$kernend") is not between the kernel and"
		line="$line 1 GiB"
		;;
	esac
	ends_with "kernend-$(x "$kernend")" "$line" \
		"\x31\xff\xbe$(le "$kernend")\x90" # edi is 0
done
done_testing
