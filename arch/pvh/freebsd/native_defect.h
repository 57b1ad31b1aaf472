/* SPDX-License-Identifier: BSD-2-Clause */
/* This format's defects, for the kit's list of all (defect.h). */
#ifndef NATIVE_DEFECT_H
#define NATIVE_DEFECT_H

#include "freebsd_defect.h"

#define NATIVE_FATAL(X)    FREEBSD_FATAL(X)
#define NATIVE_WARNINGS(X) FREEBSD_WARNINGS(X)
#define NATIVE_ONCE(X)     FREEBSD_ONCE(X)

#endif
