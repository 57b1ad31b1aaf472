#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Runs the proofs NAME.c of its folder with CBMC; README says how they look.

usage: prove.py TOOLS OUT [NAME...]
TOOLS is the folder into which boot/packages/fetch unpacked CBMC. Prints a row
for each proof; the tools' output is in OUT/NAME. Status 1 if a proof fails.
"""
import concurrent.futures
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.relpath(__file__))
MEMORY = 1 << 20  # KiB of address space for each tool
SECONDS = 200  # of CPU time for each tool
CFLAGS = ['-std=c11', '-I.', '-I' + HERE, '-Itests/host', '-Iarch/pvh',
          '-Iarch/pvh/freebsd', '-Iarch/pvh/multiboot', '-Iboot/efi',
          '-Iboot/load', '-Ikern']
CHECKS = ['--bounds-check', '--pointer-check', '--pointer-primitive-check',
          '--pointer-overflow-check', '--conversion-check',
          '--div-by-zero-check', '--signed-overflow-check',
          '--unsigned-overflow-check', '--undefined-shift-check',
          '--unwinding-assertions', '--no-malloc-may-fail']
KEYS = {'proves', 'property', 'bound', 'sources', 'cbmc', 'contracts', 'replace',
        'enforce', 'stub'}
COLUMNS = '{:<14} {:<28} {:<46} {:<15} {:>6} {:>6} {:>5}  {}'


class Failed(Exception):
    pass


def header(path):
    """The "key: words" lines of the comment at the top of a proof."""
    words = {key: '' for key in KEYS}
    with open(path) as file:
        comment = file.read().split('*/')[1]
    for line in comment.splitlines():
        match = re.match(r' \* ([a-z]+): (.*)', line)
        if match:
            key, text = match.groups()
            if key not in KEYS:
                raise Failed(f'{path}: no such key: {key}')
            words[key] = (words[key] + ' ' + text).strip()
    for key in 'proves', 'property', 'bound':
        if not words[key]:
            raise Failed(f'{path}: no line "{key}: ..."')
    return words


class Proof:
    def __init__(self, tools, out, name):
        self.name = name
        self.source = f'{HERE}/{name}.c'
        self.contracts = f'{HERE}/{name}.json'
        self.root = f'{tools}/root/usr'
        self.out = f'{out}/{name}'
        self.seconds = 0.0  # of CPU time
        self.memory = 0  # KiB, the highest of the tools
        self.checks = 0
        os.makedirs(self.out, exist_ok=True)
        self.words = header(self.source)

    def run(self, tool, *args, failing=False):
        """Runs a tool of CBMC through its own ld.so; returns its log's path."""
        log = f'{self.out}/{tool}.log'
        lib = f'{self.root}/lib'
        command = ['timeout', str(10 * SECONDS), 'sh', '-c',
                   f'ulimit -v {MEMORY}; ulimit -t {SECONDS}; exec "$@"', 'sh',
                   f'{lib}/x86_64-linux-gnu/ld-linux-x86-64.so.2', '--library-path',
                   f'{lib}/x86_64-linux-gnu:{lib}', '--argv0', tool,
                   f'{self.root}/bin/{tool}', *args]
        with open(log, 'w') as file:
            child = subprocess.Popen(command, stdout=file,
                                     stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(child.pid, 0)
        child.returncode = status = os.waitstatus_to_exitcode(status)
        self.seconds += usage.ru_utime + usage.ru_stime
        self.memory = max(self.memory, usage.ru_maxrss)
        if status in (124, -9, -24):
            raise Failed(f'{tool}: more than {SECONDS} s')
        if status and not (failing and status == 10):
            raise Failed(f'{tool}: status {status}, see {log}')
        return log

    def symbols(self, binary):
        """The symbols of a binary, by their full names."""
        log = self.run('goto-instrument', '--show-symbol-table', '--json-ui',
                       binary)
        with open(log) as file:
            return next(part['symbolTable'] for part in json.load(file)
                        if 'symbolTable' in part)

    def expand(self, clauses):
        """The clauses with the macros of the proof expanded."""
        text = '\n@@\n'.join(clauses)
        done = subprocess.run(['gcc', *CFLAGS, '-E', '-P', '-imacros',
                               self.source, '-'], input=text, text=True,
                              capture_output=True)
        if done.returncode:
            raise Failed(f'{self.contracts}: {done.stderr}')
        text = re.sub('^#.*', '', done.stdout, flags=re.M)  # pragmas
        return [' '.join(clause.split()) for clause in text.split('@@')]

    def loop_contracts(self, binary):
        """Writes NAME.json as goto-instrument wants it; returns the path."""
        with open(self.contracts) as file:
            functions = json.load(file)
        symbols = self.symbols(binary)
        globals_ = {f'{name},{name}' for name in symbols if name.isidentifier()}
        for function, loops in functions.items():
            names = set(globals_)
            for name in symbols:
                if name.startswith(function + '::'):
                    names.add(f'{name.split("::")[-1]},{name}')
            for loop in loops:
                invariant = loop['invariants']
                if isinstance(invariant, list):
                    loop['invariants'] = ' && '.join(f'({i})' for i in invariant)
                keys = [key for key in loop if key != 'loop_id']
                for key, text in zip(keys, self.expand(
                        [loop[key] for key in keys])):
                    loop[key] = text
                text = ' '.join(loop[key] for key in keys)
                used = set(re.findall(r'[A-Za-z_]\w*', text))
                loop['symbol_map'] = ';'.join(
                    sorted(n for n in names if n.split(',')[0] in used))
        path = f'{self.out}/contracts.json'
        with open(path, 'w') as file:
            json.dump({'functions': [functions]}, file, indent=1)
        return path

    def instrument(self, binary):
        """Replaces calls and loops by their stubs and contracts."""
        if self.words['stub']:
            done = f'{self.out}/stubbed.goto'
            stubs = [word for pair in self.words['stub'].split()
                     for word in ('--replace-calls', pair)]
            self.run('goto-instrument', *stubs, binary, done)
            binary = done
        args = []
        if os.path.exists(self.contracts):
            args += ['--apply-loop-contracts', '--loop-contracts-file',
                     self.loop_contracts(binary)]
        for function in self.words['enforce'].split():
            args += ['--enforce-contract', function]
        for function in self.words['replace'].split():
            args += ['--replace-call-with-contract', function]
        if not args:
            return binary
        done = f'{self.out}/instrumented.goto'
        if self.words['contracts'] != 'legacy':
            args = ['--dfcc', 'proof', *args]
        self.run('goto-instrument', '--no-malloc-may-fail', *args, binary, done)
        return done

    def judge(self, log):
        """What is wrong with the results, as lines."""
        with open(log) as file:
            results = [result for part in json.load(file)
                       for result in part.get('result', ())]
        wrong, reached = [], 0
        for result in results:
            text = result['description']
            wanted = 'SUCCESS'
            if text.startswith('reached: '):
                wanted = 'FAILURE'
                reached += 1
            if result['status'] != wanted:
                place = result.get('sourceLocation', {})
                wrong.append('{}:{}: {}{}'.format(
                    place.get('file', '-'), place.get('line', '-'), text,
                    '' if wanted == 'SUCCESS' else ': nothing gets here'))
        self.checks = len(results) - reached
        if not reached:
            wrong.append(f'{self.source}: no REACHED()')
        return wrong

    def __call__(self):
        try:
            binary = f'{self.out}/proof.goto'
            self.run('goto-cc', *CFLAGS, '--function', 'proof', '-o', binary,
                     self.source, *self.words['sources'].split())
            binary = self.instrument(binary)
            log = self.run('cbmc', *CHECKS, '--json-ui', '--verbosity', '4',
                           *self.words['cbmc'].split(), binary, failing=True)
            wrong = self.judge(log)
        except (Failed, ValueError, KeyError) as error:
            wrong = [repr(error) if isinstance(error, KeyError) else str(error)]
        return wrong

    def row(self, wrong):
        return COLUMNS.format(
            self.name, self.words['proves'], self.words['property'],
            self.words['bound'], self.checks, f'{self.seconds:.1f}',
            self.memory >> 10, 'proved' if not wrong else 'FAILED')


def main():
    tools, out, *names = sys.argv[1:]
    known = sorted(name[:-2] for name in os.listdir(HERE)
                   if name.endswith('.c'))
    for name in names:
        if name not in known:
            sys.exit(f'prove: no proof "{name}"; there are ' +
                     ' '.join(known))
    names = names or known
    proofs = [Proof(tools, out, name) for name in names]
    failed = 0
    print(COLUMNS.format('proof', 'functions', 'property', 'bound', 'checks',
                         's', 'MiB', 'verdict'), flush=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for proof, wrong in zip(proofs, pool.map(Proof.__call__, proofs)):
            print(proof.row(wrong), flush=True)
            for line in wrong:
                print('    ' + line, flush=True)
            failed += bool(wrong)
    print(f'{len(proofs)} proofs, {sum(p.checks for p in proofs)} checks, '
          f'{failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
