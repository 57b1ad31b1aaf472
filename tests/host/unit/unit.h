/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the unit tests share: a machine's memory, laid out as a loader would,
 * the boot view of the door in it, the early console and a random generator.
 *
 * Physical address p is at memory + p. The window's end is the end of what
 * can be accessed; the door cannot be accessed at all, the kernel's image not
 * be written while a stage runs, and nothing be written while pvh_parse()
 * runs. The arena is a block of its own on the heap.
 */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "layout.h"
#include "pvh.h"
#include "start_info.h"

#define WINDOW  (6 * MIB) /* of a machine that is not a big one */
#define INFO_AT 0x6003    /* nothing need be aligned */

extern struct boot_view view;
extern unsigned char *memory;

/* A test on a machine of 6 MiB, on one of 4 GiB, and on none at all. */
#define SMALL(test) cmocka_unit_test_setup_teardown(test, new_small, no_machine)
#define BIG(test)   cmocka_unit_test_setup_teardown(test, new_big, no_machine)
#define PLAIN(test) cmocka_unit_test(test)

#define MAIN(name)                                                           \
	int main(void)                                                       \
	{                                                                    \
		unit_begin();                                                \
		return cmocka_run_group_tests_name(name, tests, NULL, NULL); \
	}

/* TAP for prove; says the seed, UNIT_SEED in the environment or the time. */
void unit_begin(void);
uint64_t any(void);
uint64_t below(uint64_t limit);

/*
 * A start_info of version 1 with a map of all memory, nothing else; of a big
 * machine only the first 6 MiB can be accessed until more is opened.
 */
int new_small(void **state);
int new_big(void **state);
int no_machine(void **state);
void open_memory(uint64_t paddr, uint64_t size);

/* What lies above 4 GiB on the CPU of these machines. */
#define CPU_BITS 40
unsigned char far_byte(uint64_t paddr);

/* An arena of another size, all of it free. */
void new_arena(uint32_t size);

/* The loader's hand: puts bytes somewhere, says where. */
struct hvm_start_info *info(void);
uint64_t give(const void *bytes, uint64_t size);
uint64_t give_string(const char *s);
uint64_t give_filled(char byte, uint64_t count); /* and a NUL */
void give_map(const struct hvm_memmap_table_entry *map, uint32_t count);
void give_modules(const struct hvm_modlist_entry *list, uint32_t count);

/* The stages, memory protected as said above. */
bool parse(void);
bool settle(void);
bool door(struct native_args *native); /* all of them */

/* What the early console got; forgets it. */
const char *printed(void);

/* The last stage refused, for this, and pvh_boot() would print that. */
void assert_refused(
    enum pvh_code code, uint32_t index, uint64_t value, const char *line);

/* The map as ranges, ended by one of type 0. */
void assert_map(const struct memmap_range *expected);

#endif
