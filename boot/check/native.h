/* SPDX-License-Identifier: BSD-2-Clause */
/* Checks for loaders that enter a kernel at e_entry, with FreeBSD's metadata.
 */
#ifndef NATIVE_H
#define NATIVE_H

#include "check.h"

#define NATIVE_GIB    0x3fffffffull /* they map the first GiB to each other */
#define NATIVE_REMARK "entered at e_entry with FreeBSD's metadata"

/* e_entry is in an executable segment. */
bool native_executable(const struct image *f, struct row *row);

/* It is not PVH's entry; nor that of a format of another kind. */
bool native_not_pvh(const struct image *f, struct row *row);
bool native_entry(const struct image *f, struct row *row);

#endif
