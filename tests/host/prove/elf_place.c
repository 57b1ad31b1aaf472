/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: elf_place
 * property: each byte of each segment arrives, the rest is 0
 * bound: image of 5 bytes, 2 segments
 * cbmc: --unwind 7
 */
#include "prove.h"

#define ELF_SEGMENTS 2

#pragma CPROVER check push
#pragma CPROVER check disable "unsigned-overflow"
#include "boot/load/elf.c"
#pragma CPROVER check pop

#define SIZE 5

/* As physmem_copy.c proves it. */
void
physmem_copy(char *to, const char *from, uint64_t size)
{
	uint64_t i;

	for (i = 0; i < size; i++)
		to[i] = from[i];
}

void
proof(void)
{
	struct elf_image image;
	const struct elf_segment *s = image.segment;
	char file[SIZE], room[SIZE + 2], *to = room + 1, want = 0;
	uint64_t at = nondet_uint64_t(), length;
	uint32_t n;

	/* As elf_read.c proves it. */
	ASSUME(image.count <= ELF_SEGMENTS && image.start <= image.end &&
	    image.end - image.start <= SIZE);
	length = image.end - image.start;
	ASSUME(at < length);
	for (n = 0; n < image.count; n++) {
		ASSUME(s[n].filesz <= s[n].memsz && s[n].offset <= SIZE &&
		    s[n].filesz <= SIZE - s[n].offset);
		ASSUME(s[n].paddr >= image.start && s[n].paddr <= image.end &&
		    s[n].memsz <= image.end - s[n].paddr);
		if (at >= s[n].paddr - image.start &&
		    at - (s[n].paddr - image.start) < s[n].filesz)
			want =
			    file[s[n].offset + at - (s[n].paddr - image.start)];
	}
	ASSUME(image.count < 2 || s[0].paddr + s[0].memsz <= s[1].paddr ||
	    s[1].paddr + s[1].memsz <= s[0].paddr);
	room[0] = room[SIZE + 1] = 'x';
	room[length + 1] = 'x';
	elf_place(&image, file, to);
	PROVE(to[at] == want, "the file's byte, or 0");
	PROVE(room[0] == 'x' && to[length] == 'x', "nothing around it");
	REACHED("end");
}
