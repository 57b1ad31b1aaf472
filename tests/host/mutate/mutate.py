#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Do the tests notice small changes? README says how to read it.

usage: mutate.py SCRATCH KILLERS N SEED FILE...
KILLERS are some of unit, fuzz, boot, proof; N is how many mutants, chosen by
SEED, or 0 for all.
"""
import collections
import concurrent.futures
import glob
import os
import queue
import random
import signal
import sys

sys.dont_write_bytecode = True
import boots  # noqa: E402
import killers  # noqa: E402
import operators  # noqa: E402
import tree  # noqa: E402

FEW = 12  # files that get a line each, instead of each folder
HERE = os.path.dirname(os.path.relpath(__file__))
KILLERS = {'unit': killers.Unit, 'fuzz': killers.Fuzz, 'boot': boots.Boot,
           'proof': killers.Proof}


def listed(path):
    """(file, function, old, new): reason, as README describes the list."""
    reasons, changes, where = {}, [], None
    with open(path) as file:
        for line in file.read().splitlines():
            mark, text = line[:2], line[2:]
            if mark == '- ':
                old = text
            elif mark == '+ ':
                changes.append((*where, old, text))
            elif mark == '= ':
                reasons.update(dict.fromkeys(changes, text))
                changes = []
            elif line and not line.startswith('#'):
                where = line.split()
    return reasons


def key(mutant):
    return mutant.path, mutant.function, mutant.old, mutant.new


def choose(paths, names, number, seed):
    families = operators.families(
        open(path).read() for room in ('arch', 'boot', 'kern')
        for path in sorted(glob.glob(f'{room}/**/*.h', recursive=True)))
    found = [m for path in paths
             for m in operators.mutants(path, open(path).read(), families)]
    if 'proof' in names:
        found = [m for m in found if killers.proved(m)]
    if number and number < len(found):
        kept = set(random.Random(seed).sample(range(len(found)), number))
        found = [m for i, m in enumerate(found) if i in kept]
    return found


class Judge:
    """The scratch trees at work on the mutants."""

    def __init__(self, scratch, names, mutants):
        first = tree.Tree(f'{scratch}/1')
        self.killers = {name: KILLERS[name](first, mutants) for name in names}
        self.trees = queue.SimpleQueue()
        self.trees.put(first)
        self.trees.put(tree.Tree(f'{scratch}/2', first))

    def __call__(self, mutant):
        copy = self.trees.get()
        try:
            verdict = copy.put(mutant)
            for name, killer in self.killers.items():
                if verdict is None and killer(copy, mutant):
                    verdict = name
        finally:
            self.trees.put(copy)
        return verdict or 'survived'


def table(counts, names):
    form = '{:<24}' + ' {:>8}' * (len(names) + 6)
    print(form.format('room', 'mutants', 'rejected', 'same', *names,
                      'equival.', 'survived', 'killed %'))
    counts['all'] = sum(counts.values(), collections.Counter())
    for room, c in counts.items():
        killed = sum(c[name] for name in names)
        left = killed + c['survived']
        print(form.format(room, sum(c.values()), c['rejected'], c['same'],
                          *(c[name] for name in names), c['equivalent'],
                          c['survived'],
                          f'{100 * killed / left:.1f}' if left else '-'))


def trial(judge, mutants, reasons, names):
    """Prints what is not as the list has it, and a table. Whether all is."""
    counts, complaints = {}, 0
    few = len({m.path for m in mutants}) <= FEW
    pool = concurrent.futures.ThreadPoolExecutor(2)  # a tree for each
    try:
        verdicts = pool.map(judge, mutants)
        for n, (mutant, verdict) in enumerate(zip(mutants, verdicts), 1):
            reason = reasons.get(key(mutant), '')
            if (verdict == 'survived') != bool(reason):
                complaints += 1
                print('{} {}\n- {}\n+ {}'.format(*key(mutant)))
                print(f'= it is listed, but {verdict}\n' if reason else '',
                      flush=True)
            if verdict == 'survived' and reason.startswith('equivalent'):
                verdict = 'equivalent'
            room = mutant.path if few else os.path.dirname(mutant.path)
            counts.setdefault(room, collections.Counter())[verdict] += 1
            if n % 50 == 0:
                print(f'{n} of {len(mutants)}', flush=True)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        table(counts, names)  # also of a run that is interrupted
    return complaints == 0


def main():
    scratch, names, number, seed, *paths = sys.argv[1:]
    names, number = names.split(), int(number)
    reasons = listed(f'{HERE}/survivors' + '.proof' * ('proof' in names))
    mutants = choose(paths, names, number, seed)
    print(f'{len(mutants)} mutants, SEED={seed}', flush=True)
    for end in signal.SIGTERM, signal.SIGHUP:
        signal.signal(end, signal.default_int_handler)
    try:
        judge = Judge(scratch, names, mutants)
        return not trial(judge, mutants, reasons, names)
    except KeyboardInterrupt:
        return 'mutate: interrupted'
    finally:
        tree.PROCESSES.stop()


if __name__ == '__main__':
    sys.exit(main())
