# SPDX-License-Identifier: BSD-2-Clause
"""corrupt: one byte of a good handover is changed. pair: any two values of
FIELDS meet in a case. random: any values of FIELDS, and any bytes. None has an
expect: the oracle decides.
"""
import itertools
import os
import random

import kernel
from case import Case, MICROVM, PC, Q35
from handover import DATA, ENTRY, Handover, MAP, MIB, MODULE, Module, RSDP, \
    SIZE

GIB4 = 1 << 32
TOP = 1 << 64
PAGE = 4096
DOOR = kernel.DOOR
SEED = int(os.environ.get("SEED", "0"))  # of the first random case
RANDOM = int(os.environ.get("RANDOM_CASES", "256"))
CHANGES = {"00": lambda b: 0, "ff": lambda b: 0xff,
           "80": lambda b: b ^ 0x80, "+1": lambda b: b + 1 & 0xff}


# A change is a function on a handover. These make one for each of the values.
def field(name, *values):
    """Of a field of start_info."""
    return [lambda h, v=v: h.info.__setitem__(name, v) for v in values]


def part(name, *values):
    """Of an attribute of the handover."""
    return [lambda h, v=v: setattr(h, name, v) for v in values]


def module(name, *values):
    """Of an attribute of the first module."""
    return [lambda h, v=v: setattr(h.modules[0], name, v) for v in values]


def keep(_):
    """The handover's own value, which is good."""


def far(h):
    """A module above 4 GiB, where there is no memory."""
    h.modules[0].paddr, h.modules[0].data = GIB4 + 0x1003, b""
    h.modules[0].size = 5000


def on_kernel(h):
    """A module at the kernel's address; to write its bytes would destroy it."""
    h.modules[0].paddr, h.modules[0].data = kernel.START, b""
    h.modules[0].size = 5000


# Of each field: changes with which the kernel boots, and others. The random
# cases depend on the order of the names.
FIELDS = {
    "at": ([keep, *part("at", 0x6001, kernel.STACK, kernel.DOOR_END)],
           part("pointer", 0, DOOR - 8)),
    "magic": ([keep], field("magic", 0x61616161)),
    "version": ([keep, *field("version", 2, 0xffffffff)],
                field("version", 0)),
    "flags": ([keep, *field("flags", 3, 0xff00, 0x20, 0xffffffff)], []),
    "modlist": ([keep, *part("modlist_at", 0x50003),
                 *field("modlist_paddr", 0, DOOR, TOP - 1)],
                field("modlist_paddr", 0x6000)),
    "nr_modules": ([keep, *field("nr_modules", 0, 2, 65, 0xffffffff)], []),
    "cmdline": ([keep, *part("cmdline", None, b"", b"-vZ a='b c =x",
                             b"boot_single loader=x " + b"k=v " * 500,
                             b"-v a.device=1 -- -s a.device=2"),
                 *field("cmdline_paddr", GIB4)], []),
    "rsdp": ([keep, *part("rsdp", b"", RSDP[:-1] + b"\1"),
              *part("rsdp_at", 0x5003),
              *field("rsdp_paddr", TOP - 1, DOOR)], []),
    "memmap": ([keep, *part("table_at", 0x50801, 0x7e00000)],
               field("memmap_paddr", 0, DOOR - 1, TOP - 24)),
    "entries": ([keep], field("memmap_entries", 2, 0, 4, 0xffffffff)),
    "map": ([keep, *part(
        "table", MAP[::-1], MAP + [(0x2000000, 99, 7), (0x2000007, PAGE, 3)],
        MAP + [(0x3000000, MIB, 0)])], part(
            "table", MAP + [(TOP - PAGE, PAGE + 1, 2)],
            MAP + [(0x1000000, 5000, 4)])),
    "module": ([keep, *module("paddr", 0x10001, kernel.DOOR_END + 1, 0x9fbff,
                              0), on_kernel, far], []),
    "size": ([keep, *module("size", 1, 0, 0x18000, TOP - 1)],
             module("size", SIZE)),
    "words": ([keep, *module("cmdline", None, b"", b" \n", b"x type= y z ",
                             b"/a=b type=" + b"t" * 4000, b"\x90\x7b"),
               *module("cmdline_at", 0x202000f18f5)], []),
}


def corrupted():
    for i in range(56):
        for how, change in CHANGES.items():
            def at(h, i=i, change=change):
                info = next(data for address, data in h.writes()
                            if address == h.at)
                h.after = [(h.at + i, bytes([change(info[i])]))]
            yield f"info-{i}-{how}", at
    for index, i in itertools.product(range(2), range(ENTRY.size)):
        for how, change in CHANGES.items():
            def at(h, n=index * ENTRY.size + i, change=change):
                table = b"".join(ENTRY.pack(*e, 0) for e in h.table)
                h.after = [(h.table_at + n, bytes([change(table[n])]))]
            yield f"entry{index}-{i}-{how}", at
    for i in range(MODULE.size):
        for how, change in CHANGES.items():
            def at(h, i=i, change=change):
                entry = h.modules[0].entry()
                h.after = [(h.modlist_at + i, bytes([change(entry[i])]))]
            yield f"module-{i}-{how}", at


def covering(sizes):
    """Rows, a value per field, such that any two values meet in one.

    sizes has the number of values of each field; a value is its index.
    """
    left = {((f, v), (g, w)) for f, g in
            itertools.combinations(range(len(sizes)), 2)
            for v in range(sizes[f]) for w in range(sizes[g])}
    dice = random.Random(1)
    while left:
        row = dict(min(left))
        for f in dice.sample(range(len(sizes)), len(sizes)):
            if f not in row:
                def gain(v, f=f):
                    return sum(tuple(sorted(((f, v), (g, w)))) in left
                               for g, w in row.items())
                row[f] = max(range(sizes[f]), key=gain)
        values = sorted(row.items())
        left -= set(itertools.combinations(values, 2))
        yield [v for _, v in values]


def some(seed):
    """Some values of FIELDS, and perhaps modules, entries, a changed byte."""
    dice = random.Random(seed)
    h = Handover()
    for _ in range(dice.randint(0, 2)):
        at = dice.randrange(16, 112) * MIB  # the injector is above
        h.modules.append(Module(
            at + dice.randrange(PAGE), DATA[:dice.randrange(1, 5000)],
            b"m", 0x30000 + 0x2000 * len(h.modules)))
    for name in dice.sample(sorted(FIELDS), dice.randint(1, 3)):
        dice.choice(sum(FIELDS[name], []))(h)
    if dice.random() < 0.5:
        h.table = list(h.table) + [
            (dice.choice((dice.randrange(SIZE), dice.randrange(TOP))),
             dice.choice((0, 1, PAGE, dice.randrange(SIZE))),
             dice.choice((0, 1, 2, 3, 7, 99))) for _ in range(
                 dice.randrange(8))]
    if dice.random() < 0.3:
        place, size = dice.choice(((h.at, 56), (h.table_at, 72),
                                   (h.modlist_at, 32), (h.cmdline_at, 30)))
        h.after.append((place + dice.randrange(size), dice.randbytes(1)))
    return h


def cases():
    for name, change in corrupted():
        h = Handover()
        change(h)
        yield Case(f"corrupt-{name}", h)
    good = [boots for boots, _ in FIELDS.values()]
    for what, fields in (("good", good), (
            "any", [sum(values, []) for values in FIELDS.values()])):
        for i, row in enumerate(covering([len(of) for of in fields])):
            h = Handover()
            for of, value in zip(fields, row):
                of[value](h)
            yield Case(f"pair-{what}-{i}", h,
                       machine=(MICROVM, PC, MICROVM, Q35)[i % 4])
    for seed in range(SEED, SEED + RANDOM):
        yield Case(f"random-{seed}", some(seed),
                   machine=(MICROVM, MICROVM, MICROVM, PC, MICROVM, Q35)
                   [seed % 6])
