/* SPDX-License-Identifier: BSD-2-Clause */
/* Much output on request. */
#ifndef FILL_H
#define FILL_H

struct kenv;

/*
 * Prints numbered lines, of at least as many bytes as the kenv variable `fill`
 * says, to show whether a console loses bytes or changes their order. Panics if
 * it is not a number.
 */
void fill_if_asked(const struct kenv *kenv);

#endif
