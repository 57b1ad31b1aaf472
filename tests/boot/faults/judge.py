# SPDX-License-Identifier: BSD-2-Clause
"""Compares a boot with what it must be: the differences as lines, or none.

    wrong = judge.refused(run, ["pvh: start_info: magic is 0x0, not ..."])
    wrong = judge.good(run, ["kenv: loader=pvh"], warnings=[...])
"""

# The kernel fails so where there is too little RAM, which the door allows.
TOO_SMALL = "boot: failed: no free memory for page tables below 1 GiB"


def _consoles(run):
    if run.e9 != run.com1:
        return [f"0xE9 and COM1 differ; COM1: {run.com1!r}"]
    return []


def _ended(run, verdict):
    wrong = [] if run.verdict == verdict else \
        [f"expected {verdict}, got {run.verdict}"]
    return wrong + [f"qemu: {line}" for line in run.stderr.splitlines()]


def refused(run, lines):
    """The guest wrote exactly these lines, and QEMU ended as a failure."""
    wrong = _ended(run, "refused") + _consoles(run)
    if run.e9 != "".join(f"{line}\n" for line in lines):
        wrong += [f"expected: {line}" for line in lines]
        wrong += [f"got: {line}" for line in run.e9.splitlines()]
    return wrong


def good(run, lines, warnings=(), verdict="good"):
    """The door wrote exactly these warnings. The kernel's report follows: it
    has lines that begin like these, in this order, with others between them.
    """
    wrong = _ended(run, verdict) + _consoles(run)
    output = run.e9.splitlines()
    door = [line for line in output if line.startswith("pvh: ")]
    if door != list(warnings) or output[:len(door)] != door:
        wrong.append(f"expected {len(warnings)} warnings first, got "
                     f"{len(door)} lines of the door")
        wrong += [f"expected: {line}" for line in warnings]
    rest = iter(output[len(door):])
    end = ["boot: ok"] if verdict == "good" else []
    wrong += [f"missing, or out of order: {line}"
              for line in [*lines, *end]
              if not any(got.startswith(line) for got in rest)]
    return wrong + [f"got: {line}" for line in output if wrong]


def reported(run, warnings, report, kinds):
    """The door wrote exactly these warnings. Of these kinds of lines, the
    kernel wrote exactly those in report, or the first of them if it then ran
    out of memory.
    """
    small = run.verdict == "failed" and run.e9.splitlines()[-1] == TOO_SMALL
    wrong = good(run, [], warnings, "failed" if small else "good")
    output = [line for line in run.e9.splitlines()
              if line.partition(":")[0] in kinds]
    expected = report[:len(output)] if small else report
    if not wrong and output != expected:
        wrong += [f"- {line}" for line in expected if line not in output]
        wrong += [f"+ {line}" for line in output if line not in expected]
        wrong.append("the report has other lines, or another order")
    return wrong
