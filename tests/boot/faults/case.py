# SPDX-License-Identifier: BSD-2-Clause
"""A case: what is handed over, on which machine, and what must come of it."""
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
    """The door refuses, with this code, index and value."""

    def __init__(self, code, index, value, warnings=()):
        self.lines = [kernel.line(*w) for w in warnings]
        self.lines.append(kernel.line(code, index, value))

    def wrong(self, run):
        return judge.refused(run, self.lines)


class Line:
    """The door says this, and ends the boot."""

    def __init__(self, line):
        self.line = line

    def wrong(self, run):
        return judge.refused(run, [self.line])


class Good:
    """The kernel boots and reports these lines, in this order."""

    def __init__(self, *lines, warnings=()):
        self.lines = lines
        self.warnings = [kernel.line(*w) for w in warnings]

    def wrong(self, run):
        return judge.good(run, self.lines, self.warnings)


class Warn(Good):
    """The door says so, once; the kernel boots and reports these lines."""

    def __init__(self, code, index, value, *lines):
        super().__init__(*lines, warnings=[(code, index, value)])


class Fail(Good):
    """The door boots it; the kernel has these lines, then cannot go on."""

    def wrong(self, run):
        return judge.good(run, self.lines, self.warnings, "failed")


@dataclasses.dataclass
class Case:
    """Without expect, RULES alone says what must come of it."""
    name: str
    handover: Handover
    expect: typing.Any = None
    machine: str = MICROVM
    tweak: typing.Callable = None  # gets the Job, before it is packed
    by_rules: bool = True  # False: the oracle does not know this machine

    @property
    def group(self):
        return self.name.split("-")[0].rstrip("0123456789")

    def job(self):
        job = injection.Job(kernel.ENTRY)
        job.regs["ebx"] = self.handover.ebx
        for address, data in self.handover.near():
            job.write(address, data)
        if self.tweak:
            self.tweak(job)
        return job.pack()

    @functools.cached_property
    def data(self):
        return self.job()

    def run(self):
        """(the boot, what is wrong with it)"""
        run = qemu.boot(self.data, self.machine.split(),
                        far=self.handover.far())
        wrong = self.expect.wrong(run) if self.expect else []
        if self.by_rules and not wrong:
            wrong = self._wrong_by_rules(run)
        return run, wrong

    def _wrong_by_rules(self, run):
        door, refusal, report = meaning.said(meaning.meaning(
            self.machine, self.data, self.handover.writes(),
            self.handover.ebx))
        if refusal:
            return judge.refused(run, door)
        return judge.reported(run, door, report, meaning.REPORTED)


def spread(prefix, rows, step=4):
    """The cases of rows on microvm, and some of them on pc and on q35, too."""
    for i, (name, handover, expect) in enumerate(rows()):
        yield Case(f"{prefix}-{name}", handover, expect)
        if i % step == 0:
            yield Case(f"{prefix}-{name}-pc", handover, expect, PC)
        if i % step == step // 2:
            yield Case(f"{prefix}-{name}-q35", handover, expect, Q35)


@dataclasses.dataclass
class Plain:
    """QEMU loads the kernel by itself."""
    name: str
    args: list
    expect: typing.Any

    group = property(lambda self: self.name.split("-")[0])
    machine = property(lambda self: " ".join(self.args))

    def run(self):
        run = qemu.boot(None, self.args)
        return run, self.expect.wrong(run)
