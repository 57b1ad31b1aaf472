# SPDX-License-Identifier: BSD-2-Clause
"""Scratch copies of the tree, in which mutants are built and tested."""
import filecmp
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading

BUILD = os.environ.get('BUILD', 'build')
WALL = 600  # s; generous, as others may use the machine
SOURCES = os.environ['MUTATE_SOURCES'].split()
# What is fetched, and only read: the copies have links to it.
FETCHED = 'xen', 'zlib', 'firmware'


def flags():
    """{folder: how its files are compiled}, as the makefile says it."""
    lines = os.environ['MUTATE_FLAGS'].split(';')
    return {words[0]: words[1:] for words in map(str.split, lines) if words}


class Stopped(Exception):
    """Somebody has interrupted the run."""


class Processes:
    """The commands that run, each with all that it started in a session."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sessions = set()
        self.stopped = False

    def start(self, command, **more):
        with self.lock:
            if self.stopped:
                raise Stopped
            process = subprocess.Popen(command, start_new_session=True, **more)
            self.sessions.add(process.pid)
        return process

    def end(self, session):
        """Kills what is left of a session, in whatever process groups."""
        alive = True
        while alive:
            alive = False
            for pid in filter(str.isdigit, os.listdir('/proc')):
                try:
                    with open(f'/proc/{pid}/stat') as file:
                        state = file.read().rsplit(')', 1)[1].split()
                    if state[0] != 'Z' and int(state[3]) == session:
                        os.kill(int(pid), signal.SIGKILL)
                        alive = True
                except OSError:
                    pass  # it has ended by itself

    def wait(self, process):
        """Its status, and the seconds of CPU time that it and what it started
        took."""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        with self.lock:
            self.sessions.discard(process.pid)
            if self.stopped:
                raise Stopped
        return process.returncode, usage.ru_utime + usage.ru_stime

    def stop(self):
        with self.lock:
            self.stopped = True
            for session in self.sessions:
                self.end(session)


PROCESSES = Processes()


class Tree:
    """A copy of the tree with its own build/, kept for the next run."""

    seconds = {}  # of CPU time that a test needs
    same = {}  # a file's code without a mutant
    includers = {}  # of a header; all trees have them in common
    including = threading.Lock()
    flags = flags()

    def __init__(self, folder, like=None):
        self.folder = folder
        if like and not os.path.exists(folder):
            subprocess.run(['cp', '-a', like.folder, folder], check=True)
        self.dirty = None  # the file in place of which a mutant is
        self.cpu = 0  # seconds of CPU time that the last command took
        found = subprocess.run(
            ['find', '.', '(', '-name', 'build*', '-o', '-name', '.git', ')',
             '-prune', '-o', '-type', 'f', '-print0'], capture_output=True,
            check=True).stdout
        for path in found.decode().strip('\0').split('\0'):
            copy = f'{folder}/{path}'
            if not os.path.exists(copy) or not filecmp.cmp(path, copy, False):
                os.makedirs(os.path.dirname(copy), exist_ok=True)
                shutil.copyfile(path, copy)
                shutil.copymode(path, copy)
        os.makedirs(f'{folder}/build', exist_ok=True)
        for name in FETCHED:
            if not os.path.lexists(f'{folder}/build/{name}'):
                os.symlink(os.path.abspath(f'{BUILD}/{name}'),
                           f'{folder}/build/{name}')

    def run(self, *command, limit=WALL, tap=False, **more):
        """Whether a command succeeds within limit seconds of CPU time, for each
        of its processes, and a time that is generous. If it prints TAP, its
        first test that fails ends it."""
        def limits():
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit + 2),) * 2)
            signal.setitimer(signal.ITIMER_PROF, limit)
        environment = dict(os.environ, BUILD='build', UNIT_SEED='1', CI='',
                           ZLIB=os.environ['ZLIB'] and 'build/zlib',
                           MAKEFLAGS='', ONLY='', INITRD='',
                           ASAN_OPTIONS='detect_leaks=0', **more)
        process = PROCESSES.start(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, env=environment,
            stdout=subprocess.PIPE if tap else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=limits)
        timer = threading.Timer(WALL, PROCESSES.end, [process.pid])
        timer.start()
        good = True
        try:
            for line in process.stdout or ():
                if line.startswith(b'not ok'):
                    good = False
                    PROCESSES.end(process.pid)
            status, self.cpu = PROCESSES.wait(process)
        finally:
            timer.cancel()
            if process.stdout:
                process.stdout.close()
        return good and status == 0

    def make(self, *targets):
        return self.run('make', '-s', 'BUILD=build', *targets)

    def passes(self, name, *command, **more):
        """Whether a test passes. Its first run is measured and sets a limit."""
        if name in self.seconds:
            return self.run(*command, limit=1 + 4 * self.seconds[name], **more)
        passed = self.run(*command, **more)
        self.seconds[name] = self.cpu
        return passed

    def compile(self, path):
        """The command that compiles a file."""
        folder = max((f for f in self.flags if path.startswith(f)), key=len)
        return ['gcc', *self.flags[folder], '-O2', '-g0']

    def units(self, path):
        """The C files to compile if path has changed."""
        if path.endswith('.c'):
            return [path]
        with self.including:
            if not Tree.includers:
                Tree.includers = self.read_includers()
        return self.includers[path]

    def read_includers(self):
        found = {}
        for unit in SOURCES:
            for header in subprocess.run(
                    [*self.compile(unit), '-MM', unit], capture_output=True,
                    check=True, text=True).stdout.split():
                found.setdefault(header, []).append(unit)
        return found

    def objects(self, path):
        """The optimized code of a file; None if it does not compile."""
        code = []
        for unit in self.units(path):
            if not self.run(*self.compile(unit), '-c', '-o', 'mutant.o', unit):
                return None
            with open(f'{self.folder}/mutant.o', 'rb') as file:
                code.append(file.read())
        return code

    def put(self, mutant):
        """Puts a mutant in place of its file; "rejected", "same" or None."""
        path = mutant.path
        if self.dirty != path:
            self.restore()
            if path not in self.same:
                self.same[path] = self.objects(path)
                need(self.same[path], f'{path} does not compile')
            self.dirty = path
        with open(f'{self.folder}/{path}', 'w') as file:
            file.write(mutant.text)
        code = self.objects(path)
        if code is None:
            return 'rejected'
        return 'same' if code == self.same[path] else None

    def restore(self):
        if self.dirty:
            shutil.copyfile(self.dirty, f'{self.folder}/{self.dirty}')
            self.dirty = None


def need(good, what):
    if not good:
        sys.exit(f'mutate: without a mutant {what}')
