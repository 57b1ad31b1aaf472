/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the requests and the base revision tag in the kernel's image. */
#include "limine.h"
#include "stages.h"

#define STEP sizeof(uint64_t) /* all are aligned to this */

/* What one scan has found. */
struct found {
	struct limine *l;
	uint64_t *tag;  /* the base revision's, or NULL */
	bool any;       /* there was a request */
	uint64_t twice; /* where a second one of its kind is, or 0 */
};

#define IDS(name, id2, id3) [name] = { id2, id3 },
static const uint64_t ids[LIMINE_KINDS][2] = { LIMINE_REQUESTS(IDS) };
#undef IDS

static enum limine_kind
kind_of(const struct limine_request *request)
{
	enum limine_kind kind = 0;

	while (kind < LIMINE_KINDS &&
	    (request->id[2] != ids[kind][0] || request->id[3] != ids[kind][1]))
		kind++;
	return kind;
}

/* How many bytes a request has; the first 48 are there. */
static uint64_t
size_of(const struct limine_request *request, enum limine_kind kind)
{
	const uint64_t words = offsetof(struct limine_request, stack_size);

	if (kind == LIMINE_PAGING && request->revision > 0)
		return words + sizeof(request->paging);
	if (kind == LIMINE_MODULES && request->revision > 0)
		return words + sizeof(request->modules);
	if (kind == LIMINE_PAGING || kind == LIMINE_STACK ||
	    kind == LIMINE_ENTRY || kind == LIMINE_MP)
		return words + sizeof(uint64_t);
	return words;
}

/* Notes the request at this place of the image; left bytes follow. */
static void
add_request(struct found *found, struct limine_request *request, uint64_t paddr,
    uint64_t left)
{
	struct limine *l = found->l;
	enum limine_kind kind = LIMINE_KINDS;

	if (left >= offsetof(struct limine_request, stack_size)) {
		kind = kind_of(request);
		if (kind == LIMINE_KINDS)
			return;
	}
	if (kind == LIMINE_KINDS || left < size_of(request, kind))
		pvh_warn(l->view, PVH_LIMINE_CUT, 0, paddr);
	else if (l->request[kind] != NULL)
		found->twice = paddr;
	else
		l->request[kind] = request;
	found->any = true;
}

static void
forget(struct found *found)
{
	enum limine_kind kind;

	for (kind = 0; kind < LIMINE_KINDS; kind++)
		found->l->request[kind] = NULL;
	found->tag = NULL;
	found->any = false;
	found->twice = 0;
}

/* Looks at one place of the image; false at the end marker. */
static bool
look(struct found *found, uint64_t *at, uint64_t paddr, uint64_t left)
{
	switch (at[0]) {
	case LIMINE_END_0:
		return at[1] != LIMINE_END_1;
	case LIMINE_START_0:
		if (left >= 4 * STEP && at[1] == LIMINE_START_1 &&
		    at[2] == LIMINE_START_2 && at[3] == LIMINE_START_3)
			forget(found);
		break;
	case LIMINE_TAG_0:
		if (left < 3 * STEP || at[1] != LIMINE_TAG_1)
			break;
		if (found->tag != NULL)
			found->twice = paddr;
		found->tag = at;
		break;
	case LIMINE_ID_0:
		if (at[1] == LIMINE_ID_1)
			add_request(
			    found, (struct limine_request *)at, paddr, left);
		break;
	}
	return true;
}

bool
limine_scan(struct limine *l)
{
	const struct limine_kernel *kernel = l->kernel;
	struct found found = { .l = l };
	char *image = pvh_at(l->view, kernel->paddr, kernel->size);
	uint64_t at;

	forget(&found);
	for (at = 0; kernel->size - at >= 2 * STEP; at += STEP)
		if (!look(&found, (uint64_t *)(image + at), kernel->paddr + at,
			kernel->size - at))
			break;
	if (found.twice != 0)
		return pvh_defect(l->view, PVH_LIMINE_TWICE, 0, found.twice);
	l->revision = 0;
	if (found.tag == NULL) {
		if (!found.any)
			pvh_warn(l->view, PVH_LIMINE_NONE, 0, kernel->virtual);
		return true;
	}
	l->revision = found.tag[2];
	if (l->revision > LIMINE_REVISION_MAX)
		return pvh_defect(l->view, PVH_LIMINE_REVISION, 0, l->revision);
	found.tag[1] = l->revision;
	found.tag[2] = 0;
	return true;
}
