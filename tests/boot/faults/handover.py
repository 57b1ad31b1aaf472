# SPDX-License-Identifier: BSD-2-Clause
"""What a loader hands over, as bytes in memory: good, or wrong on purpose.

    h = Handover(cmdline=b"-v")         # the default of all else boots
    h.info["magic"] = 0                 # any field of start_info
    h.modules[0].size = 2**32
    for addr, data in h.writes(): ...

The fields have the names of Xen's public/arch-x86/hvm/start_info.h.
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
END = 1 << 32     # of what the injector, in 32-bit mode, can write
MAP = [(0, 0x9fc00, RAM), (0x9fc00, 0x60400, RESERVED),
       (MIB, SIZE - MIB, RAM)]
CMDLINE = b'-v kern.hz=100 motd="hello, world"'
DATA = bytes(i * i >> 8 & 0xff for i in range(5000))


@dataclasses.dataclass
class Module:
    """cmdline None: it has none. put=False: only its address is written."""
    paddr: int = 16 * MIB
    data: bytes = DATA
    cmdline: bytes | None = b"disk type=md_image ro"
    cmdline_at: int = 0x30000
    size: int | None = None  # None: that of data
    reserved: int = 0
    put: bool = True

    def entry(self):
        size = len(self.data) if self.size is None else self.size
        cmdline_at = 0 if self.cmdline is None else self.cmdline_at
        return MODULE.pack(self.paddr, size, cmdline_at, self.reserved)


class Handover:
    """The default addresses are similar to Firecracker's."""

    def __init__(self, at=0x6000, cmdline=CMDLINE, modules=None, table=None,
                 rsdp=None, **info):
        self.at = at
        self.cmdline = cmdline  # bytes without the NUL; None: it has none
        self.cmdline_at = 0x20000
        self.modules = [Module()] if modules is None else list(modules)
        self.modlist_at = 0x8000
        self.table = MAP if table is None else list(table)
        self.table_at = 0x40000
        self.rsdp = RSDP if rsdp is None else rsdp  # its bytes
        self.rsdp_at = 0x5000
        self.info = info  # fields that contradict the rest
        self.pointer = None  # ebx, if it is not at
        self.before, self.after = [], []  # more writes: (address, bytes)

    @property
    def ebx(self):
        return self.at if self.pointer is None else self.pointer

    def fields(self):
        values = {
            "magic": MAGIC, "version": 1, "flags": 0,
            "nr_modules": len(self.modules),
            "modlist_paddr": self.modlist_at if self.modules else 0,
            "cmdline_paddr": 0 if self.cmdline is None else self.cmdline_at,
            "rsdp_paddr": self.rsdp_at if self.rsdp else 0,
            "memmap_paddr": self.table_at,
            "memmap_entries": len(self.table), "reserved": 0} | self.info
        return [values[name] for name in INFO_FIELDS]

    def writes(self):
        """[(address, bytes)], to be written in this order."""
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
        """The writes that the injector does."""
        return [(addr, data) for addr, data in self.writes() if addr < END]

    def far(self):
        """The writes that it cannot do; QEMU's loader devices do them."""
        return [(addr, data) for addr, data in self.writes() if addr >= END]


def summed(data, at):
    """data with the byte at "at" changed, so that the sum is 0 modulo 256."""
    data = bytearray(data)
    data[at] = -(sum(data) - data[at]) % 256
    return bytes(data)


RSDT_AT = 0x5100
RSDT = summed(b"RSDT" + struct.pack("<I", 36) + b"\1\0" + b"FAULTS" +
              b"no table" + bytes(12), 9)
RSDP = summed(b"RSD PTR \0FAULTS\0" + struct.pack("<I", RSDT_AT), 8)
