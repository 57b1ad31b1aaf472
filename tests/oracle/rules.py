# SPDX-License-Identifier: BSD-2-Clause
"""arch/pvh/RULES and freebsd/RULES: each rule a function, core() the rules of
the former, and translate() all."""
import dataclasses
import pathlib
import re
import struct

from smap import Map, RAM, RESERVED, TOP

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
PAGE = 4 * KIB
HEADROOM = 2 * MIB

# The codes that are warned of once are those of a list in each header.
KIT = pathlib.Path(__file__).parents[2] / "arch/pvh"
ONCE = [code for header in ("defect.h", "freebsd/freebsd_defect.h",
                            "multiboot/multiboot_defect.h",
                            "limine/limine_defect.h")
        for kind, codes in re.findall(
            r"#define \w+_(FATAL|WARNINGS|ONCE)\(X\)((?:.*\\\n)*.*)",
            (KIT / header).read_text()) if kind == "ONCE"
        for code in re.findall(r"X\(PVH_(\w+),", codes)]
assert len(ONCE) > 9

# start_info.h
MAGIC = 0x336EC578
SIF_KNOWN = 0xFF1F
START_INFO = struct.Struct("<IIIIQQQ")
START_INFO_V1 = struct.Struct("<QII")
MODLIST_ENTRY = struct.Struct("<QQQQ")
MEMMAP_ENTRY = struct.Struct("<QQII")

# metadata.h
KERNEL_TYPE = b"elf kernel"
SMAP_SIZE = 20
MODULE_TYPE = b"md_image"
BOOTHOWTO = {
    "a": ("askname", 0x1), "s": ("single", 0x2), "r": ("dfltroot", 0x20),
    "d": ("ddb", 0x40), "v": ("verbose", 0x800), "h": ("serial", 0x1000),
    "C": ("cdrom", 0x2000), "g": ("gdb", 0x8000), "m": ("mute", 0x10000),
    "p": ("pause", 0x100000), "P": ("probe", 0x10000000),
    "D": ("multicons", 0x20000000),
}
OPTIONS = {ord(letter): bit for letter, (_, bit) in BOOTHOWTO.items()}
VARIABLES = {b"boot_" + name.encode(): bit for name, bit in BOOTHOWTO.values()}

STRING_MAX = 64 * KIB
MODULES_MAX = 64
VARIABLES_MAX = 1024
NO_INDEX = 0xFFFFFFFF

BLANKS = rb" \t\n\r"
ANY = re.compile(rb".*", re.S)
TEXT = re.compile(rb"[%b\x20-\x7e]*" % BLANKS)
MODULE_LINE = re.compile(
    rb"[%b]*([^%b]*)[%b]*(?:type=([^%b]*)[%b]*)?(.*)" % ((BLANKS,) * 5), re.S)
WORD = re.compile(  # its end may be a quote that is not closed
    rb"(?=[^%b])((?:[^'\"%b]+|'[^']*'|\"[^\"]*\")*)(?:['\"](.*))?"
    % (BLANKS, BLANKS), re.S)
QUOTED = re.compile(rb"'([^']*)'|\"([^\"]*)\"")


@dataclasses.dataclass
class Door:
    """What the linker and the build know; (start, end) of each extent."""
    kernel: tuple = (0x200000, 0x280123)
    door: tuple = (0x282000, 0x2C0000)  # pvh_begin, pvh_end
    image: tuple = (0x200000, 0x2C0000)  # pvh_kernel_start, pvh_end
    arena: int = 0x283000
    arena_size: int = 192 * KIB
    name: bytes = b"kernel"


def to_page(value):
    """Rounded up."""
    return -(-value // PAGE) * PAGE


class Defect(Exception):
    """CODE, index, value: the first rule that is broken."""


@dataclasses.dataclass
class Module:
    index: int  # in the list
    source: int  # where the loader put it
    size: int
    line: bytes
    address: int  # where the kernel finds it
    name: bytes = b""
    type: bytes = b""
    args: bytes = b""

    @property
    def end(self):
        return self.address + self.size

    @property
    def pages_end(self):
        return self.address + to_page(self.size)

    def shares(self, start, end):
        return self.size and self.address < end and start < self.end


class Boot:
    """One boot: what the rules found out so far."""

    def __init__(self, memory, door):
        self.memory = memory
        self.door = door
        self.warnings = []  # (code, index, value)
        self.map = Map()
        self.arena_used = 0
        self.modules = []
        self.kenv = {}  # by name, but devices each by a key of its own
        self.kenv_size = 1  # the NUL at its end

    def warn(self, code, index, value):
        if code not in ONCE or all(code != w[0] for w in self.warnings):
            self.warnings.append((code, index, value))

    def reach(self, address):
        """How many bytes are in reach from an address on."""
        begin, end = self.door.door
        if address == 0 or begin <= address < end:
            return 0
        return max(0, (begin if address < begin else 4 * GIB) - address)

    def in_reach(self, address, size):  # no rule asks for a size of 0
        return size <= self.reach(address)

    def room(self):
        return self.door.arena_size - self.arena_used

    def checked(self, address, size):
        """Whether bytes are in reach, and their sum is 0."""
        return (self.in_reach(address, size)
                and sum(self.memory.read(address, size)) % 256 == 0)

    def module_in_reach(self, address, size):
        """Rule 6: only modules may end above 4 GiB."""
        return self.in_reach(address, size) or (
            address != 0
            and 4 * GIB < address + size <= 1 << self.memory.width)

    def copy_string(self, code, index, address, believed=ANY):
        """Rule 3, for any command line; b"" if there is none."""
        if address == 0:
            return b""
        reach = min(self.reach(address), STRING_MAX)
        limit = min(reach, self.room())
        line = self.memory.string(address, limit)
        if line is None or not believed.fullmatch(line):
            why = ("TEXT" if line is not None else
                   "LONG" if limit == STRING_MAX else
                   "ARENA" if limit < reach else "RANGE")
            self.warn(f"{code}_{why}", index, address)
            return b""
        self.arena_used += len(line) + 1
        return line

    def need_kenv(self, text):
        """Checks that a text and its NUL fit after all variables."""
        if self.kenv_size + len(text) + 1 > self.room():
            raise Defect("KENV_FULL", len(self.kenv), 0)

    def put(self, name, value, front=b""):
        text = name + b"=" + value
        self.need_kenv(front + text)
        key = object() if name.endswith(b".device") else name
        old = self.kenv.pop(key, None)
        if old is not None:
            self.kenv_size -= len(old) + 1
        if len(self.kenv) == VARIABLES_MAX:
            raise Defect("KENV_FULL", len(self.kenv), 0)
        self.kenv[key] = text
        self.kenv_size += len(text) + 1


def start_info(boot, address):
    """Rule 1: the fields from version on, as the other rules need them."""
    if not boot.in_reach(address, START_INFO.size):
        raise Defect("START_INFO_RANGE", 0, address)
    magic, version, flags, *rest = boot.memory.unpack(START_INFO, address)
    if magic != MAGIC:
        raise Defect("MAGIC", 0, magic)
    memmap, entries = 0, 0
    if version != 0:
        address_v1 = address + START_INFO.size
        if not boot.in_reach(address_v1, START_INFO_V1.size):
            raise Defect("START_INFO_RANGE", 0, address)
        memmap, entries, _ = boot.memory.unpack(START_INFO_V1, address_v1)
    if flags & ~SIF_KNOWN:
        boot.warn("ODD_FLAGS", 0, flags)
    return version, memmap, entries, *rest


def read_memmap(boot, version, memmap, entries):
    """Rule 2."""
    if version == 0 or memmap == 0 or entries == 0:
        raise Defect("NO_MEMMAP", version, 0)
    if not boot.in_reach(memmap, entries * MEMMAP_ENTRY.size):
        raise Defect("MEMMAP_RANGE", entries, memmap)
    for entry, (address, size, kind, _) in boot.memory.table(
            MEMMAP_ENTRY, memmap, entries):
        if size == 0:
            continue
        if address + size > TOP:
            raise Defect("MEMMAP_WRAPS", entry, address)
        if kind == 0:
            boot.warn("ODD_TYPE", entry, address)
        elif not boot.map.merge(address, address + size, kind):
            raise Defect("MEMMAP_FULL", entry, address)
    if RAM not in boot.map.types:
        raise Defect("MEMMAP_NO_RAM", entries, memmap)


def command_line(boot, address):
    """Rule 3."""
    return boot.copy_string("CMDLINE", NO_INDEX, address)


def modlist(boot, count, address):
    """Rule 4."""
    if count == 0:
        return
    if address == 0:
        boot.warn("MODLIST_MISSING", count, 0)
        return
    if not boot.in_reach(address, count * MODLIST_ENTRY.size):
        boot.warn("MODLIST_RANGE", count, address)
        return
    if count > MODULES_MAX:
        boot.warn("MODLIST_FULL", count, MODULES_MAX)
        count = MODULES_MAX
    block = boot.memory.read(address, count * MODLIST_ENTRY.size)
    for i, (source, size, line, _) in enumerate(
            MODLIST_ENTRY.iter_unpack(block)):
        text = boot.copy_string("MODULE_CMDLINE", i, line, TEXT)
        boot.modules.append(Module(i, source, size, text, source))


def is_rsdp(boot, address):
    """Rule 5: whether an RSDP is valid."""
    if (not boot.in_reach(address, 20)
            or boot.memory.read(address, 8) != b"RSD PTR "
            or not boot.checked(address, 20)):
        return False
    if boot.memory.read(address + 15, 1)[0] < 2:
        return True
    if not boot.in_reach(address, 36):
        return False
    length = int.from_bytes(boot.memory.read(address + 20, 4), "little")
    return 36 <= length <= 4096 and boot.checked(address, length)


def find_rsdp(boot, address):
    """Rule 5."""
    if address:
        if not is_rsdp(boot, address):
            boot.warn("ODD_RSDP", 0, address)
        return address
    areas = [(0xE0000, 0x100000)]
    ebda = int.from_bytes(boot.memory.read(0x40E, 2), "little") * 16
    if 0x500 <= ebda <= 0x9FFEC:
        areas.insert(0, (ebda, min(ebda + KIB, 0x9FFED)))
    for start, end in areas:
        for low, part in boot.memory.parts(start, end):
            for at in range(0, len(part), 16):
                if part[at:at + 4] == b"RSD " and is_rsdp(boot, low + at):
                    return low + at
    return 0


def place(boot, module):
    """Rule 8: the lowest address that a module may get, or None."""
    others = [m for m in boot.modules if m is not module]
    for more in HEADROOM, 0:
        for low, high, kind in boot.map.ranges():
            if kind != RAM:
                continue
            at = to_page(max(low, boot.door.image[1]))
            while at + to_page(module.size) + more <= min(high, GIB):
                below = [module] if module.address < at else []
                clash = [m.end for m in others + below
                         if m.shares(at, at + module.size)]
                if not clash:
                    return at
                at = to_page(max(clash))
    return None


def stays(boot, module):
    """Rule 6: whether a module is kept. Warns of what is odd about it."""
    code, kept = None, True
    if module.size == 0:
        code = "ODD_MODULE"
    elif not boot.module_in_reach(module.address, module.size):
        code, kept = "MODULE_RANGE", False
    elif module.shares(*boot.door.image):
        code, kept = "MODULE_KERNEL", False
    elif not boot.map.is_ram(module.address, module.end):
        code = "MODULE_NOT_RAM"
    if code:
        boot.warn(code, module.index, module.address)
    return kept


def check(boot):
    """Rule 6."""
    if not boot.map.is_ram(*boot.door.image):
        boot.warn("ODD_KERNEL", 0, boot.door.kernel[0])
    boot.modules = [m for m in boot.modules if stays(boot, m)]


def names(boot):
    """Rule 7."""
    for m in boot.modules:
        m.name, kind, m.args = MODULE_LINE.fullmatch(m.line).groups()
        m.type = kind or MODULE_TYPE
        if not m.name:
            if boot.room() < len(b"module00\0"):
                raise Defect("MODULE_NAME_ARENA", m.index, 0)
            m.name = b"module%d" % m.index
            boot.arena_used += len(m.name) + 1


def settle(boot):
    """Rule 8. Returns kernend."""
    loaded = sorted((m for m in boot.modules if m.size),
                    key=lambda m: (m.source, m.index))
    for module in loaded:
        module.address = place(boot, module)
        if module.address is None:
            raise Defect("MODULE_NO_ROOM", module.index, module.size)
    for module in loaded:
        if not boot.map.merge(module.address, module.pages_end, RESERVED):
            raise Defect("MODULE_MAP_FULL", module.index, module.address)
    kernend = max((m.pages_end for m in loaded), default=boot.door.image[1])
    if not boot.map.is_ram(kernend, kernend + HEADROOM):
        boot.warn("ODD_HEADROOM", 0, kernend)
    return kernend


def args(boot, rsdp, line):
    """Rule 9. Returns howto."""
    options = variables = 0
    operands = False  # after "--"
    boot.put(b"loader", b"pvh")
    if rsdp:
        boot.put(b"acpi.rsdp", b"0x%016x" % rsdp)
    for match in WORD.finditer(line):
        closed, rest = match.groups()
        word = QUOTED.sub(rb"\1\2", closed) + (rest or b"")
        boot.need_kenv(word)
        if rest is not None:
            boot.warn("ODD_QUOTE", match.end(1), 0)
        if word == b"--" and not operands:
            operands = True
            continue
        if word.startswith(b"-") and not operands:
            for i, letter in enumerate(word[1:], 1):
                if letter == ord("S"):
                    boot.put(b"comconsole_speed", word[i + 1:], word)
                    break
                if letter not in OPTIONS:
                    boot.warn("ODD_OPTION", 0, letter)
                options |= OPTIONS.get(letter, 0)
            continue
        name, equals, value = word.partition(b"=")
        if not name:
            boot.warn("ODD_WORD", match.start(), 0)
            continue
        boot.put(name, value if equals else b"1")
        bit = VARIABLES.get(name, 0)
        variables = (variables & ~bit if value.lower() == b"no"
                     else variables | bit)
    return options | variables


def metadata(boot):
    """Rule 10: checks that it fits. Returns modulep and envp."""
    envp = boot.door.arena + boot.arena_used
    modulep = -(-(envp + boot.kenv_size) // 8) * 8
    free = boot.door.arena + boot.door.arena_size - modulep
    used = 0

    def add(size, need=0):
        nonlocal used
        if used + max(size, need) + 16 > free:
            raise Defect("METADATA_FULL", 0, used)
        used += -(-(8 + size) // 8) * 8

    for size in (len(boot.door.name) + 1, len(KERNEL_TYPE) + 1, 8, 8,
                 4, 8, 8, 8):
        add(size)
    add(SMAP_SIZE * len(boot.map.ranges()), SMAP_SIZE * len(boot.map.starts))
    for m in boot.modules:
        for size in len(m.name) + 1, len(m.type) + 1, 8, 8:
            add(size)
        if m.args:
            add(len(m.args) + 1)
    add(0)  # the end
    return modulep, envp


def core(boot, address):
    """The rules of every format. Returns the command line, and the RSDP."""
    (version, memmap, entries, nr_modules, modules, cmdline,
     rsdp) = start_info(boot, address)
    read_memmap(boot, version, memmap, entries)
    line = command_line(boot, cmdline)
    modlist(boot, nr_modules, modules)
    rsdp = find_rsdp(boot, rsdp)
    check(boot)
    return line, rsdp


def translate(boot, address):
    """All rules in their order. Returns modulep, envp, kernend, howto."""
    line, rsdp = core(boot, address)
    names(boot)
    kernend = settle(boot)
    howto = args(boot, rsdp, line)
    return *metadata(boot), kernend, howto
