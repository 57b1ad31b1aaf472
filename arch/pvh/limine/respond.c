/* SPDX-License-Identifier: BSD-2-Clause */
/* The responses that are a word or two. */
#include "stages.h"

#define FIRMWARE_BIOS 0 /* the protocol has no number for "none" */
#define FOUR_LEVELS   0

void *
limine_take(struct limine *l, uint32_t size, uint64_t *address)
{
	char *bytes = pvh_take(l->view, size, address);
	uint32_t i;

	if (bytes == NULL) {
		pvh_defect(l->view, PVH_LIMINE_ARENA, 0, size);
		return NULL;
	}
	for (i = 0; i < size; i++)
		bytes[i] = 0;
	*address += LIMINE_HHDM_BASE;
	return bytes;
}

bool
limine_answer(struct limine *l, struct limine_request *request,
    uint64_t revision, uint64_t first, uint64_t second)
{
	struct limine_response *response;
	uint64_t address;

	response = limine_take(l, sizeof(*response), &address);
	if (response == NULL)
		return false;
	*response = (struct limine_response){ revision, first, second };
	request->response = address;
	return true;
}

uint64_t
limine_string(struct limine *l, const char *s)
{
	uint64_t address = 0;
	uint32_t size = 0;
	char *copy;

	while (s[size++] != '\0')
		;
	copy = limine_take(l, size, &address);
	if (copy == NULL)
		return 0;
	physmem_copy(copy, s, size);
	return address;
}

void *
limine_at(const struct limine *l, uint64_t virtual, uint64_t size)
{
	const uint64_t offset = virtual - l->kernel->virtual;

	if (!range_below(offset, size, l->kernel->size))
		return NULL;
	return pvh_at(l->view, l->kernel->paddr + offset, size);
}

/* The word that is the answer: most requests have one. */
static bool
respond(struct limine *l, enum limine_kind kind, struct limine_request *request)
{
	int64_t seconds;
	uint8_t cmos[CMOS_SIZE];
	uint64_t a, b;

	switch (kind) {
	case LIMINE_LOADER:
		a = limine_string(l, "PVH kit");
		b = a != 0 ? limine_string(l, "1") : 0;
		return b != 0 && limine_answer(l, request, 0, a, b);
	case LIMINE_CMDLINE:
		return limine_answer(l, request, 0, l->cmdline, 0);
	case LIMINE_FIRMWARE:
		return limine_answer(l, request, 0, FIRMWARE_BIOS, 0);
	case LIMINE_STACK:
		return limine_answer(l, request, 0, 0, 0);
	case LIMINE_HHDM:
		return limine_answer(l, request, 0, LIMINE_HHDM_BASE, 0);
	case LIMINE_PAGING:
		if (request->revision > 0 &&
		    request->paging.min_mode > FOUR_LEVELS)
			return pvh_defect(l->view, PVH_LIMINE_PAGING, 0, 0);
		return limine_answer(l, request, 0, FOUR_LEVELS, 0);
	case LIMINE_ENTRY:
		if (limine_at(l, request->entry, 1) == NULL)
			return pvh_defect(
			    l->view, PVH_LIMINE_ENTRY, 0, request->entry);
		l->last->entry = request->entry;
		return limine_answer(l, request, 0, 0, 0);
	case LIMINE_FILE:
		if (l->file == 0)
			return true;
		a = limine_string(l, l->kernel->path);
		if (a != 0)
			a = limine_file(
			    l, l->file, l->kernel->file_size, a, l->cmdline);
		return a != 0 && limine_answer(l, request, 0, a, 0);
	case LIMINE_RSDP:
		a = l->view->rsdp;
		if (l->revision < 3)
			a += LIMINE_HHDM_BASE;
		return l->view->rsdp == 0 || limine_answer(l, request, 0, a, 0);
	case LIMINE_DATE:
		limine_cmos(cmos);
		seconds = limine_seconds(cmos);
		return seconds < 0 ||
		    limine_answer(l, request, 0, (uint64_t)seconds, 0);
	case LIMINE_ADDRESS:
		return limine_answer(
		    l, request, 0, l->kernel->paddr, l->kernel->virtual);
	case LIMINE_SCREEN:
		return limine_screen(l, request);
	case LIMINE_MP:
		return limine_mp == NULL || limine_mp(l, request);
	case LIMINE_MODULES:
		return limine_modules(l, request);
	case LIMINE_MEMMAP:
		return limine_memmap(l, request);
	case LIMINE_KINDS:
		break;
	}
	return true;
}

bool
limine_respond(struct limine *l)
{
	const char *cmdline = l->kernel->cmdline;
	enum limine_kind kind;

	l->cmdline = limine_string(l, cmdline != NULL ? cmdline : "");
	if (l->cmdline == 0)
		return false;
	for (kind = 0; kind < LIMINE_KINDS; kind++)
		if (l->request[kind] != NULL &&
		    !respond(l, kind, l->request[kind]))
			return false;
	return true;
}
