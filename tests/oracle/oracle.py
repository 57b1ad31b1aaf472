#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""oracle.py FORMAT [CASE...]: what a kernel must get from a loader.

A second implementation of arch/pvh/RULES and of the RULES of a native format,
written from these pages alone: rules.py has the former and FreeBSD's,
multiboot.py and limine.py the others', cases.py the formats of a case and of
its meaning. Without CASE, cases come on standard input, each after its length
(u32). Prints each case's meaning, one fact a line, ended by an empty line.
"""
import sys

sys.dont_write_bytecode = True
import limine  # noqa: E402
import multiboot  # noqa: E402
from cases import lines, module_crc32, read_case, text  # noqa: E402
from rules import Boot, Door, KERNEL_TYPE, TOP, translate  # noqa: E402


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
    return lines(boot, good_boot(boot, address))


FORMATS = {
    "freebsd": lambda case: meaning(*read_case(case, Door())),
    "multiboot": multiboot.meaning,
    "limine": limine.meaning,
}


def main():
    means = FORMATS[sys.argv[1]]
    if len(sys.argv) > 2:
        cases = (open(path, "rb").read() for path in sys.argv[2:])
    else:
        stream = sys.stdin.buffer
        cases = (stream.read(int.from_bytes(size, "little"))
                 for size in iter(lambda: stream.read(4), b""))
    for case in cases:
        print("\n".join(means(case)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
