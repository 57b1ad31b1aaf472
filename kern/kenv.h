/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel environment: NAME=VALUE strings that the loader left. */
#ifndef KENV_H
#define KENV_H

#include "kern/text.h"

/* Strings, each ended by a NUL; an empty one, or the size, ends them all. */
struct kenv {
	const char *block;
	size_t size; /* at most; 0 is an empty environment */
};

struct kenv_entry {
	struct text name, value;
	size_t next; /* 0 before the first */
};

/* Goes to the next entry, in order; false if there is none. */
bool kenv_next(const struct kenv *kenv, struct kenv_entry *e);

/* The value of the first entry of that name. */
bool kenv_lookup(const struct kenv *kenv, const char *name, struct text *value);

#endif
