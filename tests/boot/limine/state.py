#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""state.py REVISION ENTRY MAP SEGMENTS <ANSWERS: prints how the state at a
Limine kernel's entry differs from what the protocol promises, and fails then.
MAP is what the kernel printed, SEGMENTS what readelf -l says about it, ANSWERS
those of QEMU's monitor to "info registers" and "info tlb"."""
import re
import sys

GIB = 1 << 30
HHDM = 0xffff800000000000
KERNEL = 0xffffffff80000000
MAPPED = ("usable", "reclaimable", "kernel and modules", "frame buffer")
GENERAL = ("RBX RCX RDX RSI RDI RBP R8 R9 R10 R11 R12 R13 R14 R15").split()


def registers(text):
    found = {name: int(value, 16) for name, value in re.findall(
        r"\b([A-Z][A-Z0-9]+) ?= *([0-9a-f]+)", text)}
    for name, rest in re.findall(
            r"^(CS|[DEFGS]S|GDT) ?= *(.*)$", text, re.M):
        found[name] = rest
    return found


def tables(text, huge):
    """{virtual page: (physical, writable, executable, size)}"""
    rows = [(int(va, 16), int(pa, 16), bits) for va, pa, bits in re.findall(
        r"^([0-9a-f]{16}): ([0-9a-f]{16}) (\S+)$", text, re.M)]
    found = []
    for (va, pa, bits), after in zip(rows, rows[1:] + [(1 << 64, 0, "")]):
        size = 4096 if bits[2] != "P" else 2 << 20
        if size > 4096 and huge and (va | pa) % GIB == 0 \
                and after[0] - va >= GIB:
            size = GIB
        found.append((va, pa, size, bits))
    return found


def segments(text):
    for va, size, flags in re.findall(
            r"^ *LOAD +\S+ +0x([0-9a-f]+) +\S+ +\S+ +0x([0-9a-f]+) "
            r"+([RWE ]{3}) ", text, re.M):
        if "RWE" != flags:      # that is the door
            yield int(va, 16), int(size, 16), flags


def memory(text):
    for first, last, kind in re.findall(
            r"^memory: 0x([0-9a-f]+)-0x([0-9a-f]+) (.*?)\r?$", text, re.M):
        yield int(first, 16), int(last, 16) + 1, kind


def direct(revision, ranges):
    """The extents that the direct map has."""
    found = [(0, 4 * GIB)] if revision < 3 else []
    for first, end, kind in ranges:
        if revision == 3 and kind not in MAPPED:
            continue
        if revision in (1, 2) and kind in ("reserved", "bad"):
            continue
        if revision < 3 and end <= 4 * GIB:
            continue
        found.append((first & -4096, end + 4095 & -4096))
    return joined(found)


def joined(extents):
    found = []
    for start, end in sorted(extents):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def image(rows):
    """What the segments ask for: {page: (writable, executable)}"""
    pages = {}
    for va, size, flags in rows:
        for page in range(va & -4096, va + size, 4096):
            writable, executable = pages.get(page, (False, False))
            pages[page] = (writable or "W" in flags,
                           executable or "E" in flags)
    return pages


def wrong_pages(revision, rows, kernel, extents, nx):
    base = {True: [], False: []}
    seen = {}
    for va, pa, size, bits in rows:
        if bits[3:5] != "DA" or "U" in bits[6:8] or "C" in bits or "T" in bits:
            yield f"{va:#x}: {bits}"
        if va >= KERNEL:
            for page in range(va, va + size, 4096):
                seen[page] = ("W" in bits, bits[0] != "X" if nx else None)
                if page - KERNEL != pa + page - va:
                    yield f"{page:#x} is at {pa:#x}"
            continue
        if bits[0] == "X" or "W" not in bits:
            yield f"{va:#x}: {bits}: not rwx"
        high = va >= HHDM
        if va - (HHDM if high else 0) != pa:
            yield f"{va:#x} is at {pa:#x}"
        base[high].append((pa, pa + size))
    wanted = {page: (w, x if nx else None) for page, (w, x) in kernel.items()}
    if seen != wanted:
        yield f"the kernel's pages are {sorted(seen.items())}"
    for page, (writable, executable) in seen.items():
        if writable and executable:
            yield f"{page:#x} is writable and executable"
    if joined(base[True]) != extents:
        yield f"the direct map is {[list(map(hex, e)) for e in joined(base[True])]}"
    identity = [(max(s, 4096), e) for s, e in extents] if revision == 0 else []
    if joined(base[False]) != identity:
        yield f"the identity map is {[list(map(hex, e)) for e in joined(base[False])]}"


def wrong(text, revision, entry, ranges, rows):
    r = registers(text)
    nx = r["EFER"] & 1 << 11 != 0
    for name in GENERAL:
        if r[name] != 0:
            yield f"{name} is {r[name]:#x}"
    expected = {
        "RAX": 0x0a,                # of the patch
        "RIP": entry + 4,           # in the patch
        "RFL": 2, "CR0": 0x80010011, "CR4": 0x20, "EFER": 0xd00 if nx else 0x500}
    for name, value in expected.items():
        if r[name] != value:
            yield f"{name} is {r[name]:#x}, not {value:#x}"
    if not r["CS"].startswith("0028 0000000000000000 ffffffff 00af9b00"):
        yield f"CS is {r['CS']}"
    for name in "DS", "ES", "FS", "GS", "SS":
        if not r[name].startswith("0030 0000000000000000 ffffffff 00cf93"):
            yield f"{name} is {r[name]}"
    gdt, limit = (int(word, 16) for word in r["GDT"].split())
    reclaim = [(s, e) for s, e, kind in ranges if kind == "reclaimable"]
    for name, at, end in (("the GDT", gdt, gdt + limit), ("the stack",
            r["RSP"] - 0x12345, r["RSP"] + 7), ("the page tables",
            HHDM + r["CR3"], HHDM + r["CR3"] + 4095)):
        if not any(s <= at - HHDM and end - HHDM < e for s, e in reclaim):
            yield f"{name}, {at:#x}, is not in reclaimable memory"
    if limit != 7 * 8 - 1 or r["RSP"] % 16 != 8:
        yield f"the GDT's limit is {limit}, RSP is {r['RSP']:#x}"
    # A CPU that has pages of 1 GiB has an EFER that was asked for NX.
    yield from wrong_pages(revision, tables(text, True), image(rows),
                           direct(revision, ranges), nx)


def main():
    revision, entry = int(sys.argv[1]), int(sys.argv[2], 16)
    with open(sys.argv[3], encoding="ascii") as file:
        ranges = list(memory(file.read()))
    with open(sys.argv[4], encoding="ascii") as file:
        rows = list(segments(file.read()))
    lines = list(wrong(sys.stdin.read(), revision, entry, ranges, rows))
    if not ranges or not rows:
        lines.append("no map, or no segments")
    print("\n".join(lines))
    sys.exit(len(lines) > 0)


if __name__ == "__main__":
    main()
