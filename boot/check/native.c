/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What loaders need that enter a kernel at e_entry, in long mode and with
 * FreeBSD's metadata.
 */
#include "native.h"

bool
native_executable(const struct image *f, struct row *row)
{
	struct segment s;
	uint32_t i;

	for (i = 0; i < f->segment_count; i++) {
		s = image_segment(f, i);
		if (s.type == IMAGE_PT_LOAD && (s.flags & IMAGE_X) != 0 &&
		    f->entry >= s.vaddr && f->entry - s.vaddr < s.filesz)
			return true;
	}
	return row_no(row, RULE_E_ENTRY_OUTSIDE, "e_entry is 0x%llx",
	    (unsigned long long)f->entry);
}

bool
native_not_pvh(const struct image *f, struct row *row)
{
	struct note_xen notes;

	note_xen(f, &notes);
	return !notes.has[NOTE_ENTRY] ||
	    (uint32_t)notes.value[NOTE_ENTRY] != (f->entry & NATIVE_GIB) ||
	    row_no(
		row, RULE_NATIVE_ENTRY, "e_entry is PVH's entry, in 32 bits");
}

/* Whether e_entry is somebody else's: Limine's, Multiboot's, or PVH's. */
bool
native_entry(const struct image *f, struct row *row)
{
	uint32_t version;

	if (kit_is_limine(f))
		return row_else(
		    row, RULE_NATIVE_ENTRY, "it has a Limine request");
	for (version = 1; version <= 2; version++)
		if (kit_multiboot(f, version) && !kit_enters(f, version))
			return row_else(row, RULE_NATIVE_ENTRY,
			    "e_entry is Multiboot %u's, by its header",
			    version);
	return native_not_pvh(f, row);
}
