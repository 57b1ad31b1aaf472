/* SPDX-License-Identifier: BSD-2-Clause */
/* This format's defects, for the kit's list of all (defect.h). */
#ifndef NATIVE_DEFECT_H
#define NATIVE_DEFECT_H

#include "limine_defect.h"

#define NATIVE_FATAL(X)    LIMINE_FATAL(X)
#define NATIVE_WARNINGS(X) LIMINE_WARNINGS(X)
#define NATIVE_ONCE(X)     LIMINE_ONCE(X)

#endif
