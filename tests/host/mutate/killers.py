# SPDX-License-Identifier: BSD-2-Clause
"""What may kill a mutant without a boot: unit tests, fuzzers, proofs."""
import collections
import functools
import glob
import json
import os
import re
import subprocess

from tree import need

class Unit:
    """The unit tests that reach the function."""

    def __init__(self, tree, mutants):
        self.reach = collections.defaultdict(set)  # (file, line): tests
        self.kills = collections.Counter()
        for test in os.environ['UNIT_NAMES'].split():
            need(self.survives(tree, test), f'the unit test {test} fails')
            self.trace(tree, test)

    def survives(self, tree, test):
        program = f'build/unit/gcc/{test}.t'
        return tree.make(program) and tree.passes(program, program)

    def trace(self, tree, test):
        """Finds out which lines the test runs, by gcov."""
        program = f'build/unit/cov/{test}.t'
        need(tree.make(program), f'{program} does not build')
        everything = {'pathname': 'build/unit/cov/**/*.gcda',
                      'root_dir': tree.folder, 'recursive': True}
        for name in glob.glob(**everything):
            os.remove(f'{tree.folder}/{name}')
        tree.run(program)
        reports = subprocess.run(
            ['gcov', '-t', '-j', *glob.glob(**everything)], cwd=tree.folder,
            check=True, capture_output=True).stdout.splitlines()
        for file in (f for r in reports for f in json.loads(r)['files']):
            for line in file['lines']:
                if line['count']:
                    self.reach[file['file'], line['line_number']].add(test)

    def cost(self, tree, mutant, test):
        """The least for tests that are quick and have killed before."""
        return ((0.2 + tree.seconds[f'build/unit/gcc/{test}.t']) /
                (1 + self.kills[mutant.path, test]))

    def __call__(self, tree, mutant):
        tests = set().union(*(self.reach[mutant.path, line]
                              for line in mutant.span))
        for test in sorted(tests, key=lambda t: self.cost(tree, mutant, t)):
            if not self.survives(tree, test):
                self.kills[mutant.path, test] += 1
                return True
        return False


class Fuzz:
    """The fuzzers' kept inputs, and the kit's answers against the oracle's."""

    # Of a folder, or of a file that differs from the rest of its folder.
    TARGETS = {'arch/pvh': ('map', 'args', 'door', 'compare freebsd'),
               'arch/pvh/freebsd': ('args', 'door', 'compare freebsd'),
               'arch/pvh/physmem': ('elf', 'map', 'args', 'door',
                                    'compare freebsd'),
               'arch/pvh/limine': ('limine', 'compare limine'),
               'arch/pvh/limine/madt': (), 'arch/pvh/limine/mp': (),
               'arch/pvh/memory': ('limine', 'multiboot', 'compare limine',
                                   'compare multiboot'),
               'arch/pvh/multiboot': ('multiboot', 'compare multiboot'),
               'arch/pvh/video': (),
               'boot/load/elf': ('elf', 'archive'), 'boot/load': ('conf',),
               'boot/load/elf32': ('archive',), 'boot/pvh': ('archive',),
               'boot/pvh/find': (), 'boot/pvh/line': (),
               'boot/pvh/signs': ('wrap',),
               'boot/efi': ('conf',)}

    def __init__(self, tree, mutants):
        for target in sorted({t for m in mutants for t in self.targets(m)}):
            need(self.survives(tree, target), f'{target} of tests/host/fuzz fails')

    def targets(self, mutant):
        path = os.path.splitext(mutant.path)[0]
        return self.TARGETS.get(path, self.TARGETS.get(os.path.dirname(path), ()))

    def survives(self, tree, target):
        if target.startswith('compare '):
            form = target.split()[1]
            return tree.make(f'build/fuzz/dump_{form}') and tree.passes(
                target, 'tests/host/fuzz/compare', '-s', '1', '-n', '300',
                form)
        return tree.make(f'build/fuzz/asan/{target}') and tree.passes(
            target, 'sh', '-c', f'. tests/host/fuzz/fuzz.sh; replay {target}')

    def __call__(self, tree, mutant):
        return not all(self.survives(tree, t) for t in self.targets(mutant))


@functools.cache
def proofs():
    """For each proof, the functions and the files that it is about."""
    found = {}
    for path in sorted(glob.glob('tests/host/prove/*.c')):
        with open(path) as file:
            text = file.read()
        words = re.search(r'^ \* proves: ((?:.|\n \*  +)*)', text, re.M)[1]
        found[os.path.basename(path)[:-2]] = (
            re.findall(r'\w+', words), re.findall(r'\w+/\w+/[\w/]+\.[ch]\b', text))
    return found


def proved(mutant):
    """The proofs about a mutant's file, those about its function first; none
    if there are none about the function."""
    mine, others = [], []
    for name, (functions, files) in proofs().items():
        # Of functions of one prefix a proof may name only the first in full.
        if any(re.fullmatch(rf'(\w+_)?{f}', mutant.function)
               for f in functions) and (mutant.path in files or
                                        mutant.path.endswith('.h')):
            mine.append(name)
        elif mutant.path in files:
            others.append(name)
    return mine and mine + others


class Proof:
    """The proofs."""

    def __init__(self, tree, mutants):
        self.tools = os.path.abspath(
            f'{os.environ.get("BUILD", "build")}/prove/cbmc')
        for name in sorted({n for m in mutants for n in proved(m)}):
            need(self.survives(tree, name), f'the proof {name} fails')

    def survives(self, tree, name):
        return tree.run('tests/host/prove/prove.py', self.tools,
                        'build/prove/out', name)

    def __call__(self, tree, mutant):
        return not all(self.survives(tree, n) for n in proved(mutant))
