#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two kernels with the kit under Xen: a Limine kernel as a domU of several CPUs,
# which all say who they are, and one that opens a frame buffer, where none is.
# They print to port 0xE9, so to Xen's log.
XEN=4.17
. tests/boot/xen/judge.sh
. tests/boot/xen/domus.sh
needs_xen

rm -rf "$TMP/job"
mkdir -p "$TMP/job"
cp arch/pvh/pvh.cfg boot/xen/job.sh "$TMP/job"
cp "$BUILD/limine/limine-pvh-cpus.elf" "$TMP/job/kernel.elf"
cp "$BUILD/limine/limine-pvh-cpus-x2.elf" "$TMP/job/x2apic.elf"
cp "$BUILD/video/kernel.elf" "$TMP/job/video.elf"
cat >"$TMP/job/job" <<'END'
cd /
. /job.sh
domu one
domu two vcpus=2
domu four vcpus=4 'kernel="/x2apic.elf"'
domu video 'kernel="/video.elf"'
results
END
run_job 200
check "dom0 runs its job and powers off" ends power-off $?

# A test: what a domain printed are the lines of standard input.
logged() { # NAME
	cat >"$TMP/expected"
	sed -n 's/^(d[0-9]*) //p' "$TMP/out/$1.xen" >"$TMP/$1.log"
	same "$1" "$TMP/expected" "$TMP/$1.log"
}

logged one <<'END'
page 0x9e000: 0x0
cpus: 1, xAPIC
boot cpu: processor 0, APIC ID 0
boot: ok
END
logged two <<'END'
page 0x9e000: 0x0
cpus: 2, xAPIC
boot cpu: processor 0, APIC ID 0
cpu: processor 1, APIC ID 2
boot: ok
END
logged four <<'END'
page 0x9e000: 0x0
cpus: 4, x2APIC
boot cpu: processor 0, APIC ID 0
cpu: processor 1, APIC ID 2
cpu: processor 2, APIC ID 4
cpu: processor 3, APIC ID 6
boot: ok
END
logged video <<'END'
pvh: warning: video: no frame buffer: no device has one
words: 
boot: no frame buffer
END
done_testing
