#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""watch.py E9 SCRIPT QEMU...: runs QEMU, asks its monitor what SCRIPT says.

Its lines, in order: "wait PATTERN" until the guest has written a line like
that on port 0xE9, which goes to the file E9; "halt" until its CPU halts; any
other is a command of the monitor (HMP), whose answer is printed. Then QEMU is
ended. The status is QEMU's own. It waits for as long as QEMU runs.
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
