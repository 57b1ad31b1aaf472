/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * proves: pvh_put_number
 * property: base 10: 1 to 20 digits, in its buffer
 * bound: none
 * sources: arch/pvh/defect.c
 */
#include "prove.h"
#include "kit.h"

/* The most that is left of a number when so many digits are taken off. */
const uint64_t most[] = { UINT64_MAX, UINT64_MAX / 10, UINT64_MAX / 100,
	UINT64_MAX / 1000, UINT64_MAX / 10000, UINT64_MAX / 100000,
	UINT64_MAX / 1000000, UINT64_MAX / 10000000, UINT64_MAX / 100000000,
	UINT64_MAX / 1000000000, UINT64_MAX / 10000000000ull,
	UINT64_MAX / 100000000000ull, UINT64_MAX / 1000000000000ull,
	UINT64_MAX / 10000000000000ull, UINT64_MAX / 100000000000000ull,
	UINT64_MAX / 1000000000000000ull, UINT64_MAX / 10000000000000000ull,
	UINT64_MAX / 100000000000000000ull, UINT64_MAX / 1000000000000000000ull,
	UINT64_MAX / 10000000000000000000ull };

#define DIGIT(i) (n <= i || (digits[i] >= '0' && digits[i] <= '9'))
#define DIGITS                                                               \
	(DIGIT(0) && DIGIT(1) && DIGIT(2) && DIGIT(3) && DIGIT(4) &&         \
	    DIGIT(5) && DIGIT(6) && DIGIT(7) && DIGIT(8) && DIGIT(9) &&      \
	    DIGIT(10) && DIGIT(11) && DIGIT(12) && DIGIT(13) && DIGIT(14) && \
	    DIGIT(15) && DIGIT(16) && DIGIT(17) && DIGIT(18) && DIGIT(19))

void
pvh_putc(char c)
{
	PROVE(c >= '0' && c <= '9', "a digit");
}

void
proof(void)
{
	pvh_put_number(nondet_uint64_t(), 10);
	REACHED("end");
}
