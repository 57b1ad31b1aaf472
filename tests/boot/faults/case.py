# SPDX-License-Identifier: BSD-2-Clause
"""A case: what is handed over, on which machine, and how the boot must end.

An expect has wrong(), which gives the differences of a boot as lines.
"""
import dataclasses
import functools
import typing

import injection
import judge
import kernel
import meaning
import qemu
from handover import Handover

MICROVM = "-M microvm,acpi=off -m 128"
PC = "-M pc -m 128"
Q35 = "-M q35 -m 128"


class Refuse:
    """After these warnings the door refuses, with this defect."""

    def __init__(self, code, index, value, warnings=()):
        self.lines = [kernel.line(*w) for w in warnings]
        self.lines.append(kernel.line(code, index, value))

    def wrong(self, run):
        return judge.refused(run, self.lines)


class Line:
    """The door prints this line and ends the boot."""

    def __init__(self, line):
        self.line = line

    def wrong(self, run):
        return judge.refused(run, [self.line])


class Good:
    """The kernel boots; its report has lines that begin so, in this order."""

    def __init__(self, *lines, warnings=()):
        self.lines = lines
        self.warnings = [kernel.line(*w) for w in warnings]

    def wrong(self, run):
        return judge.good(run, self.lines, self.warnings)


class Warn(Good):
    """The same, after one warning of the door."""

    def __init__(self, code, index, value, *lines):
        super().__init__(*lines, warnings=[(code, index, value)])


class Fail(Good):
    """The door boots the kernel, which reports these lines and then fails."""

    def wrong(self, run):
        return judge.good(run, self.lines, self.warnings, "failed")


@dataclasses.dataclass
class Case:
    """A handover by the injector. The oracle judges it, too, or alone."""
    name: str
    handover: Handover
    expect: typing.Any = None
    machine: str = MICROVM
    tweak: typing.Callable = None  # changes the Job
    by_rules: bool = True  # False: the oracle cannot judge it

    @functools.cached_property
    def data(self):
        """The job, as bytes."""
        job = injection.Job(kernel.ENTRY)
        job.regs["ebx"] = self.handover.ebx
        for address, data in self.handover.near():
            job.write(address, data)
        if self.tweak:
            self.tweak(job)
        return job.pack()

    def run(self):
        """(the boot, its differences from what must be)"""
        run = qemu.boot(self.data, self.machine.split(),
                        far=self.handover.far())
        wrong = self.expect.wrong(run) if self.expect else []
        if self.by_rules and not wrong:
            wrong = self._wrong_by_rules(run)
        return run, wrong

    def _wrong_by_rules(self, run):
        door, refusal, report = meaning.printed(meaning.meaning(
            self.machine, self.data, self.handover.writes(),
            self.handover.ebx))
        if refusal:
            return judge.refused(run, door)
        return judge.reported(run, door, report, meaning.REPORTED)


def spread(prefix, rows):
    """Each row as a case on microvm; every second one also on pc or q35."""
    for i, (name, handover, expect) in enumerate(rows()):
        yield Case(f"{prefix}-{name}", handover, expect)
        if i % 4 == 0:
            yield Case(f"{prefix}-{name}-pc", handover, expect, PC)
        if i % 4 == 2:
            yield Case(f"{prefix}-{name}-q35", handover, expect, Q35)


@dataclasses.dataclass
class Plain:
    """QEMU loads the kernel by itself."""
    name: str
    args: list
    expect: typing.Any

    machine = property(lambda self: " ".join(self.args))

    def run(self):
        run = qemu.boot(None, self.args)
        return run, self.expect.wrong(run)
