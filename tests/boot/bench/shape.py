#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""How the kit's work grows, as TAP: with twice as much to read it may take at
most LIMIT times as many instructions, whatever their number is. A loop over all
that was read before takes four times as many. And all counts are exact: each is
the same when it is taken again.
"""
import os
import sys

sys.dont_write_bytecode = True
import count  # noqa: E402
import curves  # noqa: E402

LIMIT = 2.2
# Large enough that what has to be done in any case hides nothing.
SIZES = {"entries of the map": 128, "bytes of command line": 1024,
         "modules": 32}


def wrong(once, again, twice):
    if again != once:
        return f"{once} instructions, and {again} the second time"
    if twice > LIMIT * once:
        return f"{once} instructions, then {twice}: more than {LIMIT} times"
    return ""


def main():
    only = os.environ.get("ONLY", "")
    chosen = [(f"{unit}, {name}", SIZES[unit], make)
              for unit, _, _, shapes in curves.CURVES
              for name, make in shapes if only in f"{unit}, {name}"]
    if not chosen:
        raise RuntimeError(f"no curve has {only} in its name")
    for name, n, make in chosen:
        once, again, twice = (curves.instructions(make(size))
                              for size in (n, n, 2 * n))
        why = wrong(once, again, twice)
        print(f"{'not ' * bool(why)}ok - {name}: {2 * n} take "
              f"{twice / once:.2f} times as many instructions as {n}",
              flush=True)
        if why:
            print(f"# {why}", flush=True)
    print(f"1..{len(chosen)}")


try:
    main()
except (RuntimeError, count.TooMany) as error:
    print(f"Bail out! {error}")
    sys.exit(1)
