#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""soak.py N J E9 COM1 QEMU...: boots N times, in J machines at a time, and
counts the boots that did not print what the files E9 and COM1 hold.

A machine that has ended is reset for its next boot, which finds in memory what
the last one left there; after LIFE boots a new QEMU replaces it. A boot is good if both
consoles got all of it in SECONDS and the guest has not reset itself. Ends early
by a signal or at ENOUGH failures; the status is 0 if all N were good.
"""
import multiprocessing
import os
import select
import signal
import socket
import subprocess
import sys
import time

sys.path.append("tests/lib")
import qmp  # noqa: E402

LIFE = 100
SECONDS = 60
ENOUGH = 20


class Machine:
    def __init__(self, command):
        ours, theirs = socket.socketpair()
        pipes = {name: os.pipe() for name in ("e9", "com1")}
        self.consoles = {name: read for name, (read, _) in pipes.items()}
        fds = [theirs.fileno(), *(write for _, write in pipes.values())]
        self.process = subprocess.Popen(
            [*command, "-display", "none", "-no-shutdown",
             "-chardev", f"socket,id=qmp,fd={fds[0]}",
             "-mon", "chardev=qmp,mode=control",
             "-debugcon", f"file:/dev/fd/{fds[1]}",
             "-serial", f"file:/dev/fd/{fds[2]}"],
            pass_fds=fds, stdin=subprocess.DEVNULL, start_new_session=True)
        theirs.close()
        for fd in fds[1:]:
            os.close(fd)
        ours.settimeout(SECONDS)
        self.file = ours.makefile("rw")
        self.monitor = qmp.Monitor(self.file, self.file)

    def said(self, name, size):
        """What a console got: size bytes or more; less if time runs out."""
        fd, got = self.consoles[name], b""
        while len(got) < size and select.select([fd], [], [], SECONDS)[0]:
            data = os.read(fd, 65536)
            if not data:
                break
            got += data
        return got

    def boot(self, expected):
        """Starts the next boot; returns what is wrong with this one."""
        wrong = [f"{name}: {got!r}" for name, text in expected.items()
                 if (got := self.said(name, len(text))) != text]
        if not self.becomes("shutdown"):
            wrong.append("the guest has not powered off")
        if self.monitor.guest_resets:
            wrong.append("the guest has reset itself")
        self.monitor.execute("system_reset")
        self.becomes("prelaunch")
        self.monitor.execute("cont")
        return wrong

    def becomes(self, status):
        """Whether the machine gets to that status."""
        deadline = time.monotonic() + SECONDS
        while self.monitor.execute("query-status")["status"] != status:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.001)
        return True

    def end(self):
        self.process.kill()
        self.process.wait()
        self.file.close()
        for fd in self.consoles.values():
            os.close(fd)


def life(boots, expected, command, report):
    """Boots one machine up to a failure; returns how often."""
    machine = Machine(command)
    try:
        for boot in range(boots):
            wrong = machine.boot(expected)
            report.send(wrong)
            if wrong:
                break
    finally:
        machine.end()
    return boot + 1


def worker(boots, expected, command, report):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    while boots > 0:
        try:
            boots -= life(min(LIFE, boots), expected, command, report)
        except (EOFError, OSError, ValueError) as error:
            report.send([str(error)])
            boots -= 1
    report.close()


def main(n, j, e9, com1, *command):
    n, j, started = int(n), int(j), time.monotonic()
    expected = {"e9": open(e9, "rb").read(), "com1": open(com1, "rb").read()}
    reports, workers = [], []
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for i in range(j):
        ours, theirs = multiprocessing.Pipe(duplex=False)
        workers.append(multiprocessing.Process(
            target=worker, args=((n + i) // j, expected, command, theirs)))
        workers[-1].start()
        theirs.close()
        reports.append(ours)
    boots = failed = 0

    def seconds():
        return f"{time.monotonic() - started:.0f} s"
    try:
        while reports and failed < ENOUGH:
            for report in select.select(reports, [], [])[0]:
                try:
                    wrong = report.recv()
                except EOFError:
                    reports.remove(report)
                    continue
                boots += 1
                if wrong:
                    failed += 1
                    print(f"boot {boots}:", *wrong, sep="\n    ", flush=True)
                if boots % max(1, n // 20) == 0:
                    print(f"boot {boots} of {n}, {failed} failed, {seconds()}",
                          flush=True)
    except KeyboardInterrupt:
        pass
    for process in workers:
        process.terminate()
    print(f"{boots} boots of {n}, {failed} failed, {seconds()}")
    if boots and not failed:
        print(f"95 % upper bound of failures: 3/N, {3 / boots:.1e}")
    return boots < n or failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
