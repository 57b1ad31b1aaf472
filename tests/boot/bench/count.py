# SPDX-License-Identifier: BSD-2-Clause
"""Counts the instructions of a boot under QEMU's TCG, one by one.

    image = Image("build/kernel.elf")
    spans = image.spans("pvh_begin", "pvh_end")
    run = boot(["-kernel", image.path], image, spans, image.symbols["btext"])
    run.count           instructions in the spans; a rep instruction is one
    run.executed        (pc, whether the code is 64-bit) -> how often
    image.privileged(run.executed)      kind -> how often

QEMU logs a line for each instruction in the spans, and that log is read from a
pipe: nothing depends on a clock, and a boot ends where it is counted to. $STEP
has the options of tests/lib/step.sh.
"""
import collections
import fcntl
import itertools
import operator
import os
import re
import select
import struct
import subprocess
import tempfile
import time

QEMU = os.environ.get("QEMU", "qemu-system-x86_64")
BUILD = os.environ.get("BUILD", "build")
TMP = f"{BUILD}/test/bench"
os.makedirs(TMP, exist_ok=True)
SECONDS = int(os.environ.get("BOOT_SECONDS", "300"))
# "Trace 0: HOST [CS-BASE/PC/FLAGS/...] SYMBOL", with all of it as hexadecimal.
TOKEN = re.compile(rb"\[[0-9a-f]+/([0-9a-f]+/[0-9a-f]+)/")
# What was logged, but not executed, as QEMU had to stop first.
STOPPED = re.compile(rb"Trace [^\n]*\nStopped [^\n]*\n")
PIPE = 1 << 20
MOST = 5000000
GOOD = 33  # the status by which a kernel ends QEMU
CS64 = 1 << 15  # of the flags (QEMU, target/i386/cpu.h: HF_CS64_SHIFT)
PREFIXES = b"\x66\x67\xf2\xf3\x2e\x36\x3e\x26\x64\x65"
STRINGS = b"\x6c\x6d\x6e\x6f\xa4\xa5\xa6\xa7\xaa\xab\xac\xad\xae\xaf"
PORTS = {"in": b"\x6c\x6d\xe4\xe5\xec\xed", "out": b"\x6e\x6f\xe6\xe7\xee\xef"}
# Opcodes after 0x0f (Intel SDM 2D, A.2).
KINDS = {0xa2: "CPUID", 0x30: "WRMSR", 0x32: "RDMSR", 0x20: "MOV CR",
         0x22: "MOV CR", 0x31: "RDTSC", 0x08: "WBINVD", 0x09: "WBINVD"}


class Image:
    """An ELF64 kernel: its bytes by address, and its symbols."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            elf = file.read()
        if elf[:5] != b"\x7fELF\x02":
            raise RuntimeError(f"{path} is no ELF64 file")
        self.entry, offset = struct.unpack_from("<QQ", elf, 24)
        size, number = struct.unpack_from("<HH", elf, 54)
        self.segments = []  # (address, bytes), physical and virtual
        for at in range(offset, offset + number * size, size):
            kind, _, where, vaddr, paddr, filled, _ = struct.unpack_from(
                "<IIQQQQQ", elf, at)
            if kind == 1:
                self.segments += [(start, elf[where:where + filled])
                                  for start in sorted({paddr, vaddr})]
        names = subprocess.run(["nm", path], check=True, text=True,
                               capture_output=True).stdout.splitlines()
        self.symbols = {name: int(address, 16) for address, _, name in
                        (line.split() for line in names if line[0] != " ")}

    def physical(self, address):
        return address & 0x7fffffff

    def spans(self, first, end):
        """(start, size) of what is between two symbols, low and high."""
        start, size = self.symbols[first], self.symbols[end] - \
            self.symbols[first]
        return [(at, size) for at in sorted({self.physical(start), start})]

    def code(self, pc):
        for start, data in self.segments:
            if start <= pc < start + len(data):
                return data[pc - start:pc - start + 15]
        return b""

    def opcode(self, pc, is64):
        """(its prefixes, what follows these) of the instruction at pc."""
        code, n = self.code(pc), 0
        while code[n:n + 1] and (code[n] in PREFIXES or
                                 is64 and code[n] & 0xf0 == 0x40):
            n += 1
        return code[:n], code[n:n + 2].ljust(2, b"\0")

    def is_rep(self, pc, is64):
        prefixes, code = self.opcode(pc, is64)
        return code[0] in STRINGS and (0xf2 in prefixes or 0xf3 in prefixes)

    def kind(self, pc, is64):
        code = self.opcode(pc, is64)[1]
        for port, codes in PORTS.items():
            if code[0] in codes:
                return port
        return KINDS.get(code[1]) if code[0] == 0x0f else None

    def privileged(self, executed):
        kinds = collections.Counter()
        for (pc, is64), times in executed.items():
            kinds[self.kind(pc, is64)] += times
        del kinds[None]
        return kinds


class Run:
    """How often each token of the log was there, and how often twice in a row.
    """

    def __init__(self, image, lines, repeated):
        self.executed = collections.Counter()
        for token, times in lines.items():
            pc, flags = (int(part, 16) for part in token.split(b"/"))
            at = pc, bool(flags & CS64)
            self.executed[at] += times
            # The next step of the same rep, or the next turn of a loop?
            if repeated[token] and image.is_rep(*at):
                self.executed[at] -= repeated[token]
        self.count = sum(self.executed.values())


class TooMany(Exception):
    """The boot is not counted to its end: it has more lines than MOST."""


def chunks(process, log, end):
    """The log's lists of tokens, up to the one of address end; without one,
    until the guest ends QEMU.
    """
    poll, text, deadline = select.poll(), b"", time.monotonic() + SECONDS
    poll.register(log, select.POLLIN)
    mark = b"/%016x/" % end if end else b"no end"
    while True:
        if not poll.poll(1000 * max(0, deadline - time.monotonic())):
            raise TimeoutError(f"the boot took more than {SECONDS} s")
        data = os.read(log, PIPE)
        if not data:
            status = process.wait()
            if end or status != GOOD:
                raise EOFError(f"the boot ended with status {status}")
            yield TOKEN.findall(STOPPED.sub(b"", text))
            return
        if len(data) < PIPE // 8:
            time.sleep(0.005)  # QEMU writes line by line
        text += data
        at = text.find(mark, max(0, len(text) - len(data) - 64))
        if at >= 0:
            yield TOKEN.findall(STOPPED.sub(b"", text[:at]))
            return
        # The last two lines stay: the next one may take one of them back.
        cut = text.rfind(b"Trace ", 0, max(0, text.rfind(b"Trace ")))
        if cut > 0:
            whole, text = text[:cut], text[cut:]
            if b"Stopped" in whole:
                whole = STOPPED.sub(b"", whole)
            yield TOKEN.findall(whole)


def text_of(file):
    file.seek(0)
    return file.read().decode("latin-1")


def boot(args, image, spans, end):
    """Boots up to the address end; says what was executed in the spans."""
    log, theirs = os.pipe()
    fcntl.fcntl(log, fcntl.F_SETPIPE_SZ, PIPE)
    ranges = ",".join(f"{at:#x}+{size:#x}" for at, size in
                      [*spans, *([(end, 1)] if end else [])])
    lines, repeated = collections.Counter(), collections.Counter()
    last, total = [], 0
    with tempfile.TemporaryFile() as said:
        e9 = said.fileno()
        process = subprocess.Popen(
            [QEMU, *os.environ["STEP"].split(), *args, "-display", "none",
             "-no-reboot", "-serial", "null",
             "-debugcon", f"file:/dev/fd/{e9}", "-d", "exec,nochain",
             "-D", f"/dev/fd/{theirs}", "-dfilter", ranges],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            pass_fds=[e9, theirs])
        os.close(theirs)
        try:
            for tokens in chunks(process, log, end):
                lines.update(tokens)
                tokens = last + tokens
                repeated.update(itertools.compress(tokens, map(
                    operator.eq, tokens, tokens[1:])))
                last = tokens[-1:]
                total += len(tokens)
                if total > MOST:
                    raise TooMany(MOST)
        except (EOFError, TimeoutError) as error:
            raise RuntimeError(f"{error}: {text_of(said)!r}") from error
        finally:
            process.kill()
            process.wait()
            os.close(log)
        if "pvh: " in text_of(said):  # a warning has instructions of its own
            raise RuntimeError(f"the boot printed {text_of(said)!r}")
    return Run(image, lines, repeated)
