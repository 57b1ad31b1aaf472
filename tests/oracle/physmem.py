# SPDX-License-Identifier: BSD-2-Clause
"""Sparse physical memory: 0 where nothing was written."""
import functools
import zlib

PAGE = 4096
ZEROS = memoryview(bytes(64 * 1024))
POLYNOMIAL = 0xEDB88320  # of zlib's crc32, reflected


class Memory:
    """There is no RAM at or above end: writes are lost, reads give 0.

    width is how many bits the CPU's addresses have.
    """

    def __init__(self, chunks=(), end=1 << 64, width=40):
        self.pages = {}
        self.end = end
        self.width = width
        for address, data in chunks:
            self.write(address, data)

    def write(self, address, data):
        data = memoryview(data)[:max(0, self.end - address)]
        while data:
            number, offset = divmod(address, PAGE)
            page = self.pages.setdefault(number, bytearray(PAGE))
            part = data[:PAGE - offset]
            page[offset:offset + len(part)] = part
            address += len(part)
            data = data[len(part):]

    def written(self, start, end):
        """The numbers of the pages from start up to end that are not all 0."""
        numbers = range(start // PAGE, -(-end // PAGE))
        if len(numbers) < len(self.pages):
            return [n for n in numbers if n in self.pages]
        return sorted(n for n in self.pages if n in numbers)

    def parts(self, start, end):
        """(address, bytes) of what is written from start up to end."""
        for number in self.written(start, end):
            first = number * PAGE
            low, high = max(start, first), min(end, first + PAGE)
            yield low, self.pages[number][low - first:high - first]

    def read(self, address, size):
        number, offset = divmod(address, PAGE)
        if offset + size <= PAGE:
            page = self.pages.get(number)
            return bytes(page[offset:offset + size] if page else size)
        data = bytearray(size)
        for at, part in self.parts(address, address + size):
            data[at - address:at - address + len(part)] = part
        return bytes(data)

    def unpack(self, layout, address):
        return layout.unpack(self.read(address, layout.size))

    def string(self, address, limit):
        """The bytes before the first NUL; None if limit bytes have none."""
        parts = []
        end = address + limit
        while address < end:
            size = min(PAGE - address % PAGE, end - address)
            text, nul, _ = self.read(address, size).partition(b"\0")
            parts.append(text)
            if nul:
                return b"".join(parts)
            address += size
        return None

    def table(self, layout, address, count):
        """(index, fields) of a table's entries, but not all that are 0."""
        done = 0
        for number in self.written(address, address + count * layout.size):
            offset = number * PAGE - address
            first = max(done, offset // layout.size)
            done = min(count, -(-(offset + PAGE) // layout.size))
            block = self.read(address + first * layout.size,
                              max(0, done - first) * layout.size)
            yield from enumerate(layout.iter_unpack(block), first)

    def crc32(self, address, size):
        crc = 0
        at, end = address, address + size
        for start, part in self.parts(address, end):
            crc = zlib.crc32(part, crc32_zeros(crc, start - at))
            at = start + len(part)
        return crc32_zeros(crc, end - at)


def multiply(a, b):
    """a * b modulo the polynomial; bit 31 is the coefficient of x^0."""
    product = 0
    while a:
        if a & 0x80000000:
            product ^= b
        a = a << 1 & 0xFFFFFFFF
        b = b >> 1 ^ (POLYNOMIAL if b & 1 else 0)
    return product


@functools.lru_cache(maxsize=None)
def power(k):
    """x^(8 * 2^k): what 2^k bytes of 0 multiply by."""
    return multiply(power(k - 1), power(k - 1)) if k else 1 << 23


def crc32_zeros(crc, size):
    """The crc32 after size more bytes of 0."""
    if size <= len(ZEROS):
        return zlib.crc32(ZEROS[:size], crc)
    crc ^= 0xFFFFFFFF
    for k in range(size.bit_length()):
        if size >> k & 1:
            crc = multiply(power(k), crc)
    return crc ^ 0xFFFFFFFF
