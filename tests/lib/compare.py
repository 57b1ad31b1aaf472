#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""compare.py SHOT FONT CELL-WIDTH LOG: does a screen show the end of a log?

SHOT is a PPM that QEMU's screendump made. FONT has 256 glyphs of 16 bytes,
8 pixels by 16; or it is a VGA BIOS, which has such a font somewhere in it. A
cell of a character is CELL-WIDTH pixels wide, 8, or 9 for VGA's text. LOG is
what the kernel printed; its lines are rendered as the kernel's screen has
them, and compared pixel by pixel. If they differ, the text that is on the
screen is printed.
"""
import sys

HEIGHT = 16
# A capital A, as every VGA BIOS has it.
LETTER_A = bytes.fromhex("000010386cc6c6fec6c6c6c600000000")


def read_font(path):
    data = open(path, "rb").read()
    start = 0
    if len(data) != 256 * HEIGHT:
        start = data.find(LETTER_A) - ord("A") * HEIGHT
        if start < 0:
            sys.exit(f"{path}: no font")
    return [data[start + i * HEIGHT:start + (i + 1) * HEIGHT]
            for i in range(256)]


def read_shot(path):
    """The rows of a picture: True for each pixel that is not black."""
    data = open(path, "rb").read()
    magic, size, depth, pixels = data.split(b"\n", 3)
    if magic != b"P6" or depth != b"255":
        sys.exit(f"{path}: not a PPM of 3 bytes a pixel")
    width, height = map(int, size.split())
    if len(pixels) != 3 * width * height:
        sys.exit(f"{path}: cut off")
    lit = [pixels[i:i + 3] != b"\0\0\0" for i in range(0, len(pixels), 3)]
    return [lit[y * width:(y + 1) * width] for y in range(height)]


def last_lines(log, cols, rows):
    """The lines that a screen shows after this log was printed on it."""
    lines = []
    for line in log.split("\n"):
        lines.append(line[:cols])
        while len(line) > cols:
            line = line[cols:]
            lines.append(line[:cols])
    return (lines[-rows:] + [""] * rows)[:rows]


def render(lines, font, cell, width, height):
    picture = [[False] * width for _ in range(height)]
    for row, line in enumerate(lines):
        for col, char in enumerate(line):
            for y, bits in enumerate(font[ord(char)]):
                for x in range(8):
                    picture[row * HEIGHT + y][col * cell + x] = \
                        bool(bits << x & 0x80)
    return picture


def read_text(picture, font, cell):
    """The text of a picture; a cell with no known character becomes "?"."""
    known = {bytes(glyph): chr(i) for i, glyph in enumerate(font)
             if 0x20 <= i < 0x7f}
    for top in range(0, len(picture) - HEIGHT + 1, HEIGHT):
        line = ""
        for left in range(0, len(picture[0]) - cell + 1, cell):
            glyph = bytes(
                sum(picture[top + y][left + x] << 7 - x for x in range(8))
                for y in range(HEIGHT))
            line += known.get(glyph, "?")
        yield line.rstrip()


def main():
    shot, font, cell, log = sys.argv[1:]
    cell = int(cell)
    font = read_font(font)
    picture = read_shot(shot)
    width, height = len(picture[0]), len(picture)
    log = open(log, encoding="ascii", newline="").read().replace("\r", "")
    if "\nboot: " not in log:
        sys.exit("the log has no end of a report")
    lines = last_lines(log, width // cell, height // HEIGHT)
    if render(lines, font, cell, width, height) == picture:
        return
    print(f"{width} x {height}, {width // cell} x {height // HEIGHT} cells")
    for row, found in enumerate(read_text(picture, font, cell)):
        same = found == lines[row].rstrip()
        print(f"{row:3} {' ' if same else '-'} {found}")
        if not same:
            print(f"    + {lines[row]}")
    sys.exit("the screen shows something else")


main()
