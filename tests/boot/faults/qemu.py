# SPDX-License-Identifier: BSD-2-Clause
"""One boot under QEMU: the injector, its job and the kernel; how it ended.

    run = qemu.boot(job.pack(), ["-M", "microvm"])
    run.verdict     good, failed (the kernel's own), refused (it ended as a
                    failure, and its last line is "pvh: ..."), triple fault,
                    injector, timeout, or QEMU's status
    run.e9 .com1    what the guest wrote, as text; run.registers, of a probe

far has what lies above 4 GiB, where the injector does not come to: (address,
bytes). Without data there is no injector: QEMU itself boots the kernel, with args. With
probe=function the boot comes to qemu.PROBE, where a job has put a hlt: there
the function gets the run, with its registers, and the Monitor.
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
    """What became of a boot."""

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
        with open(path("qemu"), "wb") as words, ours, theirs:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=words, pass_fds=[fd])
            theirs.close()
            self.e9 = self._watch(process, ours)
            self.status = process.wait()

        def text(name):
            with open(path(name), "rb") as file:
                return file.read().decode("latin-1").replace("\r", "")
        self.com1, self.words = text("com1"), text("qemu")
        self.triple_fault = "Triple fault" in text("cpu")

    def _watch(self, process, sock):
        """Reads 0xE9 to its end, and ends QEMU if the guest has ended."""
        deadline = time.monotonic() + SECONDS
        out, said = process.stdout, b""
        while True:
            wait = 0 if self.probe else deadline - time.monotonic()
            ready, _, _ = select.select([out], [], [], max(0, wait))
            data = os.read(out.fileno(), 65536) if ready else b""
            said += data
            self.timed_out = not ready and not self.probe
            if self.timed_out or self.probe:
                self._end(process, sock, deadline)
                said += out.read()
                data = b""
            if not data:
                out.close()
                return said.decode("latin-1").replace("\r", "")

    def _end(self, process, sock, deadline):
        """The registers, once the CPU halts; then the end."""
        sock.settimeout(SECONDS)
        try:
            file = sock.makefile("rw")
            monitor = qmp.Monitor(file, file)
            while not self._halted() and not self.timed_out:
                self.registers = monitor.human("info registers")
                self.timed_out = time.monotonic() > deadline
            if self.probe:
                self.probe(self, monitor)
            monitor.execute("quit")
        except (EOFError, OSError, ValueError):  # it ended by itself, or hangs
            pass
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()

    def register(self, name):
        value = re.search(rf"\b{name} ?= *([0-9a-f]+)", self.registers)
        return int(value[1], 16)

    def _halted(self):
        """For a probe, at the probe, not in the firmware."""
        return "HLT=1" in self.registers and not (
            self.probe and self.register("[ER]IP") - 1 != PROBE)

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
