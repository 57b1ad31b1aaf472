/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the unit tests share: a machine's memory, laid out as a loader would lay
 * it out; the boot view, as the door fills it; the early console; a random
 * generator.
 *
 * Physical address p is at memory + p. Nothing can be accessed beyond the
 * window, or in the door. The kernel's image cannot be written to while a stage
 * runs, nor any memory while pvh_parse() runs. The arena is a block of its own
 * on the heap.
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
#include "freebsd.h"
#include "kit.h"
#include "start_info.h"

#define WINDOW  (6 * MIB) /* on a SMALL() machine */
#define INFO_AT 0x6003    /* odd, because nothing need be aligned */

extern struct boot_view view;
extern struct freebsd bsd; /* of that view */
extern unsigned char *memory;

/* A test on a machine of 6 MiB, on one of 4 GiB, and without a machine. */
#define SMALL(test) cmocka_unit_test_setup_teardown(test, new_small, no_machine)
#define BIG(test)   cmocka_unit_test_setup_teardown(test, new_big, no_machine)
#define PLAIN(test) cmocka_unit_test(test)

#define MAIN(name)                                                           \
	int main(void)                                                       \
	{                                                                    \
		unit_begin();                                                \
		return cmocka_run_group_tests_name(name, tests, NULL, NULL); \
	}

/*
 * unit_begin() chooses TAP as the output, and prints the seed: UNIT_SEED of the
 * environment, or the time. any() is any number, below() one below the limit.
 */
void unit_begin(void);
uint64_t any(void);
uint64_t below(uint64_t limit);

/*
 * A start_info of version 1 with a map of all memory, and nothing else. Of the
 * big machine only the first 6 MiB can be accessed until more is opened.
 */
int new_small(void **state);
int new_big(void **state);
int no_machine(void **state);
void open_memory(uint64_t paddr, uint64_t size);

/* The width of the CPU's addresses, and what lies above 4 GiB. */
#define CPU_BITS 40
unsigned char far_byte(uint64_t paddr);

/* edx of CPUID, leaf 1 and 0x80000001; and the registers of the CMOS clock. */
extern uint32_t cpu_features, cpu_extended;
extern unsigned char cmos[0x33];

/* Gives the view an empty arena of another size. */
void new_arena(uint32_t size);

/* What a loader does: these put something into memory, and return where. */
struct hvm_start_info *info(void);
uint64_t give(const void *bytes, uint64_t size);
uint64_t give_string(const char *s);
uint64_t give_filled(char byte, uint64_t count); /* and a NUL */
void give_map(const struct hvm_memmap_table_entry *map, uint32_t count);
void give_modules(const struct hvm_modlist_entry *list, uint32_t count);

/* Run the stages, with memory protected as said above. */
bool parse(void);
bool settle(void); /* after modules_check() */
bool door(void);   /* all stages */

/* What was printed on the early console since the last call. */
const char *printed(void);

/*
 * The last stage failed with this defect, and pvh_boot() would print the line.
 */
void assert_refused(
    enum pvh_code code, uint32_t index, uint64_t value, const char *line);

/* The map consists of these ranges, which end with one of type 0. */
void assert_map(const struct memmap_range *expected);
void assert_equal_maps(const struct memmap *a, const struct memmap *b);

#endif
