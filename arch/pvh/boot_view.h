/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot view: what is known about the boot, in a form that belongs to no
 * loader and to no kernel. A parser fills it, the stages refine it, the writer
 * turns it into the kernel's native boot information. Addresses are physical;
 * strings live in the arena and end in NUL.
 */
#ifndef BOOT_VIEW_H
#define BOOT_VIEW_H

#include <stdbool.h>
#include <stdint.h>
#include "defect.h"
#include "memmap.h"
#include "physmem.h"

#ifndef BOOT_MODULES
#define BOOT_MODULES 64
#endif
#ifndef BOOT_VARIABLES
#define BOOT_VARIABLES 1024
#endif
#define BOOT_RECORDS 4
#define BOOT_STRING  0x10000 /* the longest string, its NUL included */
#define BOOT_ARENA   0x30000 /* bytes for strings, kenv and metadata */

/* The door's own memory, handed out from the bottom up and never freed. */
struct arena {
	char *base;
	uint64_t paddr; /* of base, 8-aligned */
	uint32_t size;  /* a multiple of 8 */
	uint32_t used;
};

struct boot_module {
	uint64_t paddr;
	uint64_t size; /* bytes */
	const char *name;
	const char *type;
	const char *args; /* "" if there are none */
};

/* A metadata record that only some doors have, such as EFI_MAP (metadata.h). */
struct boot_record {
	uint32_t type;
	uint32_t size; /* bytes */
	const char *data;
};

/*
 * FreeBSD's kenv: "name=value" strings one after the other, an empty one
 * last. After the last variable stands the word being built: env_put() makes
 * it longer, env_add() makes it a variable.
 */
struct env {
	char *block; /* in the arena, at paddr */
	uint64_t paddr;
	uint32_t size;
	uint32_t used;   /* bytes of all variables, with their NULs */
	uint32_t length; /* of the word being built */
	uint32_t count;
	uint32_t start[BOOT_VARIABLES]; /* of each variable, in the block */
	uint32_t name_length[BOOT_VARIABLES];
};

struct boot_view {
	struct physmem mem;
	struct arena arena;
	const char *kernel_name;
	struct extent kernel; /* the native kernel's own bytes, .bss included */
	struct extent image;  /* the kernel and the door */
	uint64_t kernend;     /* from here on memory is the kernel's to take */
	const char *loader;   /* the kenv variable that names the door */
	char *cmdline;        /* as the loader gave it; NULL if it gave none */
	uint64_t rsdp;        /* 0 if there is none */
	uint32_t howto;       /* RB_*, of options and variables */
	uint32_t howto_env;   /* RB_* of variables, which can clear them */
	bool operands;        /* there was a word --: no more options */
	struct pvh_defect defect; /* why a stage failed */
	uint64_t warned;          /* a bit for each code that was printed */
	uint32_t record_count;
	struct boot_record record[BOOT_RECORDS];
	uint32_t module_count;
	struct boot_module module[BOOT_MODULES];
	struct memmap map;
	struct env kenv;
};

/* Starts an empty kenv, in all that is free of the arena. */
void env_open(struct env *env, struct arena *arena);

/* Appends count bytes to the word being built; false if they do not fit. */
bool env_put(struct env *env, const char *bytes, uint32_t count);

/* The length of the word's name: up to its first "=", or all of the word. */
uint32_t env_name(struct env *env);

/*
 * Makes the word, which is name=value, a variable. It replaces one of the same
 * name, unless that ends in .device. False if it does not fit.
 */
bool env_add(struct env *env, uint32_t name_length);

/* Removes the first length bytes of the word. */
void env_drop(struct env *env, uint32_t length);

/* Ends the block, and gives the unused rest back to the arena. */
void env_close(struct env *env, struct arena *arena);

#endif
