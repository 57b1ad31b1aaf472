/* SPDX-License-Identifier: BSD-2-Clause */
/* boothowto: the options of a boot, by the names in metadata.h. */
#ifndef HOWTO_H
#define HOWTO_H

#include "kern/kenv.h"

/* The bits of all boot_NAME variables whose value is not "no". */
uint32_t howto_from_kenv(const struct kenv *kenv);

/* The name of a bit, "verbose"; NULL if it has none. */
const char *howto_name(uint32_t bit);

#endif
