# SPDX-License-Identifier: BSD-2-Clause
"""The kernel under test: its addresses, and the lines that its door prints."""
import re
import struct
import subprocess

import qemu

KERNBASE = 0xffffffff80000000


def _symbols(path):
    out = subprocess.run(["nm", path], check=True, capture_output=True,
                         text=True).stdout
    rows = (line.split() for line in out.splitlines())
    return {row[2]: int(row[0], 16) - KERNBASE
            for row in rows if len(row) == 3}


SYMBOLS = _symbols(qemu.KERNEL)
ENTRY = SYMBOLS["pvh_start32"]
START, END = SYMBOLS["kernel_start"], SYMBOLS["kernel_end"]
DOOR, DOOR_END = SYMBOLS["pvh_begin"], SYMBOLS["pvh_end"]
HOME = -(-DOOR_END // 4096) * 4096  # where the first module is moved to
ARENA = next(at for name, at in SYMBOLS.items()  # static in pvh_boot()
             if "arena" in name.split(".") and DOOR <= at < DOOR_END)
ARENA_SIZE = 0x30000
STACK = SYMBOLS["stacks"] + 4096  # in .bss, deeper than it grows
NO_LONG_MODE = "pvh: this CPU has no long mode"
NONE = 0xffffffff  # the index of the kernel's own command line


def patch(old, new, start=DOOR, end=DOOR_END):
    """The writes that replace old everywhere from start to end, in memory."""
    image = bytearray(DOOR_END - START)
    with open(qemu.KERNEL, "rb") as file:
        elf = file.read()
    offset, = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    for at in range(offset, offset + count * size, size):
        kind, _, where, _, paddr, filled = struct.unpack_from("<IIQQQQ", elf,
                                                              at)
        if kind == 1:
            image[paddr - START:paddr - START + filled] = \
                elf[where:where + filled]
    code = bytes(image[start - START:end - START])
    found = [start + match.start() for match in
             re.finditer(re.escape(old), code)]
    if not found:
        raise LookupError(f"{old.hex()} is not in the code")
    return [(at, new) for at in found]


# Defects and warnings by name: (text, whether it is a warning).
CODES = {}
for _path in "arch/pvh/defect.h", "arch/pvh/freebsd/freebsd_defect.h":
    with open(_path, encoding="ascii") as _file:
        for _kind, _list in re.findall(
                r"#define \w+_(FATAL|WARNINGS|ONCE)\(X\)((?:.*\\\n)*.*)",
                _file.read()):
            for _code, _text in re.findall(
                    r'X\(PVH_(\w+),[\s\\]*"([^"]*)"\)', _list):
                CODES[_code] = _text, _kind != "FATAL"


def line(code, index, value):
    """The line that the door prints for a defect or a warning."""
    text, warning = CODES[code]
    text = text.replace("#", str(index)).replace("@", f"{value:#x}")
    return ("pvh: warning: " if warning else "pvh: ") + text


def code_of(printed):
    """The code that a line of the guest is of, or None."""
    for code, (text, warning) in CODES.items():
        pattern = re.escape(text).replace(r"\#", "[0-9]+") \
            .replace("@", "0x[0-9a-f]+")
        prefix = "pvh: warning: " if warning else "pvh: "
        if re.fullmatch(prefix + pattern, printed):
            return code
    return "NO_LONG_MODE" if printed == NO_LONG_MODE else None
