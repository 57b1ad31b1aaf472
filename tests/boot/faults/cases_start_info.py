# SPDX-License-Identifier: BSD-2-Clause
"""start_info: its address, its fields, and where they point."""
import kernel
from case import Good, Refuse, spread, Warn
from handover import Handover, INFO, MAGIC

GIB4 = 1 << 32
TOP = 1 << 64
GOOD = Good("howto: 0x800 verbose", "kenv: loader=pvh", "kenv: kern.hz=100",
            "kenv: motd=hello, world",
            f"map: 0x{kernel.HOME:016x}-0x{kernel.HOME + 0x1fff:016x} "
            "reserved",
            f"module: 0 disk md_image 0x{kernel.HOME:x} 5000 "
            "crc32=c9577319 ro")


def out_of_reach(address):
    return Refuse("START_INFO_RANGE", 0, address)


def pointing(address):
    """ebx holds this address, but nothing was written there."""
    h = Handover()
    h.pointer = address
    return h


def below_door(size, **info):
    """start_info ends in the door: only its first size bytes are below."""
    h = Handover(**info)
    h.pointer = kernel.DOOR - size
    h.after = [(h.pointer, INFO.pack(*h.fields())[:size])]
    return h


def addresses():
    """The value of ebx."""
    inside = kernel.SYMBOLS["pml4"]
    yield "zero", pointing(0), out_of_reach(0)
    yield "top", pointing(0xfffffff0), out_of_reach(0xfffffff0)
    yield "last-byte", pointing(GIB4 - 1), out_of_reach(GIB4 - 1)
    yield "39-below-4g", pointing(GIB4 - 39), out_of_reach(GIB4 - 39)
    yield "rom", pointing(GIB4 - 56), None
    yield "above-ram", pointing(0xc0000000), None
    yield "local-apic", pointing(0xfee00000), None
    yield "vga", pointing(0xa0000), None
    yield "unwritten", pointing(0x4000000), Refuse("MAGIC", 0, 0)
    yield "page-tables", pointing(inside), out_of_reach(inside)
    yield "door-text", pointing(kernel.ENTRY), out_of_reach(kernel.ENTRY)
    yield "door-begin", pointing(kernel.DOOR), out_of_reach(kernel.DOOR)
    for name, at in (("arena", kernel.ARENA), ("view", kernel.ARENA - 64),
                     ("stack", kernel.SYMBOLS["pvh_stack_top"] - 2048),
                     ("last", kernel.DOOR_END - 1)):
        yield f"door-{name}", pointing(at), out_of_reach(at)
    for size in 39, 40, 55:
        yield (f"{size}-below-door", below_door(size),
               out_of_reach(kernel.DOOR - size))
    yield "just-below-door", Handover(at=kernel.DOOR - 56), GOOD
    yield "just-after-door", Handover(at=kernel.DOOR_END), GOOD
    yield "kernel-bss", Handover(at=kernel.STACK), GOOD
    for at in 1, 3, 0x6001, 0x6fff, 0x9fbc8, 0x7f00001:
        yield f"at-{at:x}", Handover(at=at), GOOD
    yield "in-module", Handover(at=0x1000000 + 4000), None


def fields():
    """Values of each field that is no pointer."""
    for magic in (0, 0xffffffff, 0x78c56e33, 0x61616161, 0x336ec500,
                  MAGIC ^ 1, MAGIC ^ 1 << 31, 0x2badb002):
        yield (f"magic-{magic:x}", Handover(magic=magic),
               Refuse("MAGIC", 0, magic))
    yield "version-0", Handover(version=0), Refuse("NO_MEMMAP", 0, 0)
    yield ("version-0-40-below-door", below_door(40, version=0),
           Refuse("NO_MEMMAP", 0, 0))
    for version in 2, 3, 0x100, 1 << 31, 0xffffffff:
        yield f"version-{version:x}", Handover(version=version), GOOD
    for flags in 1, 3, 0x1f, 0xff00, 0xff1f:
        yield f"flags-{flags:x}", Handover(flags=flags), GOOD
    for flags in 0x20, 0x80, 0x10000, 1 << 31, 0xffffffff:
        yield (f"flags-{flags:x}", Handover(flags=flags),
               Warn("ODD_FLAGS", 0, flags, *GOOD.lines))
    for reserved in 1, 0xffffffff:
        yield f"reserved-{reserved:x}", Handover(reserved=reserved), GOOD
    yield ("no-modlist", Handover(modlist_paddr=0),
           Warn("MODLIST_MISSING", 1, 0, "module: none"))
    yield "modlist-of-none", Handover(nr_modules=0), Good("module: none")
    yield ("wild-modlist-of-none",
           Handover(nr_modules=0, modlist_paddr=TOP - 1),
           Good("module: none"))
    for count in 0x8000000, 0x8000001, 0xffffffff:  # * 32 wraps in 32 bits
        yield (f"nr-modules-{count:x}", Handover(nr_modules=count),
               Warn("MODLIST_RANGE", count, 0x8000, "module: none"))
        yield (f"nr-modules-{count:x}-no-list",
               Handover(nr_modules=count, modlist_paddr=0),
               Warn("MODLIST_MISSING", count, 0, "module: none"))


def pointers():
    """Values of each pointer in start_info."""
    wild = {"4g": GIB4, "above-4g": 0x100006000, "top": TOP - 1,
            "wraps": TOP - 24, "high": 1 << 63, "below-4g": GIB4 - 1,
            "page-tables": kernel.SYMBOLS["pml4"], "door": kernel.DOOR,
            "door-last": kernel.DOOR_END - 1}
    for name, at in wild.items():
        yield (f"memmap-{name}", Handover(memmap_paddr=at),
               Refuse("MEMMAP_RANGE", 3, at))
        yield (f"modlist-{name}", Handover(modlist_paddr=at),
               Warn("MODLIST_RANGE", 1, at, "module: none"))
        yield (f"cmdline-{name}", Handover(cmdline_paddr=at),
               Warn("CMDLINE_RANGE", kernel.NONE, at, "howto: 0x0",
                    "module: 0 disk md_image ")
               if at != GIB4 - 1 else None)  # the ROM's last byte may be 0
        yield (f"rsdp-{name}", Handover(rsdp_paddr=at),
               Warn("ODD_RSDP", 0, at, f"kenv: acpi.rsdp=0x{at:016x}"))
    for at in 1, 3, 0x50001, 0x9fbb8, 0x6ffffff:
        h = Handover()
        h.table_at = at
        yield f"memmap-at-{at:x}", h, GOOD
        h = Handover()
        h.modlist_at = at
        yield f"modlist-at-{at:x}", h, GOOD
        h = Handover()
        h.cmdline_at = at
        yield f"cmdline-at-{at:x}", h, GOOD
    for name in "memmap_paddr", "modlist_paddr", "cmdline_paddr", "rsdp_paddr":
        for what, at in (("itself", 0x6000), ("modlist", 0x8000),
                         ("cmdline", 0x20000), ("memmap", 0x40000),
                         ("kernel", kernel.START), ("1", 1),
                         ("last-page", 0x7fffff0)):
            yield f"{name[:-6]}-is-{what}", Handover(**{name: at}), None


def cases():
    yield from spread("start_info-address", addresses)
    yield from spread("start_info-field", fields)
    yield from spread("start_info-pointer", pointers)
