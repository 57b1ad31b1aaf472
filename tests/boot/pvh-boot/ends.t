#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# pvh-boot tells how a boot ended: a good kernel, and one mutant for each way
# not to be good. (tests/boot/ways.t boots the good one in every way.)
. tests/boot/pvh-boot/lib.sh

pvh_boot good --on pc,microvm "$KERNEL"
check "good: by its exit" judged_as 0 \
	'pc good isa-debug-exit, status 33' \
	'microvm good isa-debug-exit, status 33'
check "good: each line once, though it is on both consoles" test \
	"$(grep -c '^\[pc\] boot: ok$' "$boot.out")" = 1

pvh_boot failed --on q35 -a crash=1 "$KERNEL"
check "failed exit" judged_as 1 \
	'q35 failed isa-debug-exit, status 35; last line: boot: failed: .*'

# What the kernel does at btext instead; the door has printed nothing.
mutant() { # NAME BYTES
	patch "$1" btext 0 "$2"
	pvh_boot "$1" --timeout 10 --on q35 "$patched"
}
mutant hang '\0372\0364\0353\0375' # cli, hlt, jmp -3
check "hang" judged_as 1 'q35 hang no end within 10 s'
mutant triple '\0017\0001\0034\0045\0000\0000\0020\0000\0314' # lidt [1 MiB], int3
check "triple fault" judged_as 1 'q35 triple fault a fault without a handler'
mutant quit '\0260\0376\0346\0144\0353\0376' # mov al, 0xfe; out 0x64, al; jmp -2
check "quit" judged_as 1 'q35 quit QEMU ended: a reset or power-off'
mutant zero '\0061\0300\0346\0364\0353\0376' # xor eax, eax; out 0xf4, al; jmp -2
check "an exit with 1 is the guest's, no error of QEMU's" judged_as 1 \
	'q35 failed isa-debug-exit, status 1'
# mov edx, 0x3f8; mov al, '.'; out dx, al; jmp -3
mutant endless '\0272\0370\0003\0000\0000\0260\0056\0356\0353\0375'
check "a line without an end is a hang" judged_as 1 \
	'q35 hang no end within 10 s; last line: [. ]+'

pvh_boot refused --on pc "$BUILD/native.elf"
check "refused by QEMU, in its words" judged_as 1 'pc refused QEMU: Error loading uncompressed kernel without PVH ELF Note'

pvh_boot match --on q35 --expect '^boot: o.$' "$KERNEL"
check "--expect: a line matches" judged_as 0 'q35 good it printed: boot: ok'
pvh_boot no-match --on q35 --expect 'boot: better' "$KERNEL"
check "--expect: none does, though it ended well" judged_as 1 \
	'q35 no match isa-debug-exit, status 33, but no line matches; last line: boot: ok'
pvh_boot both --on q35 --expect 'boot: failed' -a crash=1 "$KERNEL"
check "--expect alone judges" judged_as 0 \
	'q35 good it printed: boot: failed: .*'
check "nothing is left" nothing_left
done_testing
