/* SPDX-License-Identifier: BSD-2-Clause */
/* Much output on request. */
#ifndef FILL_H
#define FILL_H

struct kenv;

/*
 * Prints numbered lines that make at least as many bytes as the kenv variable
 * `fill` says, for a look at whether a console loses or swaps some. Panics if
 * it is not a number.
 */
void fill_if_asked(const struct kenv *kenv);

#endif
