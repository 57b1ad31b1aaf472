# SPDX-License-Identifier: BSD-2-Clause
"""injector: a kernel is entered with the state that a job asks for, and what
the injector cannot do ends the run. native: the state at the native entry.
"""
import dataclasses
import typing

import kernel
import qemu
from case import Case, MICROVM, PC
from handover import Handover
from injection import CODE, CR0, CR4, DATA, EFLAGS, Job, TSS

# Names as in QEMU's "info registers".
ASKED = {
    "EAX": 0x11111111, "EBX": 0x22222222, "ECX": 0x33333333,
    "EDX": 0x44444444, "ESI": 0x55555555, "EDI": 0x66666666,
    "EBP": 0x77777777, "ESP": 0x88888888,
    "EFL": 2 | sum(EFLAGS.values()) & ~(EFLAGS["IF"] | EFLAGS["TF"]),
    "CR0": sum(CR0.values()), "CR4": sum(CR4.values()), "EFER": 0x901}
SELECTORS = {"cs": 0x20, "ds": 0x28, "es": 0x28, "fs": 0, "gs": 0x28,
             "ss": 0x28, "ldtr": 0, "tr": 0x30}


def everything(job):
    job.regs = {name.lower().replace("efl", "eflags"): value
                for name, value in ASKED.items() if name != "EFER"}
    job.gdt = [0, 0, 0, 0, CODE, DATA, TSS]
    job.gdt_at = 0x500
    job.selectors = SELECTORS
    job.gdtr, job.idtr = (0xfffffff0, 0x1234), (0x520, 7)
    job.wrmsr(0xc0000080, ASKED["EFER"])


def odd(job):
    """everything(), with the handover's ebx, and no memory at the stack."""
    ebx = job.regs["ebx"]
    everything(job)
    job.regs |= {"ebx": ebx, "esp": 0xc0000000}


def differences(run, expected):
    if run.verdict != "probe":
        return [f"{run.verdict}: {run.e9}"]
    return [f"{name} is {run.register(name):#x}, not {value:#x}"
            for name, value in expected.items() if run.register(name) != value]


@dataclasses.dataclass
class Probe:
    """The job's entry is a hlt; there the registers are as expected."""
    name: str
    machine: str
    tweak: typing.Callable
    expected: dict

    def run(self):
        job = Job(qemu.PROBE)
        job.write(qemu.PROBE, b"\xf4")
        self.tweak(job)
        run = qemu.boot(job.pack(), self.machine.split(),
                        probe=lambda run, monitor: None)
        return run, differences(run, self.expected)


# README promises this state at btext.
NATIVE = {"CR0": 0x80000011, "CR4": 0x20, "EFER": 0x500, "CS": 0x8, "SS": 0x10}
NATIVE_OFF = EFLAGS["IF"] | EFLAGS["DF"] | EFLAGS["TF"]
# mov eax, PROBE; jmp rax
TO_PROBE = b"\xb8" + qemu.PROBE.to_bytes(4, "little") + b"\xff\xe0"


@dataclasses.dataclass
class Native:
    """The door was entered with any state; the one at btext is NATIVE."""
    name: str
    machine: str
    tweak: typing.Callable

    def run(self):
        h = Handover()
        h.after = [(kernel.SYMBOLS["btext"], TO_PROBE), (qemu.PROBE, b"\xf4")]
        frame = []

        def look(run, monitor):
            words = monitor.human(f"x /3xw {run.register('RSP'):#x}").split()
            frame.extend(int(word, 16) for word in words[2:])
        run = qemu.boot(Case(self.name, h, tweak=self.tweak).data,
                        self.machine.split(), look)
        wrong = differences(run, NATIVE)
        if not wrong:
            args = [run.register("RDI"), run.register("RSI")]
            if frame != args:
                wrong.append(f"the frame has {frame}, edi and esi {args}")
            if run.register("RSP") % 16 != 8:
                wrong.append(f"rsp is {run.register('RSP'):#x}")
            if run.register("RFL") & NATIVE_OFF:
                wrong.append(f"the flags are {run.register('RFL'):#x}")
        return run, wrong


@dataclasses.dataclass
class Complaint:
    """The injector prints this line and does not jump."""
    name: str
    change: typing.Callable  # of the job's bytes
    line: str
    address: int = 0x8000
    machine = MICROVM

    def run(self):
        job = Job(qemu.PROBE)
        job.write(self.address, b"bytes")
        run = qemu.boot(self.change(job.pack()), self.machine.split())
        if run.verdict == "injector" and run.e9 == f"{self.line}\n":
            return run, []
        return run, [f"{run.verdict}: {run.e9}"]


def cases():
    yield Probe("injector-state", MICROVM, everything, ASKED)
    yield Probe("injector-tables", MICROVM, everything, {
        "CS": 0x20, "DS": 0x28, "FS": 0, "TR": 0x30, "GDT": 0xfffffff0,
        "IDT": 0x520})
    yield Probe("injector-a20-off", PC, lambda job: job.outb(0x92, 0),
                {"A20": 0})
    yield Native("native-plain", PC, None)
    yield Native("native-everything", PC, odd)
    yield Native("native-everything-microvm", MICROVM, odd)
    yield Native("native-everything-max", f"{MICROVM} -cpu max", odd)
    yield Complaint("injector-broken-job",
                    lambda data: data[:-1] + b"\x01",
                    "injector: the job did not arrive")
    yield Complaint("injector-no-job", lambda data: bytes(64),
                    "injector: the job did not arrive")
    yield Complaint("injector-no-ram", lambda data: data,
                    "injector: a copy did not arrive", 0xc0000000)
