# SPDX-License-Identifier: BSD-2-Clause
"""D: modules. C: strings. R: the RSDP."""
import struct

import kernel
from case import Case, Good, PC, Q35, Refuse
from handover import DATA, Handover, MAP, MIB, Module, RSDP, SIZE, summed

GIB4 = 1 << 32
TOP = 1 << 64
PAGE = 4096
LONG = 0x10000
WORDS = 0x30000  # of the first module


def one(**fields):
    return Handover(modules=[Module(**fields)])


def many(count, words=b"m%d", size=7):
    """Modules one after the other."""
    modules = []
    for i in range(count):
        modules.append(Module(
            16 * MIB + i * PAGE, DATA[i:i + size],
            words % i if b"%d" in words else words, 0x100000 + i * 64))
    h = Handover(modules=modules)
    h.modlist_at = 0x3000000
    return h


def at_module(index, address, name):
    return Refuse(name, index, address)


def where():
    """D1, D2: the bytes of a module."""
    for at in 0x5001, 0, 16 * MIB, kernel.START, TOP - 1:
        yield (f"size-0-at-{at:x}", one(paddr=at, size=0, data=b""),
               Good(f"module: 0 disk md_image 0x{at:x} 0 ",
                    warnings=[("ODD_MODULE", 0, at)])
               if 0 < at < 1 << 30 else None)
    for at, size in ((0, 5000), (16 * MIB, TOP - 16 * MIB + 1),
                     (16 * MIB, TOP - 1), (TOP - 1, 2), (GIB4, 1),
                     (GIB4 - 1, 2), (1 << 63, 5000), (1, GIB4),
                     (kernel.DOOR, 1), (kernel.DOOR_END - 1, 1),
                     (MIB, SIZE), (kernel.DOOR - 1, 2)):
        yield (f"at-{at:x}-size-{size:x}", one(paddr=at, size=size, data=b""),
               Refuse("MODULE_RANGE", 0, at))
    for at, size in ((SIZE, 1), (SIZE - 1, 2), (0x9fc00, 1), (0x9fbff, 2),
                     (0xc0000, 5000), (GIB4 - 1, 1), (0xfee00000, 4096)):
        yield (f"not-ram-{at:x}-size-{size:x}",
               one(paddr=at, size=size, data=b""),
               Refuse("MODULE_NOT_RAM", 0, at))
    for at, size in ((kernel.START, 1), (kernel.START - 1, 2),
                     (kernel.END - 1, 1), (kernel.STACK, 99)):
        yield (f"kernel-{at:x}-size-{size:x}",
               one(paddr=at, size=size, data=b""),
               Refuse("MODULE_KERNEL", 0, at))
    for at in (0x10000, kernel.START - 5000, kernel.DOOR_END, SIZE - 5000,
               kernel.DOOR_END + 1, kernel.DOOR_END + 2 * MIB - 1,
               kernel.DOOR_END + 2 * MIB, 1):
        yield f"at-{at:x}", one(paddr=at), None
    h = many(3)
    h.modules[2].size = TOP - 1
    yield "third-wraps", h, Refuse("MODULE_RANGE", 2, h.modules[2].paddr)
    first, second = Module(words=b"a"), Module(words=b"b", words_at=0x38000)
    same = Handover(modules=[first, second])
    yield ("twice", same,
           Good("module: 0 a md_image 0x1000000 5000 crc32=c9577319",
                "module: 1 b md_image 0x1000000 5000 crc32=c9577319"))
    yield "start-info-in-it", one(paddr=0x5f00), None
    yield "modlist-in-it", one(paddr=0x7f00), None
    yield "its-words-in-it", one(paddr=WORDS - 100), None
    yield "map-in-it", one(paddr=0x3f000), None
    chain = [Module(kernel.DOOR_END + i * 2 * MIB, DATA, b"m%d" % i,
                    0x90000 + 64 * i) for i in (3, 1, 0, 2)]
    yield "chain-behind-the-kernel", Handover(modules=chain), None


def how_many():
    """D3."""
    yield "0", Handover(modules=[]), Good("module: none")
    for n in 1, 2, 32, 33, 63, 64:
        yield (f"{n}", many(n),
               Good(f"module: {n - 1} m{n - 1} md_image "))
        yield (f"{n}-unnamed", many(n, b""),
               Good(f"module: {n - 1} module{n - 1} md_image "))
    for n in 65, 1000, 100000:
        h = many(64)
        h.info["nr_modules"] = n
        yield f"{n}", h, Refuse("MODLIST_FULL", n, 64)


def words():
    """D4: a module's command line."""
    for name, line, shown in (
            ("none", None, "module0 md_image"),
            ("empty", b"", "module0 md_image"),
            ("blanks", b" \t\n\r ", "module0 md_image"),
            ("name", b"  disk  ", "disk md_image"),
            ("type", b"a type=elf", "a elf"),
            ("empty-type", b"a type= b", "a md_image"),
            ("two-types", b"a type=b type=c", "a b"),
            ("late-type", b"a b type=c", "a md_image"),
            ("type-first", b"type=b c", "type=b md_image"),
            ("path", b"/boot/a=b.ko type=kld", "/boot/a=b.ko kld"),
            ("utf-8", "é type=ß".encode(), r"\xc3\xa9 \xc3\x9f"),
            ("escape", b"\x1b[2J\x7f type=\x01", r"\x1b[2J\x7f \x01"),
            ("format", b"%n%s%x type=%d", "%n%s%x %d"),
            ("quote", b"\"a b\" type=x", "\"a md_image")):
        yield name, one(words=line), Good(f"module: 0 {shown} 0x1000000 5000 ")
    for length in 255, 4096, LONG - 1:
        yield f"{length}", one(words=b"x" * length, words_at=0x400000), Good(
            "module: 0 " + "x" * length + " md_image ")
    yield (f"{LONG}", one(words=b"x" * LONG, words_at=0x400000),
           Refuse("MODULE_CMDLINE_LONG", 0, 0x400000))
    # What qboot leaves there: whatever was on its stack.
    for at in 0x900000065000000, TOP - 1, GIB4, kernel.DOOR, kernel.ARENA:
        h = one(words=b"")
        h.modules[0].words, h.modules[0].words_at = b"", at
        h.modules[0].put = False
        yield f"at-{at:x}", h, Refuse("MODULE_CMDLINE_RANGE", 0, at)
    h = one(words=b"x" * 16, words_at=kernel.DOOR - 16)
    h.after = [(kernel.DOOR - 16, b"x" * 16)]
    h.modules[0].put = False
    yield ("unterminated", h,
           Refuse("MODULE_CMDLINE_RANGE", 0, kernel.DOOR - 16))


def full_arena(*more, cmdline=None):
    """Three modules whose words take all of the arena, and others."""
    modules = [Module(16 * MIB + i * PAGE, DATA[:i + 1], b"x" * (LONG - 1),
                      (4 + i) * MIB) for i in range(3)]
    return Handover(modules=modules + list(more), cmdline=cmdline)


def arena():
    """D4, C2: the strings of all."""
    extra = Module(17 * MIB, words=b"one", words_at=7 * MIB)
    yield "full", full_arena(), Refuse("KENV_FULL", 0, 0)
    yield ("full-fourth", full_arena(extra),
           Refuse("MODULE_CMDLINE_ARENA", 3, 7 * MIB))
    yield ("full-unnamed", full_arena(Module(17 * MIB, words=None)),
           Refuse("MODULE_NAME_ARENA", 3, 0))
    yield ("full-third", full_arena(cmdline=b"-v"),
           Refuse("MODULE_CMDLINE_ARENA", 2, 6 * MIB))
    for room in range(0, 64, 8):
        h = full_arena()
        h.modules[2].words = b"x" * (LONG - 1 - room)
        yield f"room-{room}", h, None
    for room in 200, 300, 400, 1000, 0x8000, 0xf000:
        h = full_arena()
        h.modules[2].words = b"x x=" + b"y" * (LONG - 5 - room)
        yield f"room-{room}", h, None


def lines():
    """C1, C2: the kernel's command line."""
    flags = b"-asrdvhCgmpPD"
    for name, line, *facts in (
            ("none", None, "howto: 0x0"), ("empty", b"", "howto: 0x0"),
            ("blanks", b" \t\r\n ", "howto: 0x0"),
            ("all-flags", flags, "howto: 0x3011b863 askname single dfltroot "
             "ddb verbose serial cdrom gdb mute pause probe multicons"),
            ("minus", b"-", "howto: 0x0"),
            ("equals", b"a=b=c", "kenv: a=b=c"),
            ("no-value", b"a= b", "kenv: a=", "kenv: b=1"),
            ("twice", b"a=1 b=2 a=3", "kenv: b=2", "kenv: a=3"),
            ("flag-off", b"boot_single boot_single=No", "howto: 0x0"),
            ("flag-stays", b"-s boot_single=no", "howto: 0x2 single"),
            ("quotes", b"a='b \"c' \"d e\"=f", "kenv: a=b \"c",
             "kenv: d e=f"),
            ("utf-8", "ä=€".encode(), r"kenv: \xc3\xa4=\xe2\x82\xac"),
            ("control", b"a=\x1b[2J\x07\x7f", r"kenv: a=\x1b[2J\x07\x7f"),
            ("format", b"%n=%s%p%*d", "kenv: %n=%s%p%*d"),
            ("loader", b"loader=other", "loader: other",
             "kenv: loader=other"),
            ("speed", b"-vS9600", "howto: 0x800 verbose",
             "kenv: comconsole_speed=9600")):
        yield name, Handover(cmdline=line), Good(*facts)
    for name, line, warning in (
            ("unknown-flag", b"-vZ", ("ODD_OPTION", 0, ord("Z"))),
            ("no-name", b"-v =x", ("ODD_WORD", 3, 0)),
            ("open-quote", b"a \"b c", ("ODD_QUOTE", 2, 0)),
            ("high-flag", b"-\xff", ("ODD_OPTION", 0, 0xff))):
        yield name, Handover(cmdline=line), Good(warnings=[warning])
    for length in 4095, 4096, 4127, 4128, 5000, LONG - 3, LONG - 1:
        h = Handover(cmdline=b"a" * length)
        h.cmdline_at = 4 * MIB
        yield f"{length}", h, Good(f"kenv: {'a' * length}=1")
    for length in LONG, LONG + 1:
        h = Handover(cmdline=b"a" * length)
        h.cmdline_at = 4 * MIB
        yield (f"{length}", h,
               Refuse("CMDLINE_LONG", kernel.NONE, 4 * MIB))
    h = Handover()
    h.info["cmdline_paddr"] = kernel.DOOR - 16
    h.after = [(kernel.DOOR - 16, b"x" * 16)]
    yield ("unterminated", h,
           Refuse("CMDLINE_RANGE", kernel.NONE, kernel.DOOR - 16))
    last = Handover()
    last.info["cmdline_paddr"] = kernel.DOOR - 16
    last.after = [(kernel.DOOR - 16, b"last=0123456789\0")]
    yield "last-before-the-door", last, Good("kenv: last=0123456789")
    for count in 1022, 1023:
        h = Handover(cmdline=b" ".join(b"v%d" % i for i in range(count)))
        h.cmdline_at = 4 * MIB
        yield (f"{count}-variables", h, Refuse("KENV_FULL", 1024, 0)
               if count == 1023 else Good("kenv: v1021=1"))
    many_words = Handover(cmdline=b"a " * 0x7fff)
    many_words.cmdline_at = 4 * MIB
    yield "32767-words", many_words, Good("kenv: a=1")
    dashes = Handover(cmdline=b"-v " * 0x5000)
    dashes.cmdline_at = 4 * MIB
    yield "20480-flags", dashes, Good("howto: 0x800 verbose")


def rsdp2(length=36, revision=2, size=36):
    body = (b"RSD PTR \0FAULTS" + bytes([revision]) + bytes(4) +
            struct.pack("<IQ", length, 0x5100)).ljust(size, b"\0")
    body = summed(body[:20], 8) + body[20:]
    return summed(body, 32) if length <= size else body


def root():
    """R1."""
    def h(data, at=0x5000):
        out = Handover(rsdp=data)
        out.rsdp_at = at
        return out

    def kept(at=0x5000, odd=False):
        return Good(f"kenv: acpi.rsdp=0x{at:016x}",
                    warnings=[("ODD_RSDP", 0, at)] if odd else [])
    yield "1", h(RSDP), kept()
    yield "2", h(rsdp2()), kept()
    yield "long", h(rsdp2(40, size=40)), kept()
    yield "not-aligned", h(RSDP, 0x5003), kept(0x5003)
    yield "in-ram", h(RSDP, 0x4000000), kept(0x4000000)
    yield "at-1", h(RSDP, 1), kept(1)
    for i in range(0, 20):
        bad = bytearray(RSDP)
        bad[i] ^= 0x40
        yield f"byte-{i}", h(bytes(bad)), kept(odd=True)
    for length in 0, 20, 35, 37, 4096, 4097, 0xffffffff:
        yield f"length-{length:x}", h(rsdp2(length)), None
    bad = bytearray(rsdp2())
    bad[35] ^= 1
    yield "second-sum", h(bytes(bad)), kept(odd=True)
    yield "revision-255", h(rsdp2(revision=255)), kept()
    for at in kernel.DOOR - 20, kernel.DOOR - 19:
        out = Handover(rsdp_paddr=at)
        out.after = [(at, RSDP[:kernel.DOOR - at])]
        yield (f"{kernel.DOOR - at}-below-door", out,
               kept(at, at > kernel.DOOR - 20))


def searched():
    """R2: no RSDP is handed over."""
    none = Handover(rsdp=b"")
    yield "nowhere", none, Good("kenv: kern.hz=100", "acpi: none")
    for segment, offset, found in (
            (0x9f00, 0, True), (0x9f00, 16, True), (0x9f00, 8, False),
            (0x9f00, 1008, True), (0x9f00, 1024, False), (0x50, 0, True),
            (0x4f, 16, False), (0x9ffe, 0, True), (0x9fff, 0, False),
            (0xa000, 0, False), (0xffff, 0, False)):
        h = Handover(rsdp=b"")
        at = segment * 16 + offset
        h.after = [(0x40e, struct.pack("<H", segment))]
        if at < 0xa0000:
            h.after.append((at, RSDP))
        yield (f"ebda-{segment:x}-{offset}", h,
               Good(f"kenv: acpi.rsdp=0x{at:016x}") if found else
               Good())


ROWS = (("D1", where), ("D3", how_many), ("D4", words), ("D5", arena),
        ("C1", lines), ("R1", root), ("R2", searched))


def cases():
    for prefix, rows in ROWS:
        for i, (name, handover, expect) in enumerate(rows()):
            yield Case(f"{prefix}-{name}", handover, expect)
            if i % 5 == 2 and rows is not searched:
                yield Case(f"{prefix}-{name}-pc", handover, expect, PC)
            if i % 5 == 4 and rows is not searched:
                yield Case(f"{prefix}-{name}-q35", handover, expect, Q35)
    for machine in PC, Q35:  # the BIOS has one
        yield Case(f"R2-bios-{machine.split()[1]}", Handover(rsdp=b""),
                   None, machine)
