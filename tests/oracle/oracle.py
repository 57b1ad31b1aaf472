#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""oracle.py [CASE...]: what a kernel must get from what a loader hands over.

A second implementation of arch/pvh/RULES and arch/pvh/freebsd/RULES, written
from these two pages alone; the rules are in rules.py, the formats of a case and
of its meaning here. Without CASE, cases come on standard input, each after its
length (u32). Prints each case's meaning, one fact a line, ended by an empty
line.
"""
import re
import struct
import sys

sys.dont_write_bytecode = True
from physmem import Memory, crc32_zeros  # noqa: E402
from rules import (Boot, Defect, Door, GIB, KERNEL_TYPE, TOP,  # noqa: E402
                   translate)


def text(string):
    """A string in the format of a meaning."""
    if string in (b"", b"-"):
        return r"\x2d" if string else "-"
    return re.sub(rb"[^\x21-\x5b\x5d-\x7e]",
                  lambda m: b"\\x%02x" % m[0][0], string).decode()


def module_crc32(memory, module):
    """The CRC-32 of a module in its place, without what RAM does not hold."""
    kept = min(module.size, max(0, memory.end - module.address))
    return crc32_zeros(memory.crc32(module.source, kept), module.size - kept)


def good_boot(boot, address):
    """The lines of a good boot, without the warnings."""
    modulep, envp, kernend, howto = translate(boot, address)
    yield f"modulep {modulep:x}"
    yield f"envp {envp:x}"
    yield f"kernend {kernend:x}"
    yield f"howto {howto:x}"
    for variable in boot.kenv.values():
        yield f"kenv {text(variable)}"
    for start, end, kind in boot.map.ranges():
        yield f"smap {start:x} {min(end - start, TOP - 1):x} {kind:x}"
    start, end = boot.door.kernel
    yield (f"file {text(boot.door.name)} {text(KERNEL_TYPE)} {start:x} "
           f"{end - start:x}")
    for m in boot.modules:
        crc = module_crc32(boot.memory, m)
        yield (f"file {text(m.name)} {text(m.type)} {m.address:x} {m.size:x} "
               f"{text(m.args)} {crc:x}")


def meaning(memory, address, door=Door()):
    """The lines of what start_info at an address means."""
    boot = Boot(memory, door)
    try:
        lines = list(good_boot(boot, address))
    except Defect as defect:
        lines = ["defect %s %x %x" % defect.args]
    return ["warning %s %x %x" % w for w in boot.warnings] + lines


def read_case(case, door=Door()):
    """A case's memory, and the address of start_info."""
    memory = Memory()
    begin, end = door.door
    at = 4
    while at + 6 <= len(case):
        address, size = struct.unpack_from("<IH", case, at)
        data = case[at + 6:at + 6 + size]
        memory.write(address, data[:max(0, begin - address)])
        low = max(address, end)
        memory.write(low, data[low - address:4 * GIB - address])
        at += 6 + size
    return memory, int.from_bytes(case[:4], "little")


def main():
    if len(sys.argv) > 1:
        cases = (open(path, "rb").read() for path in sys.argv[1:])
    else:
        stream = sys.stdin.buffer
        cases = (stream.read(int.from_bytes(size, "little"))
                 for size in iter(lambda: stream.read(4), b""))
    for case in cases:
        print("\n".join(meaning(*read_case(case))), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
