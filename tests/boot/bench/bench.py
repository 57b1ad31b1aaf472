#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The part of "make bench" that counts instructions; bench.sh has the bytes.

All is counted from the PVH entry to the native entry. A rep instruction counts
once, however much it moves.
"""
import collections
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
import count  # noqa: E402
import curves  # noqa: E402

CMDLINE = "-v console=comconsole vfs.root.mountfrom=ufs:/dev/md0 kern=1"
MODULE = f"{count.TMP}/module.bin"
MACHINE = ["-M", "q35", "-m", "128",
           "-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
ROOMS = ("NASM", "core", "format", "memory", "video")
MIB = 1 << 20
# A kernel of each format: its name, its file, its native entry, the aim.
FORMATS = (("freebsd", curves.KERNEL.path, "btext", 3200),
           ("own", f"{count.BUILD}/example/identity/kernel.elf", "kmain",
            1500),
           ("multiboot", f"{count.BUILD}/multiboot/mb1-pvh.elf", "start",
            None),
           ("and video", f"{count.BUILD}/multiboot-video/mb2-pvh.elf", "start",
            None),
           ("limine", f"{count.BUILD}/limine/limine-pvh-cpus.elf", "entry",
            None))


def row(what, value, aim=None, form="{}"):
    """One of the figures. Without an aim it is only shown."""
    kept = "" if aim is None else "kept" if value <= aim else "missed"
    print(f"{what:<42}{form.format(value):>12}"
          f"{'' if aim is None else form.format(aim):>10}  {kept}".rstrip(),
          flush=True)


def rooms(image, executed):
    """Instructions by room: the folder of the source that they come from."""
    out = subprocess.run(
        ["addr2line", "-e", image.path], check=True, text=True,
        input="".join(f"{pc:#x}\n" for pc, _ in executed),
        capture_output=True).stdout
    found = collections.Counter()
    for times, line in zip(executed.values(), out.splitlines()):
        source = re.search(r"(?:(\w+)/)?\w+\.[ch]:", line)
        folder = source[1] if source else "NASM"
        found[folder if folder in ROOMS else "core"
              if folder in ("pvh", None) else "format"] += times
    return found


def formats():
    """Prints the standard case of each format; returns freebsd's run."""
    print(f"instructions, q35, {len(CMDLINE)} bytes of command line, "
          f"{os.path.getsize(MODULE)} of module\n")
    print(" " * 11 + "".join(f"{room:>8}" for room in ROOMS) +
          "      all     aim")
    runs = []
    for name, path, entry, aim in FORMATS:
        image = count.Image(path)
        run = count.boot(
            [*MACHINE, "-kernel", path, "-initrd", MODULE,
             "-append", CMDLINE], image,
            image.spans("pvh_begin", "pvh_end"), image.symbols[entry])
        by_room = rooms(image, run.executed)
        kept = "" if aim is None else \
            f"{aim:>8}  {'kept' if run.count <= aim else 'missed'}"
        print(f"{name:<11}" + "".join(f"{by_room[r]:>8}" for r in ROOMS) +
              f"{run.count:>9}{kept}", flush=True)
        runs.append((image, run))
    return runs[0]


def exits(image, run):
    """What would leave a virtual machine: the kit's part, and the kernel's."""
    print("\nwhat may exit, on the way to btext\n")
    kinds = image.privileged(run.executed)
    for kind, aim in (("CPUID", 2), ("WRMSR", 1), ("RDMSR", 0), ("MOV CR", 3),
                      ("in", 0), ("out", 0)):
        row(kind, kinds[kind], aim)
    print("\nthe teaching kernel, from btext to its last report\n")
    run = count.boot(
        [*MACHINE, "-kernel", image.path, "-initrd", MODULE,
         "-append", CMDLINE], image,
        image.spans("kernel_start", "kernel_end"), None)
    kinds = image.privileged(run.executed)
    row("instructions", run.count)
    row("in", kinds["in"], 1157 // 3)
    row("out", kinds["out"], 2292 // 3)
    row("CPUID", kinds["CPUID"], 268 // 3)


def counted(handover, **more):
    """What is beyond all measure is not counted to its end, and is MOST."""
    try:
        return curves.instructions(handover, **more)
    except count.TooMany as most:
        return most.args[0]


def growth():
    for unit, sizes, aim, shapes in curves.CURVES:
        print(f"\ninstructions by {unit}; the most for each, aim {aim}\n")
        print(" " * 19 + "".join(f"{n:>8}" for n in sizes) + "    each")
        for name, make in shapes:
            counts = [counted(make(n)) for n in sizes]
            # From the third size on: what is done once counts for little.
            each = max((c - counts[0]) / (n - sizes[0])
                       for c, n in zip(counts[2:], sizes[2:]))
            cells = "".join(f"{c if c < count.MOST else '>5 M':>8}"
                            for c in counts)
            print(f"{name:<19}{cells}{each:>8.1f}  "
                  f"{'kept' if each <= aim else 'missed'}", flush=True)


def others():
    print("\nwhat is one figure\n")
    row("a map of 1 entry, and the RSDP given",
        counted(curves.given()))
    row("RSDP: found in q35's BIOS", counted(
        curves.given(rsdp=b""), machine=["-M", "q35", "-m", "128"]))
    row("RSDP: absent", counted(curves.rsdp_absent()), 150000)
    for what, at, size in (("below", curves.AT, "128"),
                           ("above", curves.GIB4, "4096")):
        one, two = (counted(curves.one_module(n * MIB, at), machine=[
            *curves.MICROVM, "-m", size]) for n in (1, 2))
        row(f"a byte of a module {what} 4 GiB", (two - one) / MIB, 0.2,
            "{:.4f}")


def write_module():
    with open(MODULE, "wb") as file:
        file.write(bytes(10000))


def main():
    write_module()
    try:
        exits(*formats())
        growth()
        others()
    except RuntimeError as error:
        sys.exit(f"bench: {error}")


if __name__ == "__main__":
    main()
