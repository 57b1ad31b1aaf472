/* SPDX-License-Identifier: BSD-2-Clause */
/* What dump.c shares with dump_FORMAT.c. */
#ifndef DUMP_H
#define DUMP_H

#include <stddef.h>
#include <stdint.h>
#include "defect.h"

/* The format's own: prints the meaning of a case, but for the empty line. */
void dump_case(const uint8_t *data, size_t size);

/* A string as README has it. */
void put_text(const char *s, size_t length);

void put_defect(const char *what, struct pvh_defect d);

/* Those that guest.h has. */
void put_warnings(void);

#endif
