/* SPDX-License-Identifier: BSD-2-Clause */
/* What every proof has: see README. */
#ifndef PROVE_H
#define PROVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each returns any value. */
bool nondet_bool(void);
char nondet_char(void);
uint8_t nondet_uint8_t(void);
uint16_t nondet_uint16_t(void);
uint32_t nondet_uint32_t(void);
uint64_t nondet_uint64_t(void);

/* malloc() never fails here: see README. */
void *malloc(size_t size);

/* ASSUME() states what a proof takes for granted, PROVE() what it shows. */
#define ASSUME(fact)       __CPROVER_assume(fact)
#define PROVE(claim, text) __CPROVER_assert(claim, text)

/*
 * Some run gets here: the runner wants this assertion to fail, or else the
 * proof would be about nothing. There is one at the end of each proof() and in
 * each of its cases.
 */
#define REACHED(text) __CPROVER_assert(0, "reached: " text)

#define IMPLIES(a, b) (!(a) || (b))

#endif
