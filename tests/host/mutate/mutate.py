#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Do the tests notice small changes of the kit? README says how to read it.

usage: mutate.py SCRATCH KILLERS N SEED FILE...
KILLERS are some of unit, fuzz, proof; N is how many mutants, chosen by SEED,
or 0 for all.
"""
import collections
import concurrent.futures
import glob
import os
import queue
import random
import sys

sys.dont_write_bytecode = True
import killers  # noqa: E402
import operators  # noqa: E402

HERE = os.path.dirname(os.path.relpath(__file__))
KILLERS = {'unit': killers.Unit, 'fuzz': killers.Fuzz, 'proof': killers.Proof}


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
        open(path).read()
        for path in sorted(glob.glob('arch/pvh/**/*.h', recursive=True)))
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
        first = killers.Tree(f'{scratch}/1')
        self.killers = {name: KILLERS[name](first, mutants) for name in names}
        self.trees = queue.SimpleQueue()
        self.trees.put(first)
        self.trees.put(killers.Tree(f'{scratch}/2', first))

    def __call__(self, mutant):
        tree = self.trees.get()
        try:
            verdict = tree.put(mutant)
            for name, killer in self.killers.items():
                if verdict is None and killer(tree, mutant):
                    verdict = name
        finally:
            self.trees.put(tree)
        return verdict or 'survived'


def table(counts, names):
    form = '{:<22}' + ' {:>9}' * (len(names) + 6)
    print(form.format('file', 'mutants', 'rejected', 'same', *names,
                      'equival.', 'survived', 'killed %'))
    counts['all'] = sum(counts.values(), collections.Counter())
    for path, c in counts.items():
        killed = sum(c[name] for name in names)
        left = killed + c['survived']
        print(form.format(path, sum(c.values()), c['rejected'], c['same'],
                          *(c[name] for name in names), c['equivalent'],
                          c['survived'],
                          f'{100 * killed / left:.1f}' if left else '-'))


def main():
    scratch, names, number, seed, *paths = sys.argv[1:]
    names, number = names.split(), int(number)
    reasons = listed(f'{HERE}/survivors' + '.proof' * ('proof' in names))
    mutants = choose(paths, names, number, seed)
    print(f'{len(mutants)} mutants, SEED={seed}', flush=True)
    judge = Judge(scratch, names, mutants)
    counts, complaints = {}, 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # a tree for each
        verdicts = pool.map(judge, mutants)
        for n, (mutant, verdict) in enumerate(zip(mutants, verdicts), 1):
            reason = reasons.get(key(mutant), '')
            if (verdict == 'survived') != bool(reason):
                complaints += 1
                print('{} {}\n- {}\n+ {}'.format(*key(mutant)))
                print(f'= it is listed, but {verdict}\n' if reason else '')
            if verdict == 'survived' and reason.startswith('equivalent'):
                verdict = 'equivalent'
            counts.setdefault(mutant.path, collections.Counter())[verdict] += 1
            if n % 50 == 0:
                print(f'{n} of {len(mutants)}', flush=True)
    table(counts, names)
    return complaints > 0


if __name__ == '__main__':
    sys.exit(main())
