#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""state.py PML4 IDT FRAME <ANSWERS: prints how the state at btext differs from
README's contract. The arguments are physical addresses; ANSWERS are those of
QEMU's monitor to info registers; to xp of the GDT (8 words), of the frame (4
words), and of the upper tables' entries (1, 1, 4 and 2 of 8 bytes); and to info
tlb."""
import re
import sys

KERNBASE = 0xffffffff80000000
GDT = [0, 0, 0xffff, 0xaf9b00, 0xffff, 0xcf9300, 0xffff, 0xcf9b00]
# Virtual address and GiB of all that is mapped: the contract's two windows, and
# their repeats, as one PDPT serves both. Pages are of 2 MiB, dirty, accessed
# and writable.
WINDOWS = [(0, 4), (0x7f80000000, 2), (0xffffff8000000000, 4), (KERNBASE, 2)]
PAGE = "--PDA---W"


def registers(text):
    found = {name: int(value, 16) for name, value in re.findall(
        r"\b([A-Z][A-Z0-9]+) ?= *([0-9a-f]+)", text)}
    for name, base, rest in re.findall(
            r"^(CS|SS|GDT|IDT) ?= *([0-9a-f]{4} )?(.*)$", text, re.M):
        found[name] = f"{base}{rest}"
    return found


def words(text):
    return [int(word, 16) for word in re.findall(r"\b0x([0-9a-f]{8})\b", text)]


def quads(text):
    return [int(quad, 16) for quad in re.findall(r"\b0x([0-9a-f]{16})\b", text)]


def mapped(text):
    return [(int(va, 16), int(pa, 16), bits) for va, pa, bits in re.findall(
        r"^([0-9a-f]{16}): ([0-9a-f]{16}) (\S+)$", text, re.M)]


def wrong(text, pml4, idt, frame):
    r, memory = registers(text), words(text)
    modulep, kernend = r["RDI"], r["RSI"]
    expected = {
        "CR0": 0x80000011, "CR3": pml4, "CR4": 0x20, "EFER": 0x500,
        "RSP": KERNBASE + frame,
        "CS": "0008 0000000000000000 ffffffff 00af9b00 DPL=0 CS64 [-RA]",
        "SS": "0010 0000000000000000 ffffffff 00cf9300 DPL=0 DS   [-WA]",
        "GDT": f"{pml4 + 6 * 4096:016x} 0000001f",
        "IDT": f"{KERNBASE + idt:016x} 000001ff"}
    for name, value in expected.items():
        if r[name] != value:
            yield f"{name} is {r[name]}, not {value}"
    if r["RFL"] & 0x600:
        yield f"RFL is {r['RFL']:#x}: IF or DF"
    if memory != GDT + [0, modulep, kernend, 0]:
        yield f"the GDT and the frame are {[hex(w) for w in memory]}"
    pages = [(base + at, at, PAGE) for base, gib in WINDOWS
             for at in range(0, gib << 30, 2 << 20)]
    # They are marked as accessed, so that the CPU need not do it.
    entries = [pml4 + at * 4096 + 0x23 for at in (1, 1, 2, 3, 4, 5, 2, 3)]
    if quads(text) != entries:
        yield f"the upper page tables are {[hex(q) for q in quads(text)]}"
    if mapped(text) != pages:
        odd = sorted(set(mapped(text)) ^ set(pages))
        yield f"{len(odd)} pages are mapped otherwise, {odd[:2]}..."


def main():
    for line in wrong(sys.stdin.read(), *map(int, sys.argv[1:])):
        print(line)


if __name__ == "__main__":
    main()
