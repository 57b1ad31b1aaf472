/* SPDX-License-Identifier: BSD-2-Clause */
/* What the writer of a kernel's own format may give pvh_defect(). */
#ifndef NATIVE_DEFECT_H
#define NATIVE_DEFECT_H

#define NATIVE_FATAL(X) \
	X(PVH_NATIVE, "native format: the kernel cannot go on at #, @")
#define NATIVE_WARNINGS(X)
#define NATIVE_ONCE(X)

#endif
