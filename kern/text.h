/* SPDX-License-Identifier: BSD-2-Clause */
/* A string that others wrote: bounded, without a NUL, not to be trusted. */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	const char *s; /* not ours, not ended by a NUL */
	size_t len;
};

/* The size bytes at s, or, if there is a NUL, those before it. */
struct text text_bounded(const void *s, size_t size);

/* t without the blanks at its end. */
struct text text_trim(struct text t);

bool text_is(struct text t, const char *s);
bool text_is_nocase(struct text t, const char *s); /* s in lower case */

/* All of t as a number of 64 bits, hexadecimal after 0x; false if it is none.
 */
bool text_number(struct text t, uint64_t *value);

#endif
