# SPDX-License-Identifier: BSD-2-Clause
"""What the kit is given to see how its work grows: maps, command lines,
modules. Each curve has the input of size n, and the sizes that are counted.

An injector hands them over (tests/boot/faults), as no good loader would.
"""
import os
import random
import struct
import sys
import tempfile

import count

sys.path.append("tests/boot/faults")
import injection  # noqa: E402
from handover import Handover, MIB, Module, RAM, RESERVED  # noqa: E402

PAGE = 4096
GIB4 = 1 << 32
AT = 16 * MIB  # of what comes in numbers
VARIABLES = 1022  # that a command line can set: 1024, less the kit's own two
MICROVM = "-M microvm,acpi=off -bios qboot.rom".split()


def given(cmdline=None, modules=(), **more):
    """What all the others need, and nothing else."""
    table = more.pop("table", [(0, 128 * MIB, RAM)])
    h = Handover(cmdline=cmdline, modules=modules, table=table, **more)
    h.cmdline_at, h.modlist_at = 4 * MIB, 5 * MIB
    return h


def shuffled(things):
    things = list(things)
    random.Random(1).shuffle(things)
    return things


# ---- maps: pages above 16 MiB, of which every fourth is not a step of its own

def stripes(n, pages=1):
    return [(0, AT, RAM), *(
        (AT + i * PAGE, pages * PAGE, RESERVED if i % 8 in (0, 2, 4) else RAM)
        for i in range(n - 1))]


def map_sorted(n):
    return given(table=stripes(n))


def map_reversed(n):
    return given(table=stripes(n)[::-1])


def map_shuffled(n):
    """And each entry covers half of the next."""
    return given(table=shuffled(stripes(n, 2)))


# ---- command lines of n bytes

def words(n, count_of, name_of):
    """So many bytes of words, as long as they have to be for that."""
    number = max(1, min(count_of, n // 6))
    size = n // number - 1
    line = b" ".join((b"%s=" % name_of(i, number)).ljust(size, b"1")
                     for i in range(number))
    return given(line.ljust(n, b"1"))


def line_word(n):
    return given(b"a" * n)


def line_distinct(n):
    return words(n, VARIABLES, lambda i, number: b"%03x" % i)


def line_same(n):
    return words(n, n, lambda i, number: b"a")


def line_twice(n):
    """Each variable is set, then each again: the first one goes each time."""
    return words(n, 2 * VARIABLES,
                 lambda i, number: b"%03x" % (i % (number // 2 or 1)))


# ---- n modules

def modules(order, at=AT):
    return given(modules=[
        Module(at + i * PAGE, b"module", b"m%d" % i, 6 * MIB + i * 16)
        for i in order])


def modules_ascending(n):
    return modules(range(n))


def modules_descending(n):
    return modules(reversed(range(n)))


def modules_shuffled(n):
    """And they are where they are to go."""
    return modules(shuffled(range(n)), IMAGE_END)


# ---- what is not a curve

def rsdp_absent():
    """With an EBDA, which is searched first."""
    h = given(rsdp=b"")
    h.after = [(0x40e, struct.pack("<H", 0x9f00))]
    return h


def one_module(size, at=AT):
    table = [(0, 128 * MIB, RAM)] + [(at, 64 * MIB, RAM)] * (at >= GIB4)
    return given(modules=[Module(at, bytes(size))], table=table)


LINES = (60, 240, 1024, 6144, 65535)
MAPS = (2, 8, 32, 128, 512)
MODULES = (0, 1, 4, 16, 64)
# The unit; the sizes; the aim, for each; the curves.
CURVES = (
    ("entries of the map", MAPS, 250, (
        ("sorted", map_sorted), ("reversed", map_reversed),
        ("shuffled, meeting", map_shuffled))),
    ("bytes of command line", LINES, 60, (
        ("one word", line_word), ("distinct names", line_distinct),
        ("one name repeated", line_same),
        ("each name twice", line_twice))),
    ("modules", MODULES, 900, (
        ("ascending", modules_ascending), ("descending", modules_descending),
        ("shuffled in place", modules_shuffled))))

KERNEL = count.Image(f"{count.BUILD}/kernel.elf")
IMAGE_END = KERNEL.physical(KERNEL.symbols["pvh_end"])
SPANS = KERNEL.spans("pvh_begin", "pvh_end")


def instructions(handover, machine=(*MICROVM, "-m", "128")):
    """That the kit executes from its entry to btext."""
    job = injection.Job(KERNEL.physical(KERNEL.symbols["pvh_start32"]))
    job.regs["ebx"] = handover.ebx
    for address, data in handover.near():
        job.write(address, data)
    with tempfile.TemporaryDirectory(dir=count.TMP) as folder:
        parts = [(injection.AT, job.pack()), *handover.far()]
        args = [*machine, "-nodefaults", "-kernel",
                f"{count.BUILD}/faults/injector.elf",
                "-device", f"loader,file={KERNEL.path}"]
        for i, (address, data) in enumerate(parts):
            with open(f"{folder}/{i}", "wb") as file:
                file.write(data)
            args += ["-device", f"loader,file={folder}/{i},"
                     f"addr={address:#x},force-raw=on"]
        return count.boot(args, KERNEL, SPANS, KERNEL.symbols["btext"]).count
