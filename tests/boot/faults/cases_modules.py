# SPDX-License-Identifier: BSD-2-Clause
"""modules: wherever they are, the kernel finds them right after its image."""
import kernel
from case import Case, Good, MICROVM, PC, Q35, Refuse, spread, Warn
from handover import DATA, Handover, MAP, MIB, Module, RAM, SIZE

GIB4 = 1 << 32
WIDTH = 1 << 40  # what TCG's CPUs address
TOP = 1 << 64
PAGE = 4096
LONG = 0x10000
CMDLINE_AT = 0x30000  # of the first module
FAR = "-m 8192"  # 5 GiB of it above 4 GiB
DISK = f"module: 0 disk md_image 0x{kernel.HOME:x} "


def one(**fields):
    return Handover(modules=[Module(**fields)])


def many(count, cmdline=b"m%d", size=7):
    """So many modules, a page apart."""
    modules = []
    for i in range(count):
        modules.append(Module(
            16 * MIB + i * PAGE, DATA[i:i + size],
            cmdline % i if b"%d" in cmdline else cmdline, 0x100000 + i * 64))
    h = Handover(modules=modules)
    h.modlist_at = 0x3000000
    return h


def ranges():
    """Addresses and sizes of a module."""
    for at in 0x5001, 0, 16 * MIB, kernel.START, TOP - 1:
        yield (f"size-0-at-{at:x}", one(paddr=at, size=0, data=b""),
               Warn("ODD_MODULE", 0, at,
                    f"module: 0 disk md_image 0x{at:x} 0 ")
               if 0 < at < 1 << 30 else None)
    for at, size in ((0, 5000), (16 * MIB, TOP - 16 * MIB + 1),
                     (16 * MIB, TOP - 1), (TOP - 1, 2), (0, GIB4 + 1),
                     (WIDTH, 1), (WIDTH - 5, 6), (1 << 63, 5000),
                     (kernel.DOOR, 1), (kernel.DOOR_END - 1, 1),
                     (MIB, SIZE), (kernel.DOOR - 1, 2)):
        yield (f"at-{at:x}-size-{size:x}", one(paddr=at, size=size, data=b""),
               Warn("MODULE_RANGE", 0, at, "module: none"))
    for at, size in ((SIZE, 1), (SIZE - 1, 2), (0x9fc00, 1), (0x9fbff, 2),
                     (0xc0000, 5000), (GIB4 - 1, 1), (GIB4, 1), (GIB4 - 1, 2),
                     (WIDTH - 5000, 5000)):
        yield (f"not-ram-{at:x}-size-{size:x}",
               one(paddr=at, size=size, data=b""),
               Warn("MODULE_NOT_RAM", 0, at, f"{DISK}{size} "))
    for at, size in ((kernel.START, 1), (kernel.START - 1, 2),
                     (kernel.END - 1, 1), (kernel.STACK, 99), (1, GIB4)):
        yield (f"kernel-{at:x}-size-{size:x}",
               one(paddr=at, size=size, data=b""),
               Warn("MODULE_KERNEL", 0, at, "module: none"))
    yield ("ends-at-the-kernel", one(paddr=kernel.START - len(DATA)),
           Good(f"{DISK}5000 crc32=c9577319"))
    for at in (0x10000, kernel.START - 5000, kernel.DOOR_END, SIZE - 5000,
               kernel.DOOR_END + 1, kernel.DOOR_END + 2 * MIB - 1,
               kernel.HOME + PAGE - 1, kernel.HOME + PAGE,
               kernel.DOOR_END + 2 * MIB, 1):
        yield f"at-{at:x}", one(paddr=at), None
    h = many(3)
    h.modules[2].size = TOP - 1
    yield ("third-wraps", h, Warn(
        "MODULE_RANGE", 2, h.modules[2].paddr, "module: 0 m0 ",
        "module: 1 m1 "))
    h = many(4)
    h.modules[0].size, h.modules[2].paddr = TOP - 1, kernel.START
    h.modules[2].data, h.modules[2].size = b"", 7
    yield "first-and-third-left-out", h, Good(
        f"module: 0 m1 md_image 0x{kernel.HOME:x} ",
        f"module: 1 m3 md_image 0x{kernel.HOME + PAGE:x} ",
        warnings=[("MODULE_RANGE", 0, h.modules[0].paddr),
                  ("MODULE_KERNEL", 2, kernel.START)])
    same = [Module(cmdline=b"a"), Module(cmdline=b"b", cmdline_at=0x38000)]
    yield ("twice", Handover(modules=same),
           Good(f"module: 0 a md_image 0x{kernel.HOME:x} 5000 crc32=c9577319",
                f"module: 1 b md_image 0x{kernel.HOME + 2 * PAGE:x} 5000 "
                "crc32=c9577319"))
    yield "start-info-in-it", one(paddr=0x5f00), None
    yield "modlist-in-it", one(paddr=0x7f00), None
    yield "its-cmdline-in-it", one(paddr=CMDLINE_AT - 100), None
    yield "map-in-it", one(paddr=0x3f000), None
    chain = [Module(kernel.DOOR_END + i * 2 * MIB, DATA, b"m%d" % i,
                    0x90000 + 64 * i) for i in (3, 1, 0, 2)]
    yield "chain-after-the-kernel", Handover(modules=chain), None
    # Each module is where another one has to be moved to.
    for step in 1, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE:
        heap = [Module(kernel.HOME + i * step, DATA, b"m%d" % i,
                       0x90000 + 64 * i) for i in (2, 0, 3, 1)]
        yield f"heap-{step}", Handover(modules=heap), None


def far():
    """Modules above 4 GiB, where this machine has RAM, and one across."""
    table = [*MAP[:2], (MIB, 3 * 1024 * MIB - MIB, RAM),
             (GIB4, 5 * 1024 * MIB, RAM)]

    def h(*modules, **more):
        return Handover(modules=modules, table=table, **more)
    whole = f"{DISK}5000 crc32=c9577319"
    for at in (GIB4, GIB4 + 5, GIB4 + 2 * MIB - 1, GIB4 + 2 * MIB - 5000,
               2 * GIB4 - 5000, 0x1b0000000 - 4999):
        yield f"at-{at:x}", h(Module(at)), Good(whole)
    yield ("three-pages-of-2-mib", h(Module(GIB4 + 1, DATA * 900)),
           Good(f"{DISK}4500000 "))
    yield "among-others", h(
        Module(GIB4 + 2 * PAGE, DATA[:99], b"a"),
        Module(cmdline=b"b", cmdline_at=0x38000),
        Module(GIB4, DATA, b"c", 0x39000),
        Module(cmdline=b"d", cmdline_at=0x3a000)), None
    # Its first half is the end of the firmware.
    across = h(Module(GIB4 - 5000, b"", size=10000))
    across.after = [(GIB4, DATA)]
    yield "across", across, Warn("MODULE_NOT_RAM", 0, GIB4 - 5000, DISK)
    yield "not-in-the-map", Handover(modules=[Module(GIB4 + 7)]), Warn(
        "MODULE_NOT_RAM", 0, GIB4 + 7, whole)


def counts():
    """How many modules there are."""
    yield "0", Handover(modules=[]), Good("module: none")
    for n in 1, 2, 32, 33, 63, 64:
        yield (f"{n}", many(n),
               Good(f"module: {n - 1} m{n - 1} md_image "))
        yield (f"{n}-unnamed", many(n, b""),
               Good(f"module: {n - 1} module{n - 1} md_image "))
    for n in 65, 1000, 100000:
        h = many(64)
        h.info["nr_modules"] = n
        yield f"{n}", h, Warn("MODLIST_FULL", n, 64, "module: 63 m63 ")
    h = many(0)
    h.info |= {"nr_modules": 65, "modlist_paddr": kernel.DOOR - 32}
    yield "65-out-of-reach", h, Warn("MODLIST_RANGE", 65, kernel.DOOR - 32,
                                     "module: none")


def cmdlines():
    """The command line of a module."""
    unnamed = f"module: 0 module0 md_image 0x{kernel.HOME:x} 5000 "
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
            ("format", b"%n%s%x type=%d", "%n%s%x %d"),
            ("quote", b"\"a b\" type=x", "\"a md_image")):
        yield name, one(cmdline=line), Good(
            f"module: 0 {shown} 0x{kernel.HOME:x} 5000 ")
    for name, line in (("utf-8", "é type=ß".encode()), ("delete", b"a\x7f"),
                       ("escape", b"\x1b[2J type=b"), ("last", b"a b c\x01"),
                       ("from-a-stack", b"\x90\x7b")):
        yield name, one(cmdline=line), Warn(
            "MODULE_CMDLINE_TEXT", 0, CMDLINE_AT,
            f"module: 0 module0 md_image 0x{kernel.HOME:x} 5000 ")
    for length in 255, 4096, LONG - 1:
        yield (f"{length}-bytes",
               one(cmdline=b"x" * length, cmdline_at=0x400000),
               Good("module: 0 " + "x" * length + " md_image "))
    yield (f"{LONG}-bytes", one(cmdline=b"x" * LONG, cmdline_at=0x400000),
           Warn("MODULE_CMDLINE_LONG", 0, 0x400000, unnamed))
    # qboot leaves bytes of its stack as this address, such as the first two.
    for at in (0x900000065000000, 0x202000f18f5, TOP - 1, GIB4, kernel.DOOR,
               kernel.ARENA):
        yield (f"at-{at:x}", one(cmdline_at=at, put=False),
               Warn("MODULE_CMDLINE_RANGE", 0, at, unnamed))
    h = one(cmdline_at=kernel.DOOR - 16, put=False)
    h.after = [(kernel.DOOR - 16, b"x" * 16)]
    yield ("unterminated", h,
           Warn("MODULE_CMDLINE_RANGE", 0, kernel.DOOR - 16, unnamed))
    h = many(4)
    for module in h.modules[::2]:
        module.cmdline_at, module.put = TOP - 1, False
    yield "one-warning-each", h, Good("module: 1 m1 ", "module: 2 module2 ",
                                  warnings=[("MODULE_CMDLINE_RANGE", i, TOP - 1)
                                            for i in (0, 2)])


def full_arena(*more, cmdline=None):
    """Three modules whose command lines fill the arena, then more."""
    modules = [Module(16 * MIB + i * PAGE, DATA[:i + 1], b"x" * (LONG - 1),
                      (4 + i) * MIB) for i in range(3)]
    return Handover(modules=modules + list(more), cmdline=cmdline)


def arena():
    """All strings together fill the arena, or nearly."""
    extra = Module(17 * MIB, cmdline=b"one", cmdline_at=7 * MIB)
    yield "full", full_arena(), Refuse("KENV_FULL", 0, 0)
    yield ("full-fourth", full_arena(extra),
           Refuse("MODULE_NAME_ARENA", 3, 0,
                  [("MODULE_CMDLINE_ARENA", 3, 7 * MIB)]))
    yield ("full-unnamed", full_arena(Module(17 * MIB, cmdline=None)),
           Refuse("MODULE_NAME_ARENA", 3, 0))
    yield "full-third", full_arena(cmdline=b"-v"), None
    blank = full_arena(cmdline=b"-v")
    for module in blank.modules:  # as long, but without a name to keep
        module.cmdline = b" " * (LONG - 1)
    yield ("full-blank-third", blank,
           Warn("MODULE_CMDLINE_ARENA", 2, 6 * MIB, "module: 2 module2 "))
    for room in range(0, 64, 8):
        h = full_arena()
        h.modules[2].cmdline = b"x" * (LONG - 1 - room)
        yield f"room-{room}", h, None
    for room in 0, 7, 8, 9, 10:
        h = full_arena(Module(17 * MIB, cmdline=None))
        h.modules[2].cmdline = b"x" * (LONG - 1 - room)
        yield (f"room-{room}-unnamed", h, Refuse("MODULE_NAME_ARENA", 3, 0)
               if room < 9 else None)
    for room in 200, 300, 400, 1000, 0x8000, 0xf000:
        h = full_arena()
        h.modules[2].cmdline = b"x x=" + b"y" * (LONG - 5 - room)
        yield f"room-{room}", h, None


def cases():
    yield from spread("modules-range", ranges)
    for i, (name, handover, expect) in enumerate(far()):
        machine = (MICROVM, PC, MICROVM, Q35)[i % 4].replace("-m 128", FAR)
        yield Case(f"modules-above-4g-{name}", handover, expect, machine)
    yield from spread("modules-count", counts)
    yield from spread("modules-cmdline", cmdlines)
    yield from spread("modules-arena", arena)
