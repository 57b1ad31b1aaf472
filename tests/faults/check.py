#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""check.py [-v] [--tap] [PART-OF-A-NAME]: the cases, booted two at a time.

Prints a table, one line a class; -v shows all that each boot said; with --tap
a test is a class.
"""
import argparse
import collections
import concurrent.futures
import sys
import threading
import time

sys.dont_write_bytecode = True
import cases_map  # noqa: E402
import cases_modules  # noqa: E402
import cases_start_info  # noqa: E402
import kernel  # noqa: E402

MODULES = (cases_start_info, cases_map, cases_modules)
LOCK = threading.Lock()


def boot(case, verbose):
    try:
        run, wrong = case.run()
    except Exception as error:  # pylint: disable=broad-except
        return case, None, [f"{type(error).__name__}: {error}"]
    with LOCK:
        if verbose:
            print(f"{case.name}: {case.machine}: {run.verdict}, "
                  f"{run.seconds:.2f} s\n{run.e9}", end="")
        if wrong:
            print(f"# {case.name}: not as it should be")
            for line in wrong:
                print(f"#   {line}")
    return case, run, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", action="store_true")
    parser.add_argument("name", nargs="?", default="")
    options = parser.parse_args()
    cases = [c for m in MODULES for c in m.cases() if options.name in c.name]
    start = time.monotonic()
    codes = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda c: boot(c, options.v), cases))
    for case, run, wrong in results:
        if run is None:
            print(case.name, wrong)
            continue
        for line in run.e9.splitlines():
            code = kernel.code_of(line)
            if code: codes[code] += 1
    print(len(results), sum(bool(r[2]) for r in results), time.monotonic() - start)
    print(codes)


main()
