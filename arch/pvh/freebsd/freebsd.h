/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FreeBSD's boot format: what its stages add to the boot view. names_read(),
 * settle_modules(), args_parse() and preload_write() are called in this order;
 * if one of these, or of args_open() and its like, returns false, the first
 * defect that it met is in bsd->view->defect.
 */
#ifndef FREEBSD_H
#define FREEBSD_H

#include <stdbool.h>
#include <stdint.h>
#include "boot_view.h"

#ifndef BOOT_VARIABLES
#define BOOT_VARIABLES 1024
#endif
#define BOOT_RECORDS 4

/* What a module's command line says: NAME [type=TYPE] [args]. */
struct freebsd_module {
	const char *name;
	const char *type;
	const char *args; /* "" if there are none */
};

/* A record that only some loaders have, such as EFI_MAP (metadata.h). */
struct freebsd_record {
	uint32_t type;
	uint32_t size; /* bytes */
	const char *data;
};

/* A variable, and a fork of the tree by which it is found (env_tree.c). */
struct env_name {
	uint32_t start;   /* of the variable, in the block */
	uint32_t fork;    /* the nibble by which the names below differ */
	uint16_t way[16]; /* where names go on, by that nibble; 0: nowhere */
};

/*
 * The kenv: a block of name=value strings, ended by an empty one. Behind the
 * last variable there is the word being built: env_put() makes it longer,
 * env_add() makes it a variable.
 */
struct env {
	char *block; /* in the arena, at paddr */
	uint64_t paddr;
	uint32_t size;
	uint32_t used;   /* bytes of all variables, with their NULs */
	uint32_t length; /* of the word being built */
	uint32_t count;
	uint16_t root; /* of the tree of names */
	bool gaps;     /* there are variables that were removed */
	struct env_name name[BOOT_VARIABLES];
};

struct freebsd {
	struct boot_view *view;
	const char *kernel_name;
	const char *loader; /* the kenv variable that names the loader */
	uint64_t modulep;   /* where the metadata is, physical */
	uint64_t kernend;   /* from here on memory is the kernel's to take */
	uint32_t howto;     /* RB_*, of options and variables */
	uint32_t howto_env; /* RB_* of variables, which can clear them */
	bool operands;      /* there was a word --: no more options */
	uint32_t record_count;
	struct freebsd_record record[BOOT_RECORDS];
	struct freebsd_module module[BOOT_MODULES]; /* as in the view */
	struct env kenv;
};

/* Without its NUL. */
static inline uint32_t
length_of(const char *s)
{
	uint32_t n = 0;

	while (s[n] != '\0')
		n++;
	return n;
}

/* Gives each module name, type and args, and cuts up its command line. */
bool names_read(struct freebsd *bsd);

/*
 * Brings every module right after the image, reserves their pages in the map,
 * sets kernend.
 */
bool settle_modules(struct freebsd *bsd);

/*
 * Modules on their way: order[] from first on, the lowest first, of which those
 * before some i have their places. No page is free from the image's end to
 * full, and below that lie those before above, whole.
 */
struct places {
	struct boot_view *view;
	uint64_t full;
	uint32_t first;
	uint32_t above;
	uint8_t order[BOOT_MODULES]; /* indices in the view */
};

/*
 * The lowest place for module order[i]: pages of RAM after the image and below
 * 1 GiB, where no other module is, followed by headroom more bytes of RAM,
 * where modules may be. 0 if there is none.
 */
uint64_t settle_place(
    const struct places *places, uint32_t i, uint64_t headroom);

/* Turns the view's command line into howto and kenv. */
bool args_parse(struct freebsd *bsd);

/*
 * The same for a loader that has settings instead of a line: args_open(), then
 * each setting, then args_close(). args_set() sets a variable of the kenv;
 * args_word() is for a word of a command line without its quotes, which stands
 * at this byte of the line.
 */
bool args_open(struct freebsd *bsd);
bool args_set(struct freebsd *bsd, const char *name, const char *value);
bool args_word(struct freebsd *bsd, const char *word, uint32_t at);
void args_close(struct freebsd *bsd);

/*
 * word.c: copies the word at line, without its quotes, into the kenv as the
 * word being built. Returns where it ends in line, or NULL if it does not fit.
 * The line may be read 8 bytes at a time (boot_view.h).
 */
const char *word_put(struct freebsd *bsd, const char *line);

/*
 * Has the word being built, which stands at this byte of the line, set options
 * or a variable. False if that does not fit.
 */
bool word_add(struct freebsd *bsd, uint32_t at);

/* The same for a word that is name=value, and sets that variable. */
bool word_set(struct freebsd *bsd, uint32_t name_length);

/* Writes the metadata (metadata.h), and sets modulep. */
bool preload_write(struct freebsd *bsd);

/* The bit of an option's letter, 0 for an unknown one. */
uint32_t howto_of_letter(char letter);

/* The bit of a word boot_NAME=value, 0 for any other; *no: the value is no. */
uint32_t howto_of_variable(const char *word, bool *no);

/* Starts an empty kenv, in all that is free of the arena. */
void env_open(struct env *env, struct arena *arena);

/*
 * Whether count bytes fit behind the word being built. The block may close up
 * for that, so that the word moves.
 */
bool env_room(struct env *env, uint32_t count);

/*
 * Appends count bytes, from outside of the block, to the word being built;
 * false if they do not fit.
 */
bool env_put(struct env *env, const char *bytes, uint32_t count);

/* The length of the word's name: up to its first "=", or all of the word. */
uint32_t env_name(struct env *env);

/*
 * Makes the word, which is name=value, a variable. It replaces one of the same
 * name, unless that ends in .device. False if it does not fit.
 */
bool env_add(struct env *env, uint32_t name_length);

/*
 * Where the variable starts that has the word's name: another one, or a new one
 * where the word is. NULL if that is one too many. A device's is always new.
 */
uint32_t *env_find(struct env *env, uint32_t name_length);

/* Removes the first length bytes of the word. */
void env_drop(struct env *env, uint32_t length);

/* Ends the block, and gives the unused rest back to the arena. */
void env_close(struct env *env, struct arena *arena);

#endif
