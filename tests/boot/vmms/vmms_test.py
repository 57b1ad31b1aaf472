#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""vmms_test.py [--tap]: enters the kernel as each VMM in vmms.py does.

The kernel is booted twice for each VMM: with the registers as that VMM leaves
them, and with garbage in all that the specification does not promise. Before
each boot a hlt takes the place of the entry, to show that the registers have
these values. The table has a line for each VMM. With --tap each boot is a test,
and the table is a comment.
"""
import re
import sys
import zlib

sys.dont_write_bytecode = True
sys.path.append("tests/boot/faults")
import judge  # noqa: E402
import kernel  # noqa: E402
import qemu  # noqa: E402
from injection import CR0, EFER_SVME, EFLAGS  # noqa: E402
from vmms import DATA, HOME, KERNEND, VMMS  # noqa: E402

TYPES = [None, "ram", "reserved", "acpi", "nvs", "unusable"]
KINDS = "loader howto kenv map module acpi kernel boot".split()
FLAGS = "CF PF AF ZF SF DF OF IOPL NT AC ID".split()


def garbage(job):
    """In all but what Xen's docs/misc/pvh.pandoc promises."""
    for i, name in enumerate("eax ecx edx esi edi ebp esp".split()):
        job.regs[name] = 0xdead0001 + i * 0x01010101
    for name in FLAGS:
        job.regs["eflags"] |= EFLAGS[name]
    job.regs["efer"] = 0x901  # NXE, LME, SCE
    job.wrmsr(0x277, 0x0001040500010405)  # PAT
    job.gdtr, job.idtr = (0xdeadbeef, 0xffff), (0xbaadf00d, 0)
    for i, name in enumerate(job.selectors):
        job.selectors[name] = 0xfff8 - 8 * i
    job.hidden |= dict.fromkeys(("fs", "gs"), (0, 0))


def expected(vmm):
    """(lines of the door, lines of the kernel's report)"""
    if vmm.refusal:
        return [kernel.line(*vmm.refusal)], []
    words = vmm.cmdline.split()
    words = [w if "=" in w else f"{w}=1" for w in words if w != "--"]
    if vmm.rsdp_at:
        words.insert(0, f"acpi.rsdp=0x{vmm.rsdp_at:016x}")
        acpi = f"rsdp {vmm.rsdp_at:#x} revision {vmm.revision} ok"
    else:
        acpi = "none"
    args = " ro" if vmm.module.startswith("disk") else ""
    return [kernel.line(*w) for w in vmm.warnings], [
        "loader: pvh", "howto: 0x800 verbose", "kenv: loader=pvh",
        *(f"kenv: {word}" for word in words),
        *(f"map: 0x{first:016x}-0x{end - 1:016x} {TYPES[kind]}"
          for first, end, kind in vmm.shown),
        f"module: 0 {vmm.module} {HOME:#x} {len(DATA)} "
        f"crc32={zlib.crc32(DATA):08x}{args}",
        f"acpi: {acpi}",
        f"kernel: 0x{kernel.START:08x}-0x{KERNEND - 1:08x}",
        "boot: ok"]


def boot(vmm, change):
    job = vmm.job()
    change(job)
    run = qemu.boot(job.pack(), vmm.machine.split(),
                    far=vmm.handover().far())
    door, report = expected(vmm)
    if vmm.refusal:
        return run.verdict, judge.refused(run, door)
    return run.verdict, judge.reported(run, door, report, KINDS)


def entry(vmm, change):
    """The registers at the entry have the values of the table."""
    job = vmm.job()
    job.entry = qemu.PROBE
    job.write(qemu.PROBE, b"\xf4")
    change(job)
    run = qemu.boot(job.pack(), vmm.machine.split(), probe=lambda *_: None)
    wrong = [] if run.verdict == "probe" else [f"got {run.verdict}"]
    found = {name: int(value, 16) for name, value in re.findall(
        r"\b(\w+) ?= *([0-9a-f]+)", run.registers)}
    values = {name.upper(): value for name, value in job.regs.items()
              if len(name) == 3}
    values |= {name.upper().replace("LDTR", "LDT"): value
               for name, value in job.selectors.items()}
    values |= {"EFL": job.regs["eflags"], "GDT": job.gdtr[0],
               "IDT": job.idtr[0], "CR0": job.regs["cr0"] | CR0["ET"],
               "EFER": job.regs.get("efer", 0) | EFER_SVME}
    return run.verdict, wrong + [
        f"{name} is {found.get(name, -1):#x}, not {value:#x}"
        for name, value in values.items() if found.get(name) != value]


def unchanged(_):
    pass


TESTS = [("registers", entry, unchanged), ("as it is", boot, unchanged),
         ("garbage in registers", entry, garbage), ("garbage", boot, garbage)]


def main():
    tap = sys.argv[1:] == ["--tap"]
    form = "{:20} {:>10} {:>4} {:>10}  {:8} {:8} {}"
    rows = [form.format("VMM", "start_info", "map", "rsdp", "as it is",
                        "garbage", "")]
    failed = 0
    if tap:
        print(f"1..{len(TESTS) * len(VMMS)}")
    for vmm in VMMS:
        verdicts = []
        for how, judged, change in TESTS:
            verdict, wrong = judged(vmm, change)
            failed += bool(wrong)
            if wrong or judged == boot:
                verdicts.append("WRONG" if wrong else verdict)
            if tap:
                print(f"{'not ok' if wrong else 'ok'} - {vmm.name}, {how}: "
                      f"{verdict}")
            for line in wrong:
                print(f"# {vmm.name}, {how}: {line}")
        rows.append(form.format(
            vmm.name, f"{vmm.at:#x}",
            len(vmm.memmap) if vmm.version else "-", f"{vmm.rsdp:#x}",
            *verdicts[:2], *(expected(vmm)[0] or [""])))
    print("\n".join("# " * tap + row.rstrip() for row in rows))
    return failed and not tap


sys.exit(main())
