#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""watch.py E9 SCRIPT QEMU...: runs QEMU, and SCRIPT on its monitor.

The lines of SCRIPT are done in order: "wait PATTERN" waits until a line of the
file E9, to which QEMU writes what the guest sends to port 0xE9, matches; "halt"
waits until the CPU halts; any other is a command for the monitor (HMP), whose
answer is printed. Then QEMU is ended. The status is QEMU's own. There is no
time limit.
"""
import re
import subprocess
import sys
import time

import qmp

PAUSE = 0.02


def obey(monitor, line, e9):
    word, _, pattern = line.partition(" ")
    if word == "wait":
        while not re.search(pattern.encode(), open(e9, "rb").read(), re.M):
            monitor.execute("query-status")  # it may have ended
            time.sleep(PAUSE)
    elif word == "halt":
        while "HLT=1" not in monitor.human("info registers"):
            time.sleep(PAUSE)
    else:
        print(monitor.human(line), end="", flush=True)


def main(e9, script, *qemu):
    process = subprocess.Popen(
        [*qemu, "-qmp", "stdio"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    try:
        monitor = qmp.Monitor(process.stdout, process.stdin)
        for line in open(script, encoding="ascii"):
            obey(monitor, line.rstrip("\n"), e9)
        monitor.execute("quit")
    except (EOFError, BrokenPipeError):
        pass
    except BaseException:
        process.kill()
        raise
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
