#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""acpi.py ADDRESS PROCESSOR:APIC... writes ACPI tables for that address.

An RSDP, an RSDT and a MADT with these CPUs, all enabled, of the type that the
APIC ID needs (ACPI 6.5, 5.2.5 to 5.2.12). The RSDP comes first.
"""
import struct
import sys


def sealed(table, at):
    """The table, with the byte there such that all bytes sum up to 0."""
    return table[:at] + bytes([-sum(table) & 0xff]) + table[at + 1:]


def table(signature, body):
    return sealed(struct.pack("<4sIBB6s8sI4sI", signature, 36 + len(body), 1,
                              0, b"TEST", b"TEST", 0, b"TEST", 0) + body, 9)


def entry(cpu):
    processor, apic = map(int, cpu.split(":"))
    if apic < 255:
        return struct.pack("<BBBBI", 0, 8, processor, apic, 1)
    return struct.pack("<BBHIII", 9, 16, 0, apic, 1, processor)


address = int(sys.argv[1], 0)
rsdp = sealed(struct.pack("<8sB6sBI", b"RSD PTR ", 0, b"TEST", 0,
                          address + 32), 8)
rsdt = table(b"RSDT", struct.pack("<I", address + 128))
madt = table(b"APIC", struct.pack("<II", 0xfee00000, 0) +
             b"".join(map(entry, sys.argv[2:])))
sys.stdout.buffer.write(rsdp.ljust(32, b"\0") + rsdt.ljust(96, b"\0") + madt)
