/* SPDX-License-Identifier: BSD-2-Clause */
/* The gate to physical memory; see physmem.h. */
#include "physmem.h"

bool
overlaps(uint64_t addr, uint64_t size, struct extent other)
{
	uint64_t start = addr > other.start ? addr : other.start;
	uint64_t end = addr + size < other.end ? addr + size : other.end;

	return start < end;
}

void *
physmem_at(const struct physmem *pm, uint64_t paddr, uint64_t size)
{
	if (paddr == 0 || !range_below(paddr, size, pm->size) ||
	    overlaps(paddr, size, pm->door))
		return NULL;
	return (void *)(pm->base + paddr);
}

const char *
physmem_reach(
    const struct physmem *pm, uint64_t paddr, uint64_t limit, uint64_t *reach)
{
	const char *from = physmem_at(pm, paddr, 1);
	uint64_t end = paddr < pm->door.start ? pm->door.start : pm->size;

	if (end > pm->size)
		end = pm->size;
	*reach = from == NULL ? 0 : end - paddr < limit ? end - paddr : limit;
	return from;
}

/*
 * With rep movsq on the target. On a host, a loop does the same, and sanitizers
 * and proofs can follow it.
 */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
#if __STDC_HOSTED__
	struct word word; /* read whole: the two may overlap */

	for (; size >= sizeof(word); size -= sizeof(word)) {
		word = *(const struct word *)from;
		*(struct word *)to = word;
		to += sizeof(word);
		from += sizeof(word);
	}
	while (size-- > 0)
		*to++ = *from++;
#else
	uint64_t words = size / sizeof(struct word);

	__asm__ volatile("rep movsq\n\tmov %3, %2\n\trep movsb"
			 : "+&D"(to), "+&S"(from), "+&c"(words)
			 : "r"(size % sizeof(struct word))
			 : "memory");
#endif
}
