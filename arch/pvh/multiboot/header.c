/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads what the header of a Multiboot kernel requests. What it says about the
 * kernel itself, such as where it is to be loaded, is for whoever loaded it.
 */
#include "multiboot.h"

bool
multiboot_read1(struct multiboot *m)
{
	const struct mb1_header *h =
	    (const struct mb1_header *)m->kernel->header;
	const uint32_t unknown =
	    h->flags & MB1_REQUIRED & ~(MB1_ALIGN | MB1_MEMORY | MB1_MODE);
	uint32_t size = 0;

	if (unknown != 0)
		return pvh_defect(m->view, PVH_MULTIBOOT_FLAG,
		    __builtin_ctz(unknown), h->flags);
	if ((h->flags & MB1_MODE) != 0)
		size = sizeof(*h);
	else if ((h->flags & MB1_ADDRESS) != 0)
		size = offsetof(struct mb1_header, mode_type);
	if (size > m->kernel->header_size)
		return pvh_defect(
		    m->view, PVH_MULTIBOOT_CUT, m->kernel->header_size, size);
	m->align_modules = (h->flags & MB1_ALIGN) != 0;
	m->wants_video = false;
	if ((h->flags & MB1_MODE) != 0) {
		m->screen = __builtin_ctz(MB1_MODE);
		m->wants_video = h->mode_type == 0;
		m->mode = (struct video_mode){ h->width, h->height, h->depth };
	}
	return true;
}

/* A tag's requests for tags of the information. */
static bool
read_information(struct multiboot *m, const struct mb2_request_tag *tag)
{
	const uint32_t count =
	    (tag->size - sizeof(*tag)) / sizeof(tag->word[0]);
	uint32_t i;

	for (i = 0; i < count && (tag->flags & MB2_OPTIONAL) == 0; i++)
		if (tag->word[i] == 0 || tag->word[i] > MB2_TAG_LOAD_BASE)
			return pvh_defect(m->view, PVH_MULTIBOOT_REQUEST,
			    tag->type, tag->word[i]);
	return true;
}

/* A tag all of whose bytes are there. */
static bool
read_tag(struct multiboot *m, const struct mb2_request_tag *tag)
{
	uint32_t words = tag->type == MB2_FRAMEBUFFER ? 3
	    : tag->type == MB2_CONSOLE                ? 1
						      : 0;

	if (tag->size < sizeof(*tag) + words * sizeof(tag->word[0]))
		return pvh_defect(
		    m->view, PVH_MULTIBOOT_TAG_SIZE, tag->type, tag->size);
	switch (tag->type) {
	case MB2_INFORMATION:
		return read_information(m, tag);
	case MB2_CONSOLE:
		if ((tag->word[0] & MB2_CONSOLE_REQUIRED) != 0)
			m->screen = tag->type;
		return true;
	case MB2_FRAMEBUFFER:
		m->screen = tag->type;
		m->wants_video = true;
		m->mode = (struct video_mode){ tag->word[0], tag->word[1],
			tag->word[2] };
		return true;
	case MB2_MODULE_ALIGN:
		m->align_modules = true;
		return true;
	case MB2_RELOCATABLE:
		m->tell_base = true;
		return true;
	default:
		if (tag->type <= MB2_RELOCATABLE ||
		    (tag->flags & MB2_OPTIONAL) != 0)
			return true;
		return pvh_defect(
		    m->view, PVH_MULTIBOOT_TAG, tag->type, tag->flags);
	}
}

bool
multiboot_read2(struct multiboot *m)
{
	const struct multiboot_kernel *k = m->kernel;
	const struct mb2_request_tag *tag;
	const uint64_t end =
	    ((const struct mb2_header *)k->header)->header_length;
	uint64_t at;

	if (end > k->header_size)
		return pvh_defect(
		    m->view, PVH_MULTIBOOT_CUT, k->header_size, end);
	m->wants_video = false;
	for (at = sizeof(struct mb2_header); range_below(at, sizeof(*tag), end);
	     at += (tag->size + 7ull) & ~7ull) {
		tag = (const struct mb2_request_tag *)(k->header + at);
		if (!range_below(at, tag->size, end))
			return pvh_defect(m->view, PVH_MULTIBOOT_TAG_SIZE,
			    tag->type, tag->size);
		if (!read_tag(m, tag))
			return false;
		if (tag->type == MB2_END)
			return true;
	}
	return pvh_defect(m->view, PVH_MULTIBOOT_END, 0, end);
}
