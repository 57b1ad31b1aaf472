/* SPDX-License-Identifier: BSD-2-Clause */
/* The kit as ld leaves it for pvh-wrap, in small; for a test, and a fuzzer. */
#ifndef UNIT_WRAP_H
#define UNIT_WRAP_H

#include <stdlib.h>
#include <string.h>
#include "boot/wrap/wrap.h"

#define KIT_FILE   0x1200
#define KIT_OFFSET 0x1000
#define KIT_MEMORY 0x3000
#define KIT_NOTE   0x80

static inline void
kit_make(const struct host *host, struct file *kit)
{
	static const uint8_t ident[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	static const uint32_t type[] = { 18, 3, 4 };
	struct elf_header h = { .e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_phoff = sizeof(h),
		.e_phentsize = sizeof(struct program_header),
		.e_phnum = 2 };
	struct program_header p[] = {
		{ PT_LOAD, 7, KIT_OFFSET, host->kernbase + host->kit, host->kit,
		    KIT_FILE - KIT_OFFSET, KIT_MEMORY, 0x1000 },
		{ PT_NOTE, 4, KIT_OFFSET + KIT_NOTE, 0, host->kit + KIT_NOTE,
		    NOTES_SIZE, NOTES_SIZE, 4 }
	};
	uint32_t i, note[] = { 4, 8, 0, 0, 0x99, 0 };

	*kit = (struct file){ "kit", malloc(KIT_FILE), KIT_FILE };
	memcpy(h.e_ident, ident, sizeof(ident));
	memset(kit->at, 0xcc, KIT_FILE);
	memcpy(kit->at, &h, sizeof(h));
	memcpy(kit->at + sizeof(h), p, sizeof(p));
	for (i = 0; i < 3; i++) {
		note[2] = type[i];
		memcpy(&note[3], "Xen", 4);
		memcpy(kit->at + KIT_OFFSET + KIT_NOTE + i * sizeof(note), note,
		    sizeof(note));
	}
}

#endif
