/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * move.asm: the last steps of a loader, copied to a page that is not in the
 * way. It moves what it was told to, and goes on into a native format's
 * pvh_enter (its enter.asm), of which a copy follows it.
 */
#ifndef MOVE_H
#define MOVE_H

#include <stdint.h>

/* Bytes, in words of 8, that end where they were, or are moved upwards. */
struct move {
	uint64_t to, from, words;
};

struct table_register {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed));

/*
 * What move_code is called with: physical addresses, mapped at themselves
 * before and after cr3 is loaded. Its memory, the stack's, the GDT's and the
 * page tables' are where nothing is moved to.
 */
struct move_args {
	uint64_t cr3, stack;
	uint64_t entry;         /* in rcx, as pvh_enter takes it */
	uint64_t first, second; /* struct native_args, in rax and rdx */
	struct table_register gdt, idt;
	uint32_t reserved;
	struct move move[]; /* ended by one of no words */
};
_Static_assert(sizeof(struct move_args) == 64, "as in move.asm");

#define MOVE_OWN __attribute__((visibility("hidden")))
extern MOVE_OWN const char move_code[], move_code_end[];

#endif
