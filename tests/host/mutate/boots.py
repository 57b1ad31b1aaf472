# SPDX-License-Identifier: BSD-2-Clause
"""Boots that may kill a mutant, and the test files of programs."""
import collections
import concurrent.futures
import os
import queue
import re

import tree as trees

# What the first pattern that fits a file names may kill its mutants: boots of
# first.sh, and files of tests/.
KERNEL = 'first kernel', 'first panic', 'boot/qemu/consoles'
XEN = 'first kernel', 'first panic', 'boot/xen/domu-4.20'
SCREEN = *KERNEL, 'boot/screen/vga', 'boot/screen/efi'
LIMINE = 'boot/limine/machines', 'boot/limine/cpus', 'boot/limine/ioapic'
LOADER = ('first loader', 'boot/loader/archive', 'boot/loader/refusals',
          'boot/loader/kernels', 'boot/loader/formats')
EFI = ('first efi', 'boot/efi/shell', 'boot/efi/memory', 'boot/efi/records',
       'boot/efi/manager', 'boot/efi/big')
TESTS = (
    (r'arch/amd64/(xen|hypervisor)|arch/pvh/xen', XEN),
    (r'arch/amd64/(vga|display)|kern/(screen|pixels|text)', SCREEN),
    (r'arch/amd64/|kern/', KERNEL),
    (r'arch/pvh/limine/(native|start|cmos|apic|ioapic|mp)\.c', LIMINE),
    (r'arch/pvh/multiboot/native.c', ('boot/multiboot/kernels',)),
    (r'arch/pvh/(pvh_boot|console|far|halt|freebsd/native)\.c',
     (*KERNEL, 'boot/qemu/refusals')),
    (r'boot/efi/', EFI),
    (r'boot/load/(conf|settings|words)', (*LOADER[:2], *EFI[:2])),
    (r'boot/load/', (*LOADER, *EFI[:2])),
    (r'boot/pvh/', LOADER),
    (r'boot/check/', ('tree/check',)),
    (r'boot/wrap/', ('boot/wrap/refusals', 'boot/wrap/headers',
                     'boot/wrap/boots')),
)

# What is made for each mutant before a test, and what once: kernels to load.
NEEDS = (
    ('first loader', 'loader build/native.elf', 'all'),
    ('first efi', 'all build/loader.efi', ''),
    ('first', 'all', ''),
    ('boot/qemu', 'all', 'variants'),
    ('boot/screen', 'all build/image.img', ''),
    ('boot/xen', 'all build/native.elf no-xen-map', 'variants'),
    ('boot/limine', 'all', 'boot-tests'),
    ('boot/multiboot', 'all', 'variants'),
    ('boot/loader', 'loader all build/native.elf', 'variants'),
    ('boot/efi', 'all build/loader.efi', 'efi-tests'),
    ('boot/wrap', 'build/pvh-wrap', 'variants loader kit-objects tools'),
    ('tree/check', 'tools', 'variants'),
)
PATIENCE = '240'  # s for a boot; most mutants that hang have hung in first.sh


def tests(mutant):
    for pattern, names in TESTS:
        if re.match(pattern, mutant.path):
            return names
    return ()


def needs(test):
    return next(n[1:] for n in NEEDS if test.startswith(n[0]))


class Boot:
    """The boots of a mutated kernel, loader or kit, and of programs."""

    def __init__(self, tree, mutants):
        self.tests = list(dict.fromkeys(t for m in mutants for t in tests(m)))
        self.kills = collections.Counter()
        for target in dict.fromkeys(' '.join(
                ' '.join(needs(t)[::-1]) for t in self.tests).split()):
            trees.need(tree.make(target), f'"make {target}" fails')

    def measure(self, copies):
        """Runs each test without a mutant, one in each tree at a time."""
        free = queue.SimpleQueue()
        for copy in copies:
            free.put(copy)

        def run(test):
            tree = free.get()
            try:
                trees.need(self.survives(tree, test), f'{test} fails')
            finally:
                free.put(tree)
        with concurrent.futures.ThreadPoolExecutor(len(copies)) as pool:
            list(pool.map(run, self.tests))

    def survives(self, tree, test):
        word, _, product = test.partition(' ')
        if word == 'first':
            command = 'tests/host/mutate/first.sh', product
            patience = str(20 + int(10 * tree.seconds.get(test, 10)))
        else:
            command, patience = (f'tests/{test}.t',), PATIENCE
        return tree.make(*needs(test)[0].split()) and tree.passes(
            test, 'sh', *command, tap=True, BOOT_SECONDS=patience)

    def __call__(self, tree, mutant):
        def cost(test):
            """The least for tests that are quick and have killed before."""
            return ((1 + tree.seconds[test]) /
                    (1 + self.kills[mutant.path, test]))
        for test in sorted(tests(mutant), key=cost):
            if not self.survives(tree, test):
                self.kills[mutant.path, test] += 1
                return True
        return False
