/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the header of a Multiboot kernel. */
#include "multiboot.h"

bool
multiboot_find(struct boot_view *view, uint32_t version, const char *bytes,
    uint64_t size, struct multiboot_kernel *kernel)
{
	const bool first = version == 1;
	const uint32_t least =
	    first ? sizeof(uint32_t[3]) : sizeof(struct mb2_header);
	const uint64_t window = first ? MB1_SEARCH : MB2_SEARCH;
	const struct mb2_header *h;
	uint32_t at, sum;

	if (size > window)
		size = window;
	for (at = 0; at + least <= size; at += first ? 4 : 8) {
		h = (const struct mb2_header *)(bytes + at);
		if (h->magic != (first ? MB1_MAGIC : MB2_MAGIC))
			continue;
		sum = h->magic + h->architecture + h->header_length;
		if (!first)
			sum += h->checksum;
		if (sum == 0 && (first || h->architecture == MB2_I386)) {
			kernel->version = version;
			kernel->header = bytes + at;
			kernel->header_size = size - at;
			return true;
		}
		pvh_warn(
		    view, PVH_ODD_MULTIBOOT, at, first ? 0 : h->architecture);
	}
	return false;
}
