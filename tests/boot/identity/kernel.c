/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Somebody else's kernel: linked where it is loaded, its entry a plain C
 * function. It lists the files in the metadata and ends the run.
 */
#include "metadata.h"
#include "print.h"

void btext(uint32_t modulep, uint32_t kernend);

static uint32_t
at(uint64_t paddr)
{
	return *(const uint32_t *)paddr;
}

void
btext(uint32_t modulep, uint32_t kernend)
{
	uint64_t paddr = modulep;
	uint64_t frame = (uint64_t)__builtin_frame_address(0);

	print(frame % 16 == 0 ? "stack: aligned\n" : "stack: odd\n");
	for (; at(paddr) != MODINFO_END && paddr < kernend;
	     paddr += 8 + ((at(paddr + 4) + 7) & ~7u))
		if (at(paddr) == MODINFO_NAME || at(paddr) == MODINFO_ARGS) {
			print(at(paddr) == MODINFO_NAME ? "name: " : "args: ");
			print((const char *)paddr + 8);
			print("\n");
		}
	end();
}
