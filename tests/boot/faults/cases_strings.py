# SPDX-License-Identifier: BSD-2-Clause
"""cmdline and rsdp: the kernel's command line, and the RSDP."""
import struct

import kernel
from case import Case, Good, PC, Q35, Refuse, spread, Warn
from handover import Handover, MIB, RSDP, summed

LONG = 0x10000


def cmdlines():
    """Command lines, short to too long, and where they end."""
    flags = b"-asrdvhCgmpPD"
    for name, line, *facts in (
            ("none", None, "howto: 0x0"), ("empty", b"", "howto: 0x0"),
            ("blanks", b" \t\r\n ", "howto: 0x0"),
            ("all-flags", flags, "howto: 0x3011b863 askname single dfltroot "
             "ddb verbose serial cdrom gdb mute pause probe multicons"),
            ("minus", b"-", "howto: 0x0"),
            ("equals", b"a=b=c", "kenv: a=b=c"),
            ("no-value", b"a= b", "kenv: a=", "kenv: b=1"),
            ("twice", b"a=1 b=2 a=3", "kenv: b=2", "kenv: a=3"),
            ("flag-off", b"boot_single boot_single=No", "howto: 0x0"),
            ("flag-stays", b"-s boot_single=no", "howto: 0x2 single"),
            ("quotes", b"a='b \"c' \"d e\"=f", "kenv: a=b \"c",
             "kenv: d e=f"),
            ("utf-8", "ä=€".encode(), r"kenv: \xc3\xa4=\xe2\x82\xac"),
            ("control", b"a=\x1b[2J\x07\x7f", r"kenv: a=\x1b[2J\x07\x7f"),
            ("format", b"%n=%s%p%*d", "kenv: %n=%s%p%*d"),
            ("loader", b"loader=other", "loader: other",
             "kenv: loader=other"),
            ("speed", b"-vS9600", "howto: 0x800 verbose",
             "kenv: comconsole_speed=9600"),
            ("devices", b"virtio_mmio.device=4K@0xd0000000:5 a=1 "
             b"virtio_mmio.device=4K@0xd0001000:6 a=2 "
             b"virtio_mmio.device=4K@0xd0000000:5",
             "kenv: virtio_mmio.device=4K@0xd0000000:5",
             "kenv: virtio_mmio.device=4K@0xd0001000:6", "kenv: a=2",
             "kenv: virtio_mmio.device=4K@0xd0000000:5"),
            ("no-devices", b"a.devic=1 device=1 a.devices=1 a.devic=2 "
             b"device=2 a.devices=2", "kenv: a.devic=2", "kenv: device=2",
             "kenv: a.devices=2"),
            ("operands", b"-v -- -s -Z a=1 -- --", "howto: 0x800 verbose",
             "kenv: -s=1", "kenv: -Z=1", "kenv: a=1", "kenv: --=1"),
            ("quoted-operands", b"'--' -s", "howto: 0x0", "kenv: -s=1"),
            ("operands-last", b"-s --", "howto: 0x2 single")):
        yield name, Handover(cmdline=line), Good(*facts)
    for name, line, warning in (
            ("unknown-flag", b"-vZ", ("ODD_OPTION", 0, ord("Z"))),
            ("no-name", b"-v =x", ("ODD_WORD", 3, 0)),
            ("open-quote", b"a \"b c", ("ODD_QUOTE", 2, 0)),
            ("high-flag", b"-\xff", ("ODD_OPTION", 0, 0xff)),
            ("operands-and-more", b"--v -s", ("ODD_OPTION", 0, ord("-")))):
        yield name, Handover(cmdline=line), Warn(*warning)
    for length in 4095, 4096, 4127, 4128, 5000, LONG - 3, LONG - 1:
        h = Handover(cmdline=b"a" * length)
        h.cmdline_at = 4 * MIB
        yield f"{length}-bytes", h, Good(f"kenv: {'a' * length}=1")
    for length in LONG, LONG + 1:
        h = Handover(cmdline=b"a" * length)
        h.cmdline_at = 4 * MIB
        yield (f"{length}-bytes", h,
               Warn("CMDLINE_LONG", kernel.NONE, 4 * MIB, "howto: 0x0"))
    h = Handover()
    h.info["cmdline_paddr"] = kernel.DOOR - 16
    h.after = [(kernel.DOOR - 16, b"x" * 16)]
    yield ("unterminated", h,
           Warn("CMDLINE_RANGE", kernel.NONE, kernel.DOOR - 16, "howto: 0x0"))
    last = Handover()
    last.info["cmdline_paddr"] = kernel.DOOR - 16
    last.after = [(kernel.DOOR - 16, b"last=0123456789\0")]
    yield "last-before-the-door", last, Good("kenv: last=0123456789")
    for count in 1022, 1023:
        h = Handover(cmdline=b" ".join(b"v%d" % i for i in range(count)))
        h.cmdline_at = 4 * MIB
        yield (f"{count}-variables", h, Refuse("KENV_FULL", 1024, 0)
               if count == 1023 else Good("kenv: v1021=1"))
    h = Handover(cmdline=b" ".join([b"v.device=1"] * 1023))
    h.cmdline_at = 4 * MIB
    yield "1023-devices", h, Refuse("KENV_FULL", 1024, 0)
    many_words = Handover(cmdline=b"a " * 0x7fff)
    many_words.cmdline_at = 4 * MIB
    yield "32767-words", many_words, Good("kenv: a=1")
    dashes = Handover(cmdline=b"-v " * 0x5000)
    dashes.cmdline_at = 4 * MIB
    yield "20480-flags", dashes, Good("howto: 0x800 verbose")


def rsdp2(length=36, revision=2, size=36):
    body = (b"RSD PTR \0FAULTS" + bytes([revision]) + bytes(4) +
            struct.pack("<IQ", length, 0x5100)).ljust(size, b"\0")
    body = summed(body[:20], 8) + body[20:]
    return summed(body, 32)  # bytes from 36 on are 0: right for any length


def given():
    """start_info has its address."""
    def h(data, at=0x5000):
        out = Handover(rsdp=data)
        out.rsdp_at = at
        return out

    def kept(at=0x5000, odd=False):
        return Good(f"kenv: acpi.rsdp=0x{at:016x}",
                    warnings=[("ODD_RSDP", 0, at)] if odd else [])
    yield "revision-0", h(RSDP), kept()
    yield "revision-2", h(rsdp2()), kept()
    yield "long", h(rsdp2(40, size=40)), kept()
    yield "not-aligned", h(RSDP, 0x5003), kept(0x5003)
    yield "in-ram", h(RSDP, 0x4000000), kept(0x4000000)
    yield "at-1", h(RSDP, 1), kept(1)
    for i in range(0, 20):
        bad = bytearray(RSDP)
        bad[i] ^= 0x40
        yield f"byte-{i}", h(bytes(bad)), kept(odd=True)
    for length in 0, 20, 35, 37, 4096, 4097, 0xffffffff:
        yield f"length-{length:x}", h(rsdp2(length), 0x60000), None
    bad = bytearray(rsdp2())
    bad[35] ^= 1
    yield "second-sum", h(bytes(bad)), kept(odd=True)
    yield "revision-255", h(rsdp2(revision=255)), kept()
    for at in kernel.DOOR - 20, kernel.DOOR - 19:
        out = Handover(rsdp_paddr=at)
        out.after = [(at, RSDP[:kernel.DOOR - at])]
        yield (f"{kernel.DOOR - at}-below-door", out,
               kept(at, at > kernel.DOOR - 20))


def searched():
    """start_info has none, so the door searches the EBDA and the BIOS."""
    none = Handover(rsdp=b"")
    yield "nowhere", none, Good("kenv: kern.hz=100", "acpi: none")
    for segment, offset, found in (
            (0x9f00, 0, True), (0x9f00, 16, True), (0x9f00, 8, False),
            (0x9f00, 1008, True), (0x9f00, 1024, False), (0x50, 0, True),
            (0x4f, 16, False), (0x9ffe, 0, True), (0x9fff, 0, False),
            (0xa000, 0, False), (0xffff, 0, False)):
        h = Handover(rsdp=b"")
        at = segment * 16 + offset
        h.after = [(0x40e, struct.pack("<H", segment))]
        if at < 0xa0000:
            h.after.append((at, RSDP))
        yield (f"ebda-{segment:x}-{offset}", h,
               Good(f"kenv: acpi.rsdp=0x{at:016x}") if found else
               Good())


def cases():
    yield from spread("cmdline", cmdlines)
    yield from spread("rsdp-given", given)
    for name, handover, expect in searched():
        yield Case(f"rsdp-searched-{name}", handover, expect)
    for name, machine in ("pc", PC), ("q35", Q35):
        yield Case(f"rsdp-searched-bios-{name}", Handover(rsdp=b""),
                   machine=machine)
