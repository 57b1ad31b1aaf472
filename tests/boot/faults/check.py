#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""check.py [-v] [--tap] [NAME]: boots faulty handovers and machines.

NAME is a class or a case, or else a part of the names of the cases to boot. Two
tables show how the boots of each class ended, and how many boots showed each
code of defect.h. -v prints what each guest wrote. With --tap each class is a
test. In the environment: JOBS boots run at a time (2), SEED is that of the
first random case, RANDOM_CASES is how many of them there are.
"""
import argparse
import collections
import concurrent.futures
import itertools
import os
import sys
import textwrap
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
# A case is CLASS-LIST-VALUE, such as map-entries-129, where the list is the
# field or property that is wrong; a class with only one list leaves it out.
CLASSES = {
    "injector": "a job's state", "native": "state at btext",
    "start_info": "address, fields", "map": "memory map",
    "modules": "bytes, list, names", "cmdline": "kernel command line",
    "rsdp": "given, searched", "cpu": "models, registers",
    "xen": "hypercall's answers", "arena": "4 KiB for strings",
    "qemu": "QEMU's own loaders", "corrupt": "one wrong byte",
    "pair": "any two values", "random": "values and bytes"}
WIDTH = 160  # of a line of differences


def class_of(case):
    return case.name.split("-")[0]


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
    """The results of a class, whose cases are booted here."""

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
    print(("{:<11}{:<21}" + "{:>8}" * 6).format(*row), flush=True)


def sums(tallies):
    rows = [(t.cases, t.verdicts["good"], t.verdicts["refused"],
             t.verdicts["failed"], t.wrong, t.seconds)
            for t in tallies]
    *counts, seconds = map(sum, zip(*rows))
    return *counts, f"{seconds:.1f}"


def print_codes(tallies, whole):
    print("\nboots that showed each code of arch/pvh/defect.h, by class")
    for code in [*kernel.CODES, "NO_LONG_MODE"]:
        by_class = [f"{name}={tally.codes[code]}"
                    for name, tally in tallies.items() if tally.codes[code]]
        total = sum(tally.codes[code] for tally in tallies.values())
        if total or whole:
            print(textwrap.fill(
                f"{code:<22}{total:>6}  {' '.join(by_class)}", 80,
                subsequent_indent=" " * 30))


def chosen(name):
    cases = [case for module in MODULES for case in module.cases()]
    return [case for case in cases if name in (case.name, class_of(case))] or \
        [case for case in cases if name in case.name]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--tap", action="store_true")
    parser.add_argument("name", nargs="?", default="")
    options = parser.parse_args()
    cases = chosen(options.name)
    if not cases:
        parser.error(f"no case has {options.name} in its name")
    classes = {name: [case for case in cases if class_of(case) == name]
               for name in CLASSES}
    classes = {name: of for name, of in classes.items() if of}
    whole = not options.name
    if options.tap:
        print(f"1..{len(classes) + whole}")
    else:
        print_row("class", "", "cases", "good", "refused", "failed", "wrong",
                  "seconds")
    tallies = {}
    with concurrent.futures.ThreadPoolExecutor(
            int(os.environ.get("JOBS", "2"))) as pool:
        for name, of in classes.items():
            tally = tallies[name] = Tally(pool, of, options.v)
            if options.tap:
                print(f"{'not ' * bool(tally.wrong)}ok - {name} "
                      f"({CLASSES[name]}): {tally.cases - tally.wrong} of "
                      f"{tally.cases} boots", flush=True)
            else:
                print_row(name, CLASSES[name], *sums([tally]))
    shown = set(itertools.chain(*(t.codes for t in tallies.values())))
    missing = [code for code in kernel.CODES if code not in shown]
    if options.tap and whole:
        print(f"{'not ' * bool(missing)}ok - each code of defect.h was shown",
              *(f"\n# not: {code}" for code in missing))
    elif not options.tap:
        print_row("all", "", *sums(tallies.values()))
        print_codes(tallies, whole)
        if "random" in tallies:
            print(f"\nrandom cases: from seed {cases_generated.SEED} on")
    sys.exit(bool(whole and missing or any(t.wrong for t in tallies.values())))


main()
