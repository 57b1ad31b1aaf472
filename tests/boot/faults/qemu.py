# SPDX-License-Identifier: BSD-2-Clause
"""One boot under QEMU, of the injector, its job and the kernel.

    run = qemu.boot(job.pack(), ["-M", "microvm"])
    run.verdict     how it ended: good; failed, by the kernel; refused, by the
                    door ("pvh: ..." is the last line); triple fault; injector
                    (it could not do its job); timeout; probe; QEMU's status
    run.e9 .com1    the output of the guest, as text
    run.registers   of a probe: QEMU's "info registers"

far: (address, bytes) above 4 GiB, where the injector cannot write.
data=None: there is no injector, QEMU itself loads the kernel.
probe=function: the job has put a hlt at qemu.PROBE. When the guest is there,
the function is called with the run and the Monitor, and the boot ends.
"""
import os
import re
import select
import socket
import subprocess
import sys
import tempfile
import time

import injection

sys.path.append("tests/lib")
import qmp  # noqa: E402

BUILD = os.environ.get("BUILD", "build")
KERNEL = os.environ.get("KERNEL", f"{BUILD}/kernel.elf")
QEMU = os.environ.get("QEMU", "qemu-system-x86_64")
INJECTOR = f"{BUILD}/faults/injector.elf"
TMP = f"{BUILD}/test/faults"
PROBE = 0x7020000
SECONDS = 60  # a boot takes about 0.05
STATUS = {33: "good", 35: "failed", 255: "injector"}
REFUSAL = re.compile(r"(?:^|\n)pvh: (?!warning: )[^\n]*\n$")


class Boot:
    """A boot that has ended."""

    def __init__(self, data, args, probe, far):
        self.registers, self.timed_out, self.probe = "", False, probe
        os.makedirs(TMP, exist_ok=True)
        started = time.monotonic()
        with tempfile.TemporaryDirectory(dir=TMP) as folder:
            self._run(folder, data, args, far)
        self.seconds = time.monotonic() - started
        self.verdict = self._verdict()

    def _run(self, folder, data, args, far):
        def path(name):
            return f"{folder}/{name}"
        with open(path("job"), "wb") as file:
            file.write(data or b"")
        ours, theirs = socket.socketpair()
        fd = theirs.fileno()
        command = [
            QEMU, *args, "-nodefaults", "-display", "none", "-no-reboot",
            "-debugcon", "stdio", "-serial", f"file:{path('com1')}",
            "-chardev", f"socket,id=qmp,fd={fd}",
            "-mon", "chardev=qmp,mode=control",
            "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
            "-d", "cpu_reset", "-D", path("cpu")]
        if data is None:
            command += ["-kernel", KERNEL]
        else:
            command += [
                "-kernel", INJECTOR, "-device", f"loader,file={KERNEL}",
                "-device", f"loader,file={path('job')},"
                f"addr={injection.AT:#x},force-raw=on"]
        for i, (address, part) in enumerate(far):
            with open(path(f"far{i}"), "wb") as file:
                file.write(part)
            command += ["-device", f"loader,file={path(f'far{i}')},"
                        f"addr={address:#x},force-raw=on"]
        with open(path("stderr"), "wb") as stderr, ours, theirs:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=stderr, pass_fds=[fd])
            theirs.close()
            self.e9 = self._watch(process, ours)
            self.status = process.wait()

        def text(name):
            with open(path(name), "rb") as file:
                return file.read().decode("latin-1").replace("\r", "")
        self.com1, self.stderr = text("com1"), text("stderr")
        self.triple_fault = "Triple fault" in text("cpu")

    def _watch(self, process, sock):
        """The guest's output on port 0xE9, until QEMU ends or is ended."""
        deadline = time.monotonic() + SECONDS
        out, output = process.stdout, b""
        while not self.probe:
            wait = max(0, deadline - time.monotonic())
            ready, _, _ = select.select([out], [], [], wait)
            data = os.read(out.fileno(), 65536) if ready else b""
            output += data
            self.timed_out = not ready
            if not data:
                break
        if self.probe or self.timed_out:
            self._end(process, sock, deadline)
            output += out.read()
        out.close()
        return output.decode("latin-1").replace("\r", "")

    def _end(self, process, sock, deadline):
        """Ends QEMU: a probe when its hlt is reached, a timeout at once."""
        sock.settimeout(SECONDS)
        try:
            file = sock.makefile("rw")
            monitor = qmp.Monitor(file, file)
            while not self._at_probe() and not self.timed_out:
                self.registers = monitor.human("info registers")
                self.timed_out = time.monotonic() > deadline
            if self.probe:
                self.probe(self, monitor)
            monitor.execute("quit")
        except (EOFError, OSError, ValueError):  # QEMU has ended, or hangs
            pass
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()

    def register(self, name):
        value = re.search(rf"\b{name} ?= *([0-9a-f]+)", self.registers)
        return int(value[1], 16)

    def _at_probe(self):
        """At the probe's hlt, not at one of the firmware."""
        return "HLT=1" in self.registers and \
            self.register("[ER]IP") - 1 == PROBE

    def _verdict(self):
        if self.triple_fault:
            return "triple fault"
        if self.timed_out:
            return "timeout"
        if self.probe:
            return "probe"
        verdict = STATUS.get(self.status, f"status {self.status}")
        if verdict == "failed" and REFUSAL.search(self.e9):
            return "refused"
        return verdict


def boot(data, args, probe=None, far=()):
    return Boot(data, args, probe, far)
