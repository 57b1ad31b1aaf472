# SPDX-License-Identifier: BSD-2-Clause
"""Boots that may kill a mutant, and the test files of programs."""
import collections
import re
import threading

from tree import need

# What the first pattern that fits a file names may kill its mutants: boots of
# first.sh, and files of tests/.
KERNEL = ('first kernel', 'first panic', 'boot/qemu/pagetables',
          'boot/qemu/stacks', 'boot/qemu/handover', 'boot/qemu/consoles')
XEN = 'first kernel', 'first panic', 'boot/xen/domu-4.20'
SCREEN = *KERNEL, 'boot/screen/vga', 'boot/screen/efi'
LIMINE = 'boot/limine/machines', 'boot/limine/cpus', 'boot/limine/ioapic'
LOADER = ('first loader', 'boot/loader/archive', 'boot/loader/refusals',
          'boot/loader/kernels', 'boot/loader/machines', 'boot/loader/formats')
EFI = ('first efi', 'boot/efi/shell', 'boot/efi/memory', 'boot/efi/records',
       'boot/efi/manager', 'boot/efi/big')
TESTS = (
    (r'arch/amd64/(xen|hypervisor)|arch/pvh/xen', XEN),
    (r'arch/amd64/cons', (*SCREEN, 'boot/xen/domu-4.20')),
    (r'arch/amd64/(vga|display)|kern/(screen|pixels|text)', SCREEN),
    (r'(arch/amd64/power|kern/(fadt|s5))\.', (*KERNEL, 'boot/qemu/power')),
    (r'arch/amd64/(trap|crash|cpu)\.', (*KERNEL, 'boot/qemu/traps')),
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
    ('boot/loader', 'loader all build/native.elf', 'loader-clang'),
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
        self.kills = collections.Counter()
        self.made = set()  # (folder, targets)
        self.measuring = threading.Lock()

    def survives(self, tree, test):
        word, _, product = test.partition(' ')
        if word == 'first':
            command = 'tests/host/mutate/first.sh', product
            patience = str(60 + int(10 * tree.seconds.get(test, 20)))
        else:
            command, patience = (f'tests/{test}.t',), PATIENCE
        return tree.make(*needs(test)[0].split()) and tree.passes(
            test, 'sh', *command, tap=True, BOOT_SECONDS=patience)

    def prepare(self, tree, mutant, test):
        """Without the mutant, builds what a test needs once in each tree, and
        runs the test once."""
        once = needs(test)[1]
        if test in tree.seconds and (tree.folder, once) in self.made:
            return
        tree.restore()
        need(tree.make(*once.split()), f'"make {once}" fails')
        self.made.add((tree.folder, once))
        with self.measuring:
            need(test in tree.seconds or self.survives(tree, test),
                 f'{test} of tests/ fails')
        tree.put(mutant)

    def __call__(self, tree, mutant):
        names = tests(mutant)
        # Those that have killed in that file before come first.
        for test in sorted(names, key=lambda t: -self.kills[mutant.path, t]):
            self.prepare(tree, mutant, test)
            if not self.survives(tree, test):
                self.kills[mutant.path, test] += 1
                return True
        return False
