/* SPDX-License-Identifier: BSD-2-Clause */
/* A format that is the kernel's own has no defects here; see defect.h. */
#ifndef NATIVE_DEFECT_H
#define NATIVE_DEFECT_H

#define NATIVE_FATAL(X)
#define NATIVE_WARNINGS(X)
#define NATIVE_ONCE(X)

#endif
