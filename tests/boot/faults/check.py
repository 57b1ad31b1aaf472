#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""check.py [-v] [--tap] [PART-OF-A-NAME]: real boots of what is wrong.

Boots the cases whose names have that part, two at a time, and prints how many
of each class ended how, and how many boots showed each code of defect.h. -v
shows all that a boot said. With --tap each class is a test. SEED is that of
the first random case, RANDOM_CASES how many of them there are.
"""
import argparse
import collections
import concurrent.futures
import itertools
import os
import sys
import time

sys.dont_write_bytecode = True
import cases_cpu  # noqa: E402
import cases_generated  # noqa: E402
import cases_injector  # noqa: E402
import cases_map  # noqa: E402
import cases_modules  # noqa: E402
import cases_places  # noqa: E402
import cases_start_info  # noqa: E402
import cases_strings  # noqa: E402
import kernel  # noqa: E402

MODULES = (cases_injector, cases_start_info, cases_map, cases_places,
           cases_modules, cases_strings, cases_cpu, cases_generated)
GROUPS = {
    "I": "the injector", "N": "the native entry",
    "S": "start_info", "M": "memory map",
    "D": "modules", "C": "command line", "R": "RSDP", "P": "CPU",
    "X": "Xen's answers", "A": "a small arena",
    "Q": "QEMU's loaders", "corrupt": "a wrong byte",
    "pair": "pairs of values", "random": "random values"}
WIDTH = 160  # of a line that is shown


def boot(case):
    try:
        return case, *case.run()
    except Exception as error:  # pylint: disable=broad-except
        return case, None, [f"{type(error).__name__}: {error}"]


def show(case, run, wrong, verbose):
    if run and verbose:
        print(f"# {case.name}: {case.machine}: {run.verdict}, "
              f"{run.seconds:.2f} s")
        for line in (run.e9 + run.registers).splitlines():
            print(f"#   {line}")
    if wrong:
        print(f"# {case.name} ({case.machine}) is wrong; to see it alone: "
              f"make check-faults V=1 ONLY={case.name}")
        for line in wrong:
            print(f"#   {line[:WIDTH]}{'...' * (len(line) > WIDTH)}")
    sys.stdout.flush()


class Tally:
    """Of a class."""

    def __init__(self, pool, cases, verbose):
        started = time.monotonic()
        self.verdicts = collections.Counter()
        self.codes = collections.Counter()
        self.wrong = 0
        for case, run, wrong in pool.map(boot, cases):
            show(case, run, wrong, verbose)
            self.verdicts[run.verdict if run else "error"] += 1
            self.wrong += bool(wrong)
            self.codes.update({kernel.code_of(line) for line in
                               run.e9.splitlines()} if run else ())
        del self.codes[None]
        self.cases = len(cases)
        self.seconds = time.monotonic() - started


def print_row(*row):
    print(("{:<10}{:<18}" + "{:>9}" * 6).format(*row), flush=True)


def sums(tallies):
    rows = [(t.cases, t.verdicts["good"], t.verdicts["refused"],
             t.verdicts["failed"], t.wrong, t.seconds)
            for t in tallies]
    *counts, seconds = map(sum, zip(*rows))
    return *counts, f"{seconds:.1f}"


def print_codes(tallies, whole):
    print("\nboots that showed each code of arch/pvh/defect.h, by class")
    for code in [*kernel.CODES, "NO_LONG_MODE"]:
        by_class = [f"{g} {t.codes[code]}" for g, t in tallies.items()
                    if t.codes[code]]
        total = sum(t.codes[code] for t in tallies.values())
        if total or whole:
            print(f"{code:<22}{total:>6}  {', '.join(by_class)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--tap", action="store_true")
    parser.add_argument("name", nargs="?", default="")
    options = parser.parse_args()
    cases = [c for m in MODULES for c in m.cases() if options.name in c.name]
    cases = [c for c in cases if options.name == c.name] or cases
    if not cases:
        parser.error(f"no case has {options.name} in its name")
    groups = {g: [c for c in cases if c.group == g] for g in GROUPS}
    groups = {g: of for g, of in groups.items() if of}
    whole = not options.name
    if options.tap:
        print(f"1..{len(groups) + whole}")
    else:
        print_row("class", "", "cases", "good", "refused", "failed", "wrong",
                  "seconds")
    tallies = {}
    with concurrent.futures.ThreadPoolExecutor(
            int(os.environ.get("JOBS", "2"))) as pool:
        for g, of in groups.items():
            tally = tallies[g] = Tally(pool, of, options.v)
            if options.tap:
                print(f"{'not ' * bool(tally.wrong)}ok - {GROUPS[g]}: "
                      f"{tally.cases - tally.wrong} of {tally.cases} boots",
                      flush=True)
            else:
                print_row(g, GROUPS[g], *sums([tally]))
    shown = set(itertools.chain(*(t.codes for t in tallies.values())))
    missing = [code for code in kernel.CODES if code not in shown]
    if options.tap and whole:
        print(f"{'not ' * bool(missing)}ok - each code of defect.h was shown",
              *(f"\n# not: {code}" for code in missing))
    elif not options.tap:
        print_row("all", "", *sums(tallies.values()))
        print_codes(tallies, whole)
        print(f"\nrandom cases: seed {cases_generated.SEED} and on")
    sys.exit(bool(whole and missing or any(t.wrong for t in tallies.values())))


main()
