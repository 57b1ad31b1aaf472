# SPDX-License-Identifier: BSD-2-Clause
"""The formats of a case and of its meaning, as tests/host/fuzz/README has them.
"""
import re
import struct

from physmem import Memory, crc32_zeros
from rules import Defect, Door, GIB


def text(string):
    """A string in the format of a meaning."""
    if string in (b"", b"-"):
        return r"\x2d" if string else "-"
    return re.sub(rb"[^\x21-\x5b\x5d-\x7e]",
                  lambda m: b"\\x%02x" % m[0][0], string).decode()


def crc32(memory, address, size):
    """The CRC-32 of bytes in their place, without what RAM does not hold."""
    kept = min(size, max(0, memory.end - address))
    return crc32_zeros(memory.crc32(address, kept), size - kept)


def module_crc32(memory, module):
    """The CRC-32 of a module where it is by now."""
    kept = min(module.size, max(0, memory.end - module.address))
    return crc32_zeros(memory.crc32(module.source, kept), module.size - kept)


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


def lines(boot, good):
    """A boot's warnings, and what a good one yields, or its defect."""
    try:
        found = list(good)
    except Defect as defect:
        found = ["defect %s %x %x" % defect.args]
    return ["warning %s %x %x" % w for w in boot.warnings] + found
