# SPDX-License-Identifier: BSD-2-Clause
"""QEMU's monitor, by QMP, one command at a time."""
import json


class Monitor:
    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.guest_resets = 0  # how often the guest has reset itself
        self._read()  # the greeting
        self.execute("qmp_capabilities")

    def _read(self):
        line = self.reader.readline()
        if not line:
            raise EOFError("QEMU has ended")
        return json.loads(line)

    def execute(self, command, **arguments):
        json.dump({"execute": command, "arguments": arguments}, self.writer)
        self.writer.flush()
        while True:
            answer = self._read()
            if answer.get("event") in ("RESET", "SHUTDOWN"):
                self.guest_resets += answer["data"]["reason"] == "guest-reset"
            elif "event" not in answer:
                return answer.get("return")

    def human(self, line):
        """The answer of the human monitor (HMP) to a line."""
        text = self.execute("human-monitor-command", **{"command-line": line})
        return (text or "").replace("\r", "")
