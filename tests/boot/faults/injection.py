# SPDX-License-Identifier: BSD-2-Clause
"""A job for injector.asm: the state of the machine when a kernel is entered.

    job = Job(entry)                    # the physical address to jump to
    job.write(0x6000, start_info)       # anywhere below 4 GiB, the kernel, too
    job.regs["ebx"] = 0x6000
    job.outb(0x92, 0)                   # A20 off
    data = job.pack()                   # QEMU loads it at AT

write(), outb() and wrmsr() are done first, in the order of the calls. Then
everything that the specification leaves open is set:
    regs        eax ebx ecx edx esi edi ebp esp, eflags, cr0 (no PG), cr4
    selectors   cs ds es fs gs ss, ldtr, tr (0: TR is not loaded). cs and ss
                cannot be 0: no instruction loads that
    gdt         the descriptors, written to gdt_at; selectors are loaded from it
    gdtr        (base, limit) that GDTR has at the entry; None: gdt's
    idtr        (base, limit)
With guest the kernel is started by VMRUN, as by Xen and KVM (-cpu +svm). Then
cs and ss can be 0, regs can have efer, all segments start at 0, and hidden has
their (attributes, limit), not gdt. A triple fault is a verdict of "injector".
"""
import struct

# FAULTS_JOB in tests/boot/boot.mk; the injector itself is from 0x7000000 on.
AT = 0x7200000
ROOM = 0x7f00000 - AT

# As specified: flat code and data, and a TSS, which ltr marks as busy.
CODE, DATA, TSS = 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x0000890000000067
EFLAGS = {"CF": 1 << 0, "PF": 1 << 2, "AF": 1 << 4, "ZF": 1 << 6,
          "SF": 1 << 7, "TF": 1 << 8, "IF": 1 << 9, "DF": 1 << 10,
          "OF": 1 << 11, "IOPL": 3 << 12, "NT": 1 << 14, "AC": 1 << 18,
          "ID": 1 << 21}
CR0 = {"PE": 1 << 0, "MP": 1 << 1, "EM": 1 << 2, "TS": 1 << 3, "ET": 1 << 4,
       "NE": 1 << 5, "WP": 1 << 16, "AM": 1 << 18, "NW": 1 << 29,
       "CD": 1 << 30}
CR4 = {"VME": 1 << 0, "PVI": 1 << 1, "TSD": 1 << 2, "DE": 1 << 3,
       "PSE": 1 << 4, "PAE": 1 << 5, "MCE": 1 << 6, "PGE": 1 << 7,
       "PCE": 1 << 8, "OSFXSR": 1 << 9, "OSXMMEXCPT": 1 << 10}
MSR_EFER = 0xc0000080
EFER_SVME = 1 << 12
MSR_VM_HSAVE = 0xc0010117
HSAVE_AT, VMCB_AT = 0x7030000, 0x7031000
END, COPY, OUT, MSR, VMRUN = range(5)
# (attributes, limit) as specified.
HIDDEN = {"cs": (0xc9b, 0xffffffff), "ds": (0xc93, 0xffffffff),
          "es": (0xc93, 0xffffffff), "fs": (0xc93, 0xffffffff),
          "gs": (0xc93, 0xffffffff), "ss": (0xc93, 0xffffffff),
          "ldtr": (0x82, 0), "tr": (0x8b, 0x67)}


class Job:
    def __init__(self, entry):
        self.entry = entry
        self.regs = dict.fromkeys(
            "eax ebx ecx edx esi edi ebp esp".split(), 0)
        self.regs |= {"eflags": 2, "cr0": CR0["PE"] | CR0["ET"], "cr4": 0}
        self.selectors = {"cs": 0x08, "ds": 0x10, "es": 0x10, "fs": 0x10,
                          "gs": 0x10, "ss": 0x10, "ldtr": 0, "tr": 0}
        self.gdt = [0, CODE, DATA, TSS]
        self.gdt_at = 0x7010000
        self.gdtr = None
        self.idtr = (0, 0)
        self.guest = False
        self.hidden = dict(HIDDEN)
        self.records = []

    def write(self, addr, data):
        self.records.append(struct.pack("<III", COPY, addr, len(data)) +
                            data + bytes(-len(data) % 4))

    def outb(self, port, value):
        self.records.append(struct.pack("<III", OUT, port, value))

    def wrmsr(self, register, value):
        self.records.append(struct.pack("<IIIQ", MSR, register, 8, value))

    def _state(self):
        r, s = self.regs, self.selectors
        gdt = (self.gdt_at, 8 * len(self.gdt) - 1)
        order = "edi esi ebp esp ebx edx ecx eax eflags cr0 cr4".split()
        words = [s[n] for n in "cs ds es fs gs".split()]
        words += [r["esp"], s["ss"], s["ldtr"], s["tr"]]
        words += [VMCB_AT if self.guest and n == "eax" else r[n]
                  for n in order] + [self.entry]
        tables = [struct.pack("<HIxx", limit, base) for base, limit in
                  (gdt, self.gdtr or gdt, self.idtr)]
        return struct.pack(f"<{len(words)}I", *words) + b"".join(tables)

    def _vmcb(self):
        """The layout is in AMD64 Architecture, volume 2, appendix B."""
        page = bytearray(4096)

        def put(form, at, *values):
            struct.pack_into(form, page, at, *values)
        put("<I", 0x10, 1)  # intercepts VMRUN, as it must
        put("<I", 0x58, 1)  # ASID
        for i, name in enumerate("es cs ss ds fs gs".split()):
            put("<HHI", 0x400 + 16 * i, self.selectors[name],
                *self.hidden[name])
        for at, name in (0x470, "ldtr"), (0x490, "tr"):
            put("<HHI", at, self.selectors[name], *self.hidden[name])
        for at, (base, limit) in (0x460, self.gdtr or (0, 0)), \
                (0x480, self.idtr):
            put("<IQ", at + 4, limit, base)
        put("<Q", 0x4d0, EFER_SVME | self.regs.get("efer", 0))
        for at, name in ((0x548, "cr4"), (0x558, "cr0"), (0x570, "eflags"),
                         (0x5d8, "esp"), (0x5f8, "eax")):
            put("<Q", at, self.regs[name])
        put("<QQ", 0x560, 0x400, 0xffff0ff0)  # dr7, dr6
        put("<Q", 0x578, self.entry)
        return bytes(page)

    def pack(self):
        if self.guest:
            self.write(VMCB_AT, self._vmcb())
            self.wrmsr(MSR_EFER, EFER_SVME)
            self.wrmsr(MSR_VM_HSAVE, HSAVE_AT)
        gdt = struct.pack(f"<{len(self.gdt)}Q", *self.gdt)
        body = self._state() + b"".join(self.records)
        body += struct.pack("<III", COPY, self.gdt_at, len(gdt)) + gdt
        body += struct.pack("<III", VMRUN if self.guest else END, 0, 0)
        head = b"PVHJ" + struct.pack("<I", 12 + len(body))
        words = struct.unpack(f"<{(8 + len(body)) // 4}I", head + body)
        data = head + struct.pack("<I", -sum(words) % 2**32) + body
        if len(data) > ROOM:
            raise ValueError(f"a job of {len(data)} bytes, {ROOM} fit")
        return data
