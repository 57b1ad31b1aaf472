#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""picture.py SHOT LOG: does a screen show what kernel.c painted?

SHOT is a PPM that QEMU's screendump made; LOG is what the kernel printed, which
says how large the picture is and how many bits a pixel has.
"""
import re
import sys


def shown(value, size):
    """A colour of 8 bits, cut to size bits, as QEMU shows that."""
    value &= 0xff
    if size == 8:
        return value
    value >>= 8 - size
    return value << (8 - size) | value >> (2 * size - 8)


def main():
    shot, log = sys.argv[1:]
    found = re.search(r"^video: (\d+)x(\d+)x\d+, pitch \d+, "
                      r"red (\d+)<<\d+, green (\d+)<<\d+, blue (\d+)<<\d+$",
                      open(log, encoding="ascii").read(), re.M)
    if not found:
        sys.exit(f"{log}: no frame buffer")
    width, height, red, green, blue = map(int, found.groups())
    magic, size, depth, pixels = open(shot, "rb").read().split(b"\n", 3)
    if (magic, size, depth) != (b"P6", b"%d %d" % (width, height), b"255"):
        sys.exit(f"{shot}: {magic} {size} {depth}")
    for y in range(height):
        row = b"".join(
            bytes((shown(x, red), shown(y, green), shown(x ^ y, blue)))
            for x in range(width))
        got = pixels[y * width * 3:(y + 1) * width * 3]
        if got != row:
            x = next(i for i in range(width * 3) if got[i:i + 1] != row[i:i + 1])
            sys.exit(f"row {y}, column {x // 3}, colour {x % 3}: "
                     f"{got[x:x + 1].hex()}, not {row[x]:02x}")


main()
