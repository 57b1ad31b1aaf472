# SPDX-License-Identifier: BSD-2-Clause
"""Makes kernels that each break one rule of one loader, or keep one that a
careless check would call broken.

    python3 mutants.py FOLDER    writes NAME.elf of each, and lists the names

All are the same tiny kernel: two segments, the code and a data page with .bss
behind it. Which of its entries runs is what it prints on port 0xE9, and the
status that QEMU ends with, where there is an isa-debug-exit. Then it halts, by
which a domU of Xen ends. The code runs at any address.
"""

import gzip
import lzma
import os
import struct
import sys

KERNBASE = 0xffffffff80000000
TEXT = 0x200000  # physical, and the offset in the file is 0x1000
DATA = 0x202000  # physical; the offset is 0x2000
NO_RAM = 0xfd000000  # physical: no machine has RAM there
PVH, PVH2, NATIVE, MULTIBOOT, DAMAGED = range(0, 0x500, 0x100)  # in the code
WORD = b'data'  # the data page is full of it
NOTES, NOTES2 = 0x800, 0xc00  # in the code's page
EM_386, EM_X86_64, EM_AARCH64 = 3, 62, 183
PT_LOAD, PT_NOTE = 1, 4
SHT_NULL, SHT_PROGBITS, SHT_SYMTAB, SHT_STRTAB, SHT_NOTE = 0, 1, 2, 3, 7
(HYPERCALL_PAGE, VIRT_BASE, PADDR_OFFSET, XEN_VERSION, LOADER, PAE_MODE,
 FEATURES, HV_START_LOW, SUPPORTED_FEATURES, PHYS32_ENTRY,
 PHYS32_RELOC) = 2, 3, 4, 5, 8, 9, 10, 11, 17, 18, 19


def leave(text, status):
    """Prints a line, ends QEMU, halts: mov al, imm8; out imm8, al; cli; hlt."""
    code = b''.join(bytes((0xb0, byte, 0xe6, 0xe9))
                    for byte in b'%s\n' % text.encode())
    return code + bytes((0xb0, status, 0xe6, 0xf4, 0xfa, 0xf4, 0xeb, 0xfd))


def code(name, data, elf64):
    """The entries, as (offset, bytes). They look whether DATA, if not None, is
    where it has to be, PVH's by its p_paddr and the native one by its p_vaddr:
    mov edi, ADDRESS; mov ecx, COUNT; mov eax, WORD; cld; repe scasd; jne."""
    for offset, text, status in ((PVH, 'pvh', 0x10), (PVH2, 'second', 0x13),
                                 (NATIVE, 'native', 0x11),
                                 (MULTIBOOT, 'multiboot', 0x12),
                                 (DAMAGED, 'damaged', 0x14)):
        check = b''
        if data is not None and offset in (PVH, PVH2, NATIVE):
            if offset == NATIVE and elf64:
                check = struct.pack('<HQ', 0xbf48, data.vaddr)
            else:
                check = struct.pack('<BI', 0xbf, data.paddr % 2**32)
            check += struct.pack('<BIB', 0xb9, min(data.filesz, data.memsz) //
                                 4, 0xb8) + WORD + b'\xfc\xf3\xaf\x0f\x85'
            check += struct.pack('<i', DAMAGED - offset - len(check) - 4)
        yield offset, check + leave('judge: %s %s' % (name, text), status)


def pad(data, align=4):
    return data + b'\0' * (-len(data) % align)


def note(kind, desc, owner=b'Xen\0', align=4):
    return (struct.pack('<III', len(owner), len(desc), kind) +
            pad(owner, align) + pad(desc, align))


def phys32(value=TEXT + PVH, size=8, **how):
    return note(PHYS32_ENTRY, value.to_bytes(max(size, 8), 'little')[:size],
                **how)


def number(kind, value):
    return note(kind, struct.pack('<Q', value))


def string(kind, value):
    return note(kind, value + b'\0')


BUILD_ID = note(3, b'0123456789abcdefghij', owner=b'GNU\0')
PROPERTY = note(5, struct.pack('<IIII', 0xc0000002, 4, 3, 0), owner=b'GNU\0',
                align=8)


class Segment:
    def __init__(self, kind, offset, paddr, filesz, memsz, flags=7,
                 align=0x1000, vaddr=None):
        self.kind, self.offset, self.paddr = kind, offset, paddr
        self.filesz, self.memsz = filesz, memsz
        self.flags, self.align = flags, align
        self.vaddr = (paddr + KERNBASE) % 2**64 if vaddr is None else vaddr


class Kernel:
    """The good one. Mutants change it before bytes()."""

    def __init__(self, name):
        self.elf64, self.machine, self.kind = True, EM_X86_64, 2
        self.little, self.e_flags, self.version = True, 0, 1
        self.entry = KERNBASE + TEXT + NATIVE
        self.phentsize = None
        self.phoff = 64
        self.shoff = None
        self.name = name
        self.page = bytearray(b'\xcc' * 0x1000)  # int3
        self.text = Segment(PT_LOAD, 0x1000, TEXT, 0x1000, 0x1000)
        self.data = Segment(PT_LOAD, 0x2000, DATA, 0x1000, 0x3000)
        self.loaded = self.data
        self.notes = []
        self.more = []
        self.add_notes(phys32() + number(VIRT_BASE, KERNBASE) +
                       number(PADDR_OFFSET, 0))
        self.sections = True  # the section table
        self.symbols = True  # .symtab in it
        self.note_section = True
        self.header = {}  # what to write in the first page: offset to bytes
        self.tail = b''

    def put(self, offset, data):
        self.page[offset:offset + len(data)] = data

    def add_notes(self, data, at=NOTES, align=4):
        """A PT_NOTE for DATA, in the code's segment."""
        self.put(at, data)
        segment = Segment(PT_NOTE, 0x1000 + at, TEXT + at, len(data),
                          len(data), 4, align)
        self.notes.append(segment)
        return segment

    def only_notes(self, data, **how):
        """DATA instead of the good notes."""
        self.notes = []
        self.page[NOTES:] = b'\xcc' * (0x1000 - NOTES)
        return self.add_notes(data, **how)

    def move(self, paddr):
        """The whole image elsewhere, entry and note with it."""
        by = paddr - TEXT
        for segment in [self.text, self.data] + self.notes:
            segment.paddr += by
            segment.vaddr = (segment.paddr + KERNBASE) % 2**64
        self.entry = (self.entry + by) % 2**64
        self.put(NOTES, phys32(paddr + PVH))

    def segments(self):
        return [self.text, self.data] + self.more + self.notes

    def section_table(self, at):
        """The strings, symbols and headers, for offset AT: (offset, bytes)."""
        names = b'\0.text\0.note.Xen\0.symtab\0.strtab\0.shstrtab\0'
        strings = b'\0btext\0'
        if self.elf64:
            symbols = bytes(24) + struct.pack('<IBBHQQ', 1, 0x12, 0, 1,
                                              self.entry, 0)
        else:
            symbols = bytes(16) + struct.pack('<IIIBBH', 1, self.entry, 0,
                                              0x12, 0, 1)
        text = self.text
        table = [(b'', SHT_NULL, 0, 0, 0, 0, 0, 0, 0, 0),
                 (b'.text', SHT_PROGBITS, 6, text.vaddr, text.offset, 0x400, 0,
                  0, 16, 0)]
        if self.note_section:
            at_note = self.notes[0] if self.notes else self.note_section
            table.append((b'.note.Xen', SHT_NOTE, 2, at_note.vaddr,
                          at_note.offset, at_note.filesz, 0, 0, 4, 0))
        body = b''
        if self.symbols:
            table.append((b'.symtab', SHT_SYMTAB, 0, 0, at, len(symbols),
                          len(table) + 1, 1, 8, 24 if self.elf64 else 16))
            body += symbols
            table.append((b'.strtab', SHT_STRTAB, 0, 0, at + len(body),
                          len(strings), 0, 0, 1, 0))
            body = pad(body + strings, 8)
        table.append((b'.shstrtab', SHT_STRTAB, 0, 0, at + len(body),
                      len(names), 0, 0, 1, 0))
        body = pad(body + names, 8)
        headers = b''
        for name, kind, flags, *rest in table:
            headers += struct.pack('<IIQQQQIIQQ' if self.elf64 else
                                   '<IIIIIIIIII', names.index(name + b'\0'),
                                   kind, flags, *rest)
        return at + len(body), len(table), body + headers

    def bytes(self):
        segments = self.segments()
        bits64, order = self.elf64, '<' if self.little else '>'
        headers = b''
        for segment in segments:
            place = (segment.offset, segment.vaddr, segment.paddr,
                     segment.filesz, segment.memsz)
            if bits64:
                headers += struct.pack(order + 'IIQQQQQQ', segment.kind,
                                       segment.flags, *place, segment.align)
            else:
                headers += struct.pack(order + 'IIIIIIII', segment.kind,
                                       *place, segment.flags, segment.align)
        shoff, count, table = 0, 0, b''
        if self.sections:
            shoff, count, table = self.section_table(0x3000)
        if self.shoff is not None:
            shoff = self.shoff
        size = (64, 56, 64) if bits64 else (52, 32, 40)
        ident = bytes((0x7f, 0x45, 0x4c, 0x46, 1 + bits64, 2 - self.little, 1))
        ehdr = ident + bytes(9) + struct.pack(
            order + ('HHIQQQIHHHHHH' if bits64 else 'HHIIIIIHHHHHH'),
            self.kind, self.machine, self.version, self.entry, self.phoff,
            shoff, self.e_flags, size[0], self.phentsize or size[1],
            len(segments), size[2] if count else 0, count,
            count - 1 if count else 0)
        first = bytearray(0x1000)
        first[:len(ehdr)] = ehdr
        first[self.phoff:self.phoff + len(headers)] = headers
        for offset, data in self.header.items():
            first[offset:offset + len(data)] = data
        for offset, data in code(self.name, self.loaded, self.elf64):
            self.put(offset, data)
        return (bytes(first) + bytes(self.page) + WORD * 0x400 + table +
                self.tail)

    def elf32(self, machine):
        self.elf64, self.machine, self.phoff = False, machine, 52
        for segment in self.segments():
            segment.vaddr = segment.paddr
        self.entry = TEXT + NATIVE


MUTANTS = {}


def mutant(change):
    """The function changes a Kernel, or returns the file's bytes."""
    MUTANTS[change.__name__.replace('_', '-')] = change
    return change


def with_notes(name, data, **how):
    def change(kernel):
        kernel.only_notes(data, **how)
    MUTANTS[name] = change


def moved(name, paddr):
    MUTANTS[name] = lambda kernel: kernel.move(paddr)


# ---- the note itself

@mutant
def good(_):
    pass


@mutant
def note_missing(kernel):
    kernel.only_notes(b'')
    kernel.notes = []
    kernel.note_section = False


@mutant
def note_only_section(kernel):
    kernel.note_section = kernel.notes.pop()


@mutant
def note_without_segment_flags(kernel):
    kernel.notes[0].flags = 0


with_notes('note-owner', phys32(owner=b'Foo\0'))
with_notes('note-owner-short', phys32(owner=b'Xen'))
with_notes('note-owner-long', phys32(owner=b'Xen\0\0\0\0\0'))
with_notes('note-type', note(99, struct.pack('<Q', TEXT)))
for bytes_ in 0, 1, 2, 3, 4, 5, 6, 7, 12, 16:
    with_notes('note-size-%d' % bytes_, phys32(size=bytes_))
with_notes('note-size-4-then-note',
           phys32(size=4) + string(LOADER, b'generic'))
with_notes('note-zero', phys32(0))
with_notes('note-outside', phys32(0x300000))
with_notes('note-above-4-gib', phys32(TEXT | 1 << 32))
with_notes('note-in-gap', phys32(TEXT + 0x1800))
with_notes('note-in-bss', phys32(DATA + 0x2000))
with_notes('note-at-end', phys32(DATA + 0x3000))
with_notes('note-at-second-entry', phys32(TEXT + PVH2))
for bytes_ in 0, 1, 2, 8, 16, 3, 0x1000:
    with_notes('note-align-%d' % bytes_, phys32(), align=bytes_)
with_notes('note-align-8-true', phys32(align=8), align=8)
with_notes('note-align-8-property', PROPERTY + phys32(align=4), align=8)


# ---- other notes around it

with_notes('note-behind-other', BUILD_ID + phys32())
with_notes('note-before-other', phys32() + BUILD_ID)
with_notes('note-twice', phys32() + phys32(TEXT + PVH2))
with_notes('note-foreign-18-first',
           note(18, struct.pack('<Q', TEXT + PVH2), owner=b'GNU\0') + phys32())


@mutant
def two_segments_last_other(kernel):
    kernel.add_notes(BUILD_ID, at=NOTES2)


@mutant
def two_segments_first_other(kernel):
    kernel.only_notes(BUILD_ID, at=NOTES2)
    kernel.add_notes(phys32())


@mutant
def two_segments_last_property(kernel):
    kernel.add_notes(PROPERTY, at=NOTES2, align=8)


@mutant
def two_segments_two_entries(kernel):
    kernel.add_notes(phys32(TEXT + PVH2), at=NOTES2)


@mutant
def two_segments_three_notes(kernel):
    kernel.add_notes(BUILD_ID + PROPERTY, at=NOTES2)
    kernel.add_notes(phys32(TEXT + PVH2), at=NOTES2 + 0x100)


@mutant
def orphan_behind_note(kernel):
    kernel.only_notes(phys32() + b'\x14\0\0\0\0\0\0\0\x01zR\0\x01x\x10\x01')


@mutant
def orphan_before_note(kernel):
    kernel.only_notes(b'\x14\0\0\0\0\0\0\0\x01zR\0\x01x\x10\x01' + phys32())


@mutant
def note_cut_in_value(kernel):
    kernel.notes[0].filesz = kernel.notes[0].memsz = 20


@mutant
def note_cut_in_header(kernel):
    kernel.notes[0].filesz = kernel.notes[0].memsz = 8


@mutant
def note_empty_segment(kernel):
    kernel.notes[0].filesz = kernel.notes[0].memsz = 0


@mutant
def note_outside_file(kernel):
    kernel.notes[0].offset = 0x100000
    kernel.note_section = False


@mutant
def note_offset_zero(kernel):
    kernel.notes[0].offset = 0
    kernel.notes[0].filesz = 0x1000 + NOTES + 24
    kernel.note_section = False


@mutant
def note_outside_segments(kernel):
    """The note is in the file, but in no PT_LOAD."""
    kernel.header[0x800] = phys32()
    kernel.notes[0].offset, kernel.notes[0].paddr = 0x800, 0
    kernel.notes[0].vaddr = 0


# ---- what Xen reads besides

with_notes('legacy-offset-alone', phys32() + number(PADDR_OFFSET, 0))
with_notes('legacy-base-alone', phys32() + number(VIRT_BASE, KERNBASE))
with_notes('legacy-both', phys32() + number(VIRT_BASE, KERNBASE) +
           number(PADDR_OFFSET, 0))
with_notes('legacy-both-wrong', phys32() + number(VIRT_BASE, KERNBASE) +
           number(PADDR_OFFSET, KERNBASE))
with_notes('legacy-loader', phys32() + string(LOADER, b'other'))
with_notes('legacy-version', phys32() + string(XEN_VERSION, b'xen-2.0'))
with_notes('legacy-pae', phys32() + string(PAE_MODE, b'no'))
with_notes('legacy-hypercall-page',
           phys32() + number(HYPERCALL_PAGE, KERNBASE + DATA))
with_notes('legacy-start-low', phys32() + number(HV_START_LOW, KERNBASE))
with_notes('feature', phys32() +
           string(FEATURES, b'hvm_callback_vector|auto_translated_physmap'))
with_notes('feature-needed', phys32() +
           string(FEATURES, b'!writable_page_tables'))
with_notes('feature-needed-dom0', phys32() + string(FEATURES, b'!dom0'))
with_notes('feature-unknown', phys32() + string(FEATURES, b'made_up'))
with_notes('feature-unknown-needed', phys32() +
           string(FEATURES, b'!made_up'))
with_notes('reloc', phys32() + note(PHYS32_RELOC, b''))
with_notes('reloc-range', phys32() +
           note(PHYS32_RELOC, struct.pack('<III', 0x1000, TEXT, 0x8000000)))


@mutant
def reloc_no_ram(kernel):
    """Linked where a machine has no RAM, but relocatable."""
    kernel.move(NO_RAM)
    kernel.loaded = None  # it does not know where it is
    kernel.only_notes(phys32(NO_RAM + PVH) +
                      note(PHYS32_RELOC, struct.pack('<II', 0x1000, TEXT)))


@mutant
def legacy_guest_section(kernel):
    """__xen_guest, what notes were before."""
    kernel.notes = []
    kernel.note_section = False
    kernel.put(NOTES, b'GUEST_OS=x,XEN_VER=xen-3.0\0'.ljust(0x100, b'\0'))


# ---- the file around it

@mutant
def class_32(kernel):
    kernel.only_notes(phys32(size=4))
    kernel.elf32(EM_386)


@mutant
def class_32_size_8(kernel):
    kernel.elf32(EM_386)


@mutant
def class_32_x86_64(kernel):
    kernel.elf32(EM_X86_64)


@mutant
def machine_386(kernel):
    kernel.machine = EM_386


@mutant
def machine_other(kernel):
    kernel.machine = EM_AARCH64


@mutant
def big_endian(kernel):
    kernel.little = False


@mutant
def kind_dyn(kernel):
    kernel.kind = 3


@mutant
def kind_rel(kernel):
    kernel.kind = 1


@mutant
def version_0(kernel):
    kernel.version = 0


@mutant
def flags_4(kernel):
    kernel.e_flags = 4


@mutant
def flags_10000(kernel):
    kernel.e_flags = 0x10000


@mutant
def flags_1(kernel):
    kernel.e_flags = 1


@mutant
def headers_far(kernel):
    """The program headers behind the first 8 KiB but inside of the file."""
    kernel.phoff = 0x800


@mutant
def headers_outside(kernel):
    kernel.phoff = 0x800
    kernel.header[32] = struct.pack('<Q', 0x100000)


@mutant
def sections_outside(kernel):
    kernel.shoff = 0x100000


@mutant
def no_sections(kernel):
    kernel.sections = False


@mutant
def no_symtab(kernel):
    kernel.symbols = False


@mutant
def gzip_around(kernel):
    return gzip.compress(kernel.bytes(), mtime=0)


@mutant
def xz_around(kernel):
    return lzma.compress(kernel.bytes(), check=lzma.CHECK_CRC32)


@mutant
def pe_around(kernel):
    """A PE file, which begins with MZ, and holds the kernel."""
    return b'MZ'.ljust(0x1000, b'\0') + kernel.bytes()


@mutant
def cut(kernel):
    return kernel.bytes()[:0x1800]


def multiboot1(flags, *words):
    return struct.pack('<III', 0x1badb002, flags, -(0x1badb002 + flags) %
                       2**32) + struct.pack('<%dI' % len(words), *words)


KLUDGE = multiboot1(0x10000, TEXT - 0x800, TEXT - 0x1000, DATA, DATA + 0x1000,
                    TEXT + MULTIBOOT)


@mutant
def multiboot1_header(kernel):
    kernel.header[0x800] = multiboot1(0)


@mutant
def multiboot1_addresses(kernel):
    kernel.header[0x800] = KLUDGE


@mutant
def multiboot1_checksum(kernel):
    kernel.header[0x800] = multiboot1(0)[:8] + b'\x01\0\0\0'


@mutant
def multiboot1_unaligned(kernel):
    kernel.header[0x802] = multiboot1(0)


@mutant
def multiboot1_late(kernel):
    kernel.tail = multiboot1(0)


@mutant
def multiboot1_last(kernel):
    """The last word of the first 8 KiB at which a header can begin."""
    kernel.put(0x1000 - 12, multiboot1(0))


@mutant
def multiboot1_32(kernel):
    kernel.elf32(EM_386)
    kernel.header[0x800] = multiboot1(0)


@mutant
def multiboot2_header(kernel):
    kernel.header[0x800] = (struct.pack('<IIII', 0xe85250d6, 0, 24,
                                        -(0xe85250d6 + 24) % 2**32) +
                            struct.pack('<HHI', 0, 0, 8))


# ---- the entry that PVH does not use

@mutant
def entry_low(kernel):
    kernel.entry = 0x80000


@mutant
def entry_zero(kernel):
    kernel.entry = 0


@mutant
def entry_physical(kernel):
    kernel.entry = TEXT + NATIVE


@mutant
def entry_outside(kernel):
    kernel.entry = KERNBASE + 0x300000


# ---- the segments

moved('paddr-unaligned', TEXT + 0x800)
moved('paddr-64-kib', 0x10000)
moved('paddr-video', 0xa0000)
moved('paddr-bios', 0xe0000)
moved('paddr-1-mib', 0x100000)
moved('paddr-15-mib', 0xf00000)
moved('paddr-no-ram', NO_RAM)
moved('paddr-4-gib', 0x100000000)


@mutant
def paddr_second_unaligned(kernel):
    kernel.data.paddr += 0x10
    kernel.data.vaddr += 0x10


@mutant
def paddr_order(kernel):
    kernel.text, kernel.data = kernel.data, kernel.text
    kernel.section_table = lambda at: (0, 0, b'')


@mutant
def overlap(kernel):
    kernel.data.paddr = TEXT + 0x800
    kernel.data.vaddr = KERNBASE + TEXT + 0x800


@mutant
def wrap(kernel):
    kernel.data.paddr = 2**64 - 0x1000
    kernel.data.vaddr = KERNBASE + DATA


@mutant
def gap(kernel):
    """16 MiB between the segments."""
    kernel.data.paddr += 0x1000000
    kernel.data.vaddr += 0x1000000


@mutant
def second_no_ram(kernel):
    kernel.data.paddr += NO_RAM
    kernel.data.vaddr = (KERNBASE + kernel.data.paddr) % 2**64


@mutant
def second_low(kernel):
    kernel.data.paddr, kernel.data.vaddr = 0x10000, KERNBASE + 0x10000


@mutant
def bases_differ(kernel):
    kernel.data.vaddr += 0x1000000


@mutant
def base_identity(kernel):
    for segment in kernel.segments():
        segment.vaddr = segment.paddr
    kernel.entry = TEXT + NATIVE


@mutant
def base_higher(kernel):
    for segment in kernel.segments():
        segment.vaddr = segment.paddr + 0xffff800000000000
    kernel.entry = TEXT + NATIVE + 0xffff800000000000


@mutant
def base_other(kernel):
    for segment in kernel.segments():
        segment.vaddr = segment.paddr + 0x12345000
    kernel.entry = TEXT + NATIVE + 0x12345000


@mutant
def paddr_is_vaddr(kernel):
    """No AT(): p_paddr is the address in the higher half."""
    for segment in kernel.segments():
        segment.paddr = segment.vaddr


@mutant
def empty_at_zero(kernel):
    kernel.more = [Segment(PT_LOAD, 0, 0, 0, 0, vaddr=0)]


@mutant
def empty_first_at_zero(kernel):
    kernel.text, kernel.more = (Segment(PT_LOAD, 0, 0, 0, 0, vaddr=0),
                                [kernel.text])
    kernel.section_table = lambda at: (0, 0, b'')


@mutant
def empty_inside(kernel):
    kernel.more = [Segment(PT_LOAD, 0x1000, TEXT, 0, 0)]


@mutant
def segment_flags_0(kernel):
    kernel.data.flags = 0


@mutant
def segment_flags_0_text(kernel):
    kernel.text.flags = 0


@mutant
def segment_smaller(kernel):
    """p_memsz below p_filesz."""
    kernel.data.memsz = 0x800


@mutant
def segment_outside_file(kernel):
    kernel.data.offset = 0x100000


@mutant
def segment_offset_differs(kernel):
    """p_offset and p_vaddr differ modulo p_align."""
    kernel.data.offset = 0x2800
    kernel.data.filesz = 0x800


@mutant
def segment_align_0(kernel):
    kernel.text.align = kernel.data.align = 0


@mutant
def segment_align_2_mib(kernel):
    kernel.text.align = 0x200000


@mutant
def no_load(kernel):
    for segment in kernel.text, kernel.data:
        segment.kind = 0x6474e551


@mutant
def large_bss(kernel):
    """24 MiB of it."""
    kernel.data.memsz = 0x1800000


@mutant
def many_segments(kernel):
    kernel.more = [Segment(0x6474e551, 0, 0, 0, 0)] * 30


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name, change in MUTANTS.items():
        kernel = Kernel(name)
        data = change(kernel)
        with open(os.path.join(folder, name + '.elf'), 'wb') as file:
            file.write(data if data is not None else kernel.bytes())
        print(name)


if __name__ == '__main__':
    main()
