/* SPDX-License-Identifier: BSD-2-Clause */
/* The table: a row for each loader, and what it says of a kernel. */
#ifndef ROW_H
#define ROW_H

#include "image.h"
#include "rule.h"

enum answer { ANSWER_YES, ANSWER_NO, ANSWER_ELSE };

#define ROW_VALUE 160
struct row {
	enum answer answer;
	enum rule rule; /* the first that is broken, if it is not a yes */
	char value[ROW_VALUE];
	const char *remark; /* or NULL: about versions, and about what it is */
	uint64_t entry;     /* where the loader enters the kernel */
};

/*
 * One function a loader: its rules, in the order in which it meets them. Each
 * rule is a check that returns whether it holds; if not, it has filled in the
 * row, and no other rule counts.
 */
typedef void row_judge(const struct image *image, struct row *row);
row_judge row_qemu, row_xen_414, row_xen_domu, row_xen_dom0_417, row_xen_dom0,
    row_firecracker, row_cloud_hypervisor, row_libkrun, row_stratovirt,
    row_alioth, row_grub, row_freebsd, row_loader_efi, row_loader_elf;

struct row_name {
	const char *name;
	const char *what; /* which program that is */
	bool unpacks;     /* what gzip packed */
	row_judge *judge;
};
extern const struct row_name row_names[];
#define ROW_COUNT 14

/* The row of a kernel. */
struct row row_make(const struct row_name *name, const struct image *image);

/* Both return false, so that a check may end with them. */
bool row_no(struct row *row, enum rule rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool row_else(struct row *row, enum rule rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
