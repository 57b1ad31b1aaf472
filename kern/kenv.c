/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel environment. */
#include "kern/kenv.h"

bool
kenv_next(const struct kenv *kenv, struct kenv_entry *e)
{
	while (e->next < kenv->size) {
		struct text t =
		    text_bounded(kenv->block + e->next, kenv->size - e->next);
		size_t equals = 0;

		if (t.len == 0)
			return false;
		e->next += t.len + 1;
		while (equals < t.len && t.s[equals] != '=')
			equals++;
		if (equals == t.len)
			continue;
		e->name = (struct text){ t.s, equals };
		e->value =
		    (struct text){ t.s + equals + 1, t.len - equals - 1 };
		return true;
	}
	return false;
}

bool
kenv_lookup(const struct kenv *kenv, const char *name, struct text *value)
{
	struct kenv_entry e = { .next = 0 };

	while (kenv_next(kenv, &e))
		if (text_is(e.name, name)) {
			*value = e.value;
			return true;
		}
	return false;
}
