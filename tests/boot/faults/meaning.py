# SPDX-License-Identifier: BSD-2-Clause
"""What must come of a handover by arch/pvh/RULES. The oracle decides, which is
a second implementation of the rules; printed() translates its answer into the
lines that the guest prints.
"""
import functools
import os
import re
import sys
import threading

import injection
import kernel
import qemu

sys.path.append("tests/oracle")
import oracle  # noqa: E402
import rules  # noqa: E402
from physmem import Memory, PAGE  # noqa: E402

TYPES = {1: "ram", 2: "reserved", 3: "acpi", 4: "nvs", 5: "unusable",
         6: "disabled", 7: "pmem"}
DOOR = rules.Door(
    kernel=(kernel.START, kernel.END), door=(kernel.DOOR, kernel.DOOR_END),
    image=(kernel.START, kernel.DOOR_END), arena=kernel.ARENA,
    arena_size=kernel.ARENA_SIZE)
# (address, size) of where firmware, QEMU and the injector are; all else is 0.
USED = [(0, 3 << 20), (0x7000000, 1 << 24), (0xfffc0000, 1 << 18)]
LOCK = threading.Lock()  # one thread at a time fills _initial_pages()'s cache
REPORTED = ("loader", "howto", "kenv", "map", "module", "kernel")


@functools.cache
def _initial_pages(machine):
    """The pages that are not all 0 on this machine before a job runs."""
    job = injection.Job(qemu.PROBE)
    job.write(qemu.PROBE, b"\xf4")
    pages = {}

    def dump(_, monitor):
        path = f"{qemu.TMP}/memory"
        for start, size in USED:
            monitor.execute("pmemsave", val=start, size=size, filename=path)
            with open(path, "rb") as file:
                data = file.read()
            os.unlink(path)
            for at in range(0, size, PAGE):
                page = data[at:at + PAGE]
                if any(page):
                    pages[(start + at) // PAGE] = page
    qemu.boot(job.pack(), machine.split(), probe=dump)
    return pages


def meaning(machine, data, writes, start_info):
    """The oracle's lines. The guest's memory has the job's data in it, too."""
    memory = Memory(end=int(re.search(r"-m (\d+)", machine)[1]) << 20)
    with LOCK:
        memory.pages = {n: bytearray(p) for n, p in _initial_pages(machine).items()}
    memory.write(injection.AT, data)
    for address, part in writes:
        memory.write(address, part)
    return oracle.meaning(memory, start_info, DOOR)


def _text(escaped):
    """A string as the kernel prints it, from one of the oracle's."""
    if escaped == "-":
        return ""
    data = re.sub(r"\\x(..)", lambda m: chr(int(m[1], 16)), escaped)
    return re.sub(r"[^ -~]", lambda m: f"\\x{ord(m[0]):02x}", data)


def _shown(escaped):
    return _text(re.sub(r"(\\x20|\\x09)+$", "", escaped)) or "-"


def _module(number, name, kind, address, size, args, crc):
    args = _shown(args)
    read = f"crc32={int(crc, 16):08x}" if int(address, 16) < rules.GIB \
        else "unreadable"  # the kernel maps only the first GiB
    return (f"module: {number} {_shown(name)} {_shown(kind)} 0x{address} "
            f"{int(size, 16)} {read}" + (f" {args}" if args != "-" else ""))


def printed(meaning_lines):
    """(lines of the door, code of the refusal or None, lines of the report)"""
    door, refusal, report, kenv = [], None, [], []
    howto = kernend = 0
    loader, modules, maps = "unknown", [], []
    for line in meaning_lines:
        what, *words = line.split(" ")
        if what in ("warning", "defect"):
            door.append(kernel.line(words[0], int(words[1], 16),
                                    int(words[2], 16)))
            refusal = words[0] if what == "defect" else None
        elif what == "howto":
            howto = int(words[0], 16)
        elif what == "kernend":
            kernend = int(words[0], 16)
        elif what == "kenv":
            kenv.append(f"kenv: {_text(words[0])}")
            if words[0].startswith("loader="):
                loader = _text(words[0][7:])
        elif what == "smap":
            base, length, kind = (int(w, 16) for w in words)
            last = min(base + length, 2**64) - 1
            maps.append(f"map: 0x{base:016x}-0x{last:016x} "
                        f"{TYPES.get(kind, f'type {kind}')}")
        elif what == "file" and len(words) > 4:
            modules.append(_module(len(modules), *words))
    if refusal is None:
        names = [n for n, bit in rules.BOOTHOWTO.values() if howto & bit]
        report = [f"loader: {loader}",
                  " ".join([f"howto: {howto:#x}", *names]), *kenv, *maps,
                  *(modules or ["module: none"]),
                  f"kernel: 0x{kernel.START:08x}-0x{kernend - 1:08x}"]
    return door, refusal, report
