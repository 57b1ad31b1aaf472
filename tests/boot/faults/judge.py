# SPDX-License-Identifier: BSD-2-Clause
"""Is a boot what it should be? Each judge gives what is wrong, as lines.

    wrong = judge.refused(run, ["pvh: start_info: magic is 0x0, not ..."])
    wrong = judge.good(run, ["kenv: loader=pvh"], warnings=[...])

A refusal says these lines, warnings first, on 0xE9 and on COM1, nothing else,
and ends QEMU as a failure. A good boot says these warnings, then a report
that ends in "boot: ok" and has lines that begin so, in this order, others
between them.
"""


def _consoles(run):
    if run.e9 != run.com1:
        return [f"0xE9 and COM1 differ; COM1: {run.com1!r}"]
    return []


def _ended(run, verdict):
    wrong = [] if run.verdict == verdict else \
        [f"expected {verdict}, got {run.verdict}"]
    return wrong + [f"qemu: {line}" for line in run.words.splitlines()]


def refused(run, lines):
    wrong = _ended(run, "refused") + _consoles(run)
    if run.e9 != "".join(f"{line}\n" for line in lines):
        wrong += [f"expected: {line}" for line in lines]
        wrong += [f"got: {line}" for line in run.e9.splitlines()]
    return wrong


def good(run, lines, warnings=(), verdict="good"):
    wrong = _ended(run, verdict) + _consoles(run)
    said = run.e9.splitlines()
    door = [line for line in said if line.startswith("pvh: ")]
    if door != list(warnings) or said[:len(door)] != door:
        wrong.append(f"expected {len(warnings)} warnings first, got "
                     f"{len(door)} lines of the door")
        wrong += [f"expected: {line}" for line in warnings]
    rest = iter(said[len(door):])
    end = ["boot: ok"] if verdict == "good" else []
    wrong += [f"missing, or out of order: {line}"
              for line in [*lines, *end]
              if not any(got.startswith(line) for got in rest)]
    return wrong + [f"got: {line}" for line in said if wrong]


# Where there is too little RAM for the kernel, which is not the door's affair.
TOO_SMALL = "boot: failed: no free memory for page tables below 1 GiB"


def reported(run, warnings, report, kinds):
    """The door boots it, and of these kinds of lines the report has just these.

    A kernel without memory ends early: then they are the first of these.
    """
    small = run.verdict == "failed" and run.e9.splitlines()[-1] == TOO_SMALL
    wrong = good(run, [], warnings, "failed" if small else "good")
    said = [line for line in run.e9.splitlines()
            if line.partition(":")[0] in kinds]
    expected = report[:len(said)] if small else report
    if not wrong and said != expected:
        wrong += [f"- {line}" for line in expected if line not in said]
        wrong += [f"+ {line}" for line in said if line not in expected]
        wrong.append("the report has other lines, or another order")
    return wrong
