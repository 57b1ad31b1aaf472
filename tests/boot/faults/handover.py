# SPDX-License-Identifier: BSD-2-Clause
"""What a loader hands over, as bytes in memory: right, or wrong on purpose.

    h = Handover(cmdline=b"-v")         # everything has a default that boots
    h.info["magic"] = 0                 # any field of start_info
    h.modules[0].size = 2**32
    for addr, data in h.writes(): ...

All is little-endian; Xen's public/arch-x86/hvm/start_info.h names the fields.
"""
import dataclasses
import struct

MAGIC = 0x336ec578
RAM, RESERVED = 1, 2
INFO = struct.Struct("<IIIIQQQQII")
INFO_FIELDS = ("magic version flags nr_modules modlist_paddr cmdline_paddr "
               "rsdp_paddr memmap_paddr memmap_entries reserved").split()
MODULE = struct.Struct("<QQQQ")
ENTRY = struct.Struct("<QQII")

MIB = 1 << 20
SIZE = 128 * MIB  # of the machine
END = 1 << 32     # of what 32 bits address
MAP = [(0, 0x9fc00, RAM), (0x9fc00, 0x60400, RESERVED),
       (MIB, SIZE - MIB, RAM)]
CMDLINE = b'-v kern.hz=100 motd="hello, world"'
DATA = bytes(i * i >> 8 & 0xff for i in range(5000))


@dataclasses.dataclass
class Module:
    """cmdline is its command line, put at cmdline_at; None: there is none.

    put=False: nothing is written at cmdline_at.
    """
    paddr: int = 16 * MIB
    data: bytes = DATA
    cmdline: bytes | None = b"disk type=md_image ro"
    cmdline_at: int = 0x30000
    size: int | None = None  # None: of the data
    reserved: int = 0
    put: bool = True

    def entry(self):
        size = len(self.data) if self.size is None else self.size
        cmdline_at = 0 if self.cmdline is None else self.cmdline_at
        return MODULE.pack(self.paddr, size, cmdline_at, self.reserved)


class Handover:
    """Addresses are Firecracker's, but all can be any."""

    def __init__(self, at=0x6000, cmdline=CMDLINE, modules=None, table=None,
                 rsdp=None, **info):
        self.at = at
        self.cmdline = cmdline  # bytes, the NUL is added; None: none
        self.cmdline_at = 0x20000
        self.modules = [Module()] if modules is None else list(modules)
        self.modlist_at = 0x8000
        self.table = MAP if table is None else list(table)
        self.table_at = 0x40000
        self.rsdp = RSDP if rsdp is None else rsdp  # its bytes
        self.rsdp_at = 0x5000
        self.info = info  # fields that are not what the rest says
        self.pointer = None  # ebx; None: at
        self.before, self.after = [], []  # more writes: (address, bytes)

    @property
    def ebx(self):
        return self.at if self.pointer is None else self.pointer

    def fields(self):
        said = {
            "magic": MAGIC, "version": 1, "flags": 0,
            "nr_modules": len(self.modules),
            "modlist_paddr": self.modlist_at if self.modules else 0,
            "cmdline_paddr": 0 if self.cmdline is None else self.cmdline_at,
            "rsdp_paddr": self.rsdp_at if self.rsdp else 0,
            "memmap_paddr": self.table_at,
            "memmap_entries": len(self.table), "reserved": 0} | self.info
        return [said[name] for name in INFO_FIELDS]

    def writes(self):
        """In order: what comes later wins where they overlap."""
        out = list(self.before)
        out.append((0x40e, bytes(2)))  # no EBDA
        if self.rsdp:
            out.append((self.rsdp_at, self.rsdp))
            out.append((RSDT_AT, RSDT))
        if self.cmdline is not None:
            out.append((self.cmdline_at, self.cmdline + b"\0"))
        for module in self.modules:
            out.append((module.paddr, module.data))
            if module.cmdline is not None and module.put and \
                    module.cmdline_at < END:
                out.append((module.cmdline_at, module.cmdline + b"\0"))
        out.append((self.modlist_at,
                    b"".join(m.entry() for m in self.modules)))
        out.append((self.table_at,
                    b"".join(ENTRY.pack(*e, 0) for e in self.table)))
        out.append((self.at, INFO.pack(*self.fields())))
        out += self.after
        return [(addr, data) for addr, data in out if data]

    def near(self):
        """What an injector of 32 bits writes."""
        return [(addr, data) for addr, data in self.writes() if addr < END]

    def far(self):
        """What it cannot."""
        return [(addr, data) for addr, data in self.writes() if addr >= END]


def summed(data, at):
    """The same with the byte at which the sum of all is 0 modulo 256."""
    data = bytearray(data)
    data[at] = -(sum(data) - data[at]) % 256
    return bytes(data)


RSDT_AT = 0x5100
RSDT = summed(b"RSDT" + struct.pack("<I", 36) + b"\1\0" + b"FAULTS" +
              b"no table" + bytes(12), 9)
RSDP = summed(b"RSD PTR \0FAULTS\0" + struct.pack("<I", RSDT_AT), 8)
