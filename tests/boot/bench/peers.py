#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Sets the kit beside others ("make bench-peers"): instructions, which depend
on nothing, and the time that a user waits, which depends on the machine.

In the environment: N rounds (15). In each, every way to boot has its turn, and
each round begins with another way. QUICK=1 leaves out UEFI, which takes longer
than all the others.
"""
import glob
import os
import select
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import count  # noqa: E402
from bench import CMDLINE, MACHINE, MODULE, write_module  # noqa: E402

B = count.BUILD
LINUX = f"{B}/xen/linux/linux"
KINDS = ("CPUID", "WRMSR", "RDMSR", "MOV CR", "in", "out")
LAST = b"boot: ok\n"
COMMON = ["-display", "none", "-no-reboot", "-serial", "null", "-net", "none",
          "-debugcon", "stdio",
          "-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
Q35 = ["-M", "q35", "-m", "128"]
GIVEN = ["-append", CMDLINE, "-initrd", MODULE]
KERNEL = ["-kernel", f"{B}/kernel.elf", *GIVEN]
CDROM = ["-cdrom", f"{B}/grub.iso"]
ARCHIVE = f"{count.TMP}/loader.tar"


def ovmf():
    """As boot/efi/firmware.sh has it; the variables are new each time."""
    code, variables = (os.environ[name] for name in ("OVMF_CODE", "OVMF_VARS"))
    copy = f"{count.TMP}/vars.fd"
    with open(variables, "rb") as old, open(copy, "wb") as new:
        new.write(old.read())
    return ["-M", "q35", "-m", "256",
            "-drive", f"if=pflash,format=raw,readonly=on,file={code}",
            "-drive", f"if=pflash,format=raw,file={copy}"]


# What reports: freebsd's metadata, or, at the end, what Multiboot handed over.
WAYS = {
    "PVH, microvm": lambda: ["-M", "microvm", "-bios", "qboot.rom",
                             "-m", "128", *KERNEL],
    "PVH, pc": lambda: ["-M", "pc", "-m", "128", *KERNEL],
    "PVH, q35": lambda: [*Q35, *KERNEL],
    "PVH, q35, loader.elf": lambda: [
        *Q35, "-kernel", f"{B}/loader.elf", "-initrd", ARCHIVE,
        "-append", CMDLINE],
    "GRUB's kfreebsd, BIOS, ISO": lambda: [*Q35, *CDROM],
    "GRUB's kfreebsd, UEFI, ISO": lambda: [*ovmf(), *CDROM],
    "loader.efi, UEFI": lambda: [
        *ovmf(), "-drive", f"format=raw,snapshot=on,file={B}/image.img"],
    "Multiboot 1 by QEMU, q35": lambda: [
        *Q35, "-kernel", f"{B}/multiboot/mb1.elf", *GIVEN],
    "the same kernel by PVH, q35": lambda: [
        *Q35, "-kernel", f"{B}/multiboot/mb1-pvh.elf", *GIVEN]}


def instructions():
    print(f"instructions from the PVH entry to the kernel's own: q35, "
          f"{len(CMDLINE)} bytes of\ncommand line, a module of 10000 bytes\n")
    print(f"{'kernel':<24}{'all':>9}" +
          "".join(f"{kind:>8}" for kind in KINDS))
    rows = [("the kit, freebsd", f"{B}/kernel.elf", "btext"),
            ("the kit, own format", f"{B}/example/identity/kernel.elf",
             "kmain")]
    for name, path, entry in [*rows, (linux_name(), LINUX, None)]:
        image = count.Image(path)
        if entry:
            spans = image.spans("pvh_begin", "pvh_end")
            end = image.symbols[entry]
        else:  # startup_64 is where the file says that it starts
            spans, end = [(at, len(data)) for at, data in image.segments
                          if at >= image.entry], image.entry
        run = count.boot([*MACHINE, "-kernel", path, *GIVEN], image, spans,
                         end)
        kinds = image.privileged(run.executed)
        print(f"{name:<24}{run.count:>9}" +
              "".join(f"{kinds[kind]:>8}" for kind in KINDS), flush=True)


def linux_name():
    name, = glob.glob(f"{B}/xen/linux/root/boot/vmlinuz-*")
    return "Linux " + name.partition("-")[2]


def timed(args):
    """Seconds from the start of QEMU to the last line of the report."""
    started = time.monotonic()
    process = subprocess.Popen(
        [count.QEMU, *args, *COMMON], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = b""
    try:
        while not said.replace(b"\r", b"").endswith(LAST):
            left = started + count.SECONDS - time.monotonic()
            if not select.select([process.stdout], [], [], max(0, left))[0]:
                raise RuntimeError("the boot took more than "
                                   f"{count.SECONDS} s")
            data = os.read(process.stdout.fileno(), 65536)
            if not data:
                raise RuntimeError(f"the boot printed {said[-300:]!r}")
            said += data
        return time.monotonic() - started
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def times(rounds, names):
    print(f"\nfrom QEMU's start to the end of the report, in ms: the median of "
          f"{rounds}, the\nleast, the most, and the median as a multiple of "
          f"the first one's\n")
    print(f"{'way':<34}{'median':>9}{'least':>9}{'most':>9}{'ratio':>9}")
    took = {name: [] for name in names}
    for i in range(rounds):
        turn = i % len(names)
        for name in names[turn:] + names[:turn]:
            try:
                took[name].append(1000 * timed(WAYS[name]()))
            except RuntimeError as error:
                sys.exit(f"bench: {name}: {error}")
    first = statistics.median(took[names[0]])
    for name in names:
        median = statistics.median(took[name])
        print(f"{name:<34}{median:>9.0f}{min(took[name]):>9.0f}"
              f"{max(took[name]):>9.0f}{median / first:>9.2f}")


def main():
    rounds = int(os.environ.get("N") or 15)
    quick = os.environ.get("QUICK")
    write_module()
    subprocess.run(["sh", "boot/pvh/pack.sh", ARCHIVE, f"{B}/native.elf",
                    MODULE], check=True)
    try:
        instructions()
    except RuntimeError as error:
        sys.exit(f"bench: {error}")
    times(rounds, [name for name in WAYS if not quick or "UEFI" not in name])


main()
