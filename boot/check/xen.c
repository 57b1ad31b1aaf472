/* SPDX-License-Identifier: BSD-2-Clause */
/* What the builders of a domU (libxenguest) and of dom0 (Xen) want besides. */
#include "libelf.h"

#define DOMU_END 0xf0000000ull /* below it is RAM, above it devices */
#define DOM0_END 0xc0000000ull /* the host's, on most PCs */
#define DOM0_LOW 0x9f000ull    /* where RAM below 1 MiB ends */

static bool
check_domu(const struct image *f, struct row *row, const struct libelf *xen)
{
	if (!check_features(f, row, true))
		return false;
	if (xen->start % 4096 != 0)
		return row_no(row, RULE_PADDR_ALIGN,
		    "the lowest p_paddr is 0x%llx",
		    (unsigned long long)xen->start);
	return check_in_file(f, row) && check_sizes(f, row) &&
	    check_wraps(f, row) && check_below(f, row, DOMU_END);
}

void
row_xen_414(const struct image *f, struct row *row)
{
	struct libelf xen;

	(void)(libelf_parse(f, row, &xen) && libelf_offset(row, &xen) &&
	    libelf_virtual(f, row, &xen) && check_domu(f, row, &xen) &&
	    check_entry(f, row));
}

void
row_xen_domu(const struct image *f, struct row *row)
{
	struct libelf xen;

	if (!libelf_parse(f, row, &xen))
		return;
	if (!libelf_offset(row, &xen))
		row->remark = "4.18 and later boot it";
	else
		(void)(libelf_bounds(f, row, &xen) && check_domu(f, row, &xen));
}

/* dom0's memory looks like the host's: there is a hole below 1 MiB. */
static bool
check_dom0(const struct image *f, struct row *row, const struct libelf *xen)
{
	return check_in_file(f, row) && check_sizes(f, row) &&
	    check_wraps(f, row) && check_below(f, row, DOM0_END) &&
	    (xen->end <= DOM0_LOW || check_above_1_mib(f, row));
}

void
row_xen_dom0_417(const struct image *f, struct row *row)
{
	struct libelf xen;

	if (!libelf_parse(f, row, &xen))
		return;
	if (!libelf_offset(row, &xen))
		row->remark = "4.18 boots it";
	else
		(void)(libelf_bounds(f, row, &xen) && check_dom0(f, row, &xen));
}

/*
 * Since 4.19 all of the kernel, gaps included, has to lie in one piece of RAM;
 * or Xen moves it there, if it has a note that it can be.
 */
void
row_xen_dom0(const struct image *f, struct row *row)
{
	struct libelf xen;

	if (!libelf_parse(f, row, &xen) || !libelf_bounds(f, row, &xen))
		return;
	if (xen.notes.has[LIBELF_RELOC])
		(void)(check_in_file(f, row) && check_sizes(f, row) &&
		    check_wraps(f, row));
	else if (check_dom0(f, row, &xen) && xen.start < MIB &&
	    xen.end > DOM0_LOW)
		row_no(row, RULE_SEGMENT_EMPTY,
		    "the kernel reaches from 0x%llx to 0x%llx",
		    (unsigned long long)xen.start, (unsigned long long)xen.end);
}
