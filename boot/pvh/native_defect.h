/* SPDX-License-Identifier: BSD-2-Clause */
/* The defects of all formats that the loader knows (defect.h). */
#ifndef NATIVE_DEFECT_H
#define NATIVE_DEFECT_H

#include "freebsd/freebsd_defect.h"
#include "limine/limine_defect.h"
#include "multiboot/multiboot_defect.h"

#define NATIVE_FATAL(X)  \
	FREEBSD_FATAL(X) \
	LIMINE_FATAL(X)  \
	MULTIBOOT_FATAL(X)
#define NATIVE_WARNINGS(X)  \
	FREEBSD_WARNINGS(X) \
	LIMINE_WARNINGS(X)  \
	MULTIBOOT_WARNINGS(X)
#define NATIVE_ONCE(X)  \
	FREEBSD_ONCE(X) \
	LIMINE_ONCE(X)  \
	MULTIBOOT_ONCE(X)

#endif
