#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""state.py MAGIC EIP IDT BEGIN END <ANSWER: prints how the state at the entry of
a Multiboot kernel differs from what the specifications say (0.6.96, 3.2; 2.0,
3.3) and what enter.asm adds. MAGIC is in hex; the others are addresses: of the
IDT, and of the door, where the information has to lie. ANSWER is that of QEMU's
monitor to info registers."""
import re
import sys

DATA = "0010 00000000 ffffffff 00cf9300 DPL=0 DS   [-WA]"


def registers(text):
    found = {name: int(value, 16) for name, value in re.findall(
        r"\b([A-Z][A-Z0-9]+) ?= *([0-9a-f]+)", text)}
    for name, rest in re.findall(r"^(CS|DS|ES|FS|GS|SS|GDT|IDT) ?= *(.*)$",
                                 text, re.M):
        found[name] = rest.strip()
    return found


def wrong(text, magic, eip, idt, begin, end):
    r = registers(text)
    expected = {
        "EAX": magic, "EIP": eip, "CR4": 0, "EFER": 0,
        "CS": "0018 00000000 ffffffff 00cf9b00 DPL=0 CS32 [-RA]",
        "IDT": f"{idt:08x} 000000ff"}
    for name in "DS", "ES", "FS", "GS", "SS":
        expected[name] = DATA
    for name, value in expected.items():
        if r[name] != value:
            yield f"{name} is {r[name]}, not {value}"
    if r["CR0"] & 0x80000001 != 1:
        yield f"CR0 is {r['CR0']:#x}"
    if r["EFL"] & 0x20600:
        yield f"EFL is {r['EFL']:#x}: VM, IF or DF"
    if r["EBX"] % 8 != 0:
        yield f"EBX is {r['EBX']:#x}"
    for name in "EBX", "ESP":
        if not begin <= r[name] < end:
            yield f"{name} is {r[name]:#x}, not in the door"


def main():
    magic, *rest = sys.argv[1:]
    for line in wrong(sys.stdin.read(), int(magic, 16), *map(int, rest)):
        print(line)


if __name__ == "__main__":
    main()
