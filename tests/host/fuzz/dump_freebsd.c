/* SPDX-License-Identifier: BSD-2-Clause */
/* FreeBSD's format, as the kernel's own reader sees it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "kern/crc32.h"
#include "kern/kenv.h"
#include "kern/preload.h"
#include "dump.h"
#include "guest.h"

#define MD(type) (MODINFO_METADATA | (type))

static void
put_record(const struct preload *pl, struct preload_file file, uint32_t type)
{
	uint32_t size = 0;
	const void *data = preload_search_info(pl, file, type, &size);
	struct text t = text_bounded(data, size);

	putchar(' ');
	put_text(t.s, t.len);
}

static uint64_t
number(const struct preload *pl, struct preload_file file, uint32_t type)
{
	uint64_t value = 0;

	CHECK(preload_u64(pl, file, type, &value));
	return value;
}

static void
put_kernel(const struct preload *pl, struct preload_file kernel)
{
	uint64_t envp = number(pl, kernel, MD(MODINFOMD_ENVP));
	struct kenv kenv = { (const char *)pl->base + envp, pl->end - envp };
	struct kenv_entry e = { .next = 0 };
	struct bios_smap s;
	const char *smap;
	uint32_t size, howto;

	CHECK(preload_u32(pl, kernel, MD(MODINFOMD_HOWTO), &howto));
	CHECK(number(pl, kernel, MD(MODINFOMD_MODULEP)) == pl->modulep);
	printf("modulep %" PRIx64 "\nenvp %" PRIx64 "\nkernend %" PRIx64
	       "\nhowto %" PRIx32 "\n",
	    pl->modulep, envp, number(pl, kernel, MD(MODINFOMD_KERNEND)),
	    howto);
	while (kenv_next(&kenv, &e)) {
		printf("kenv ");
		put_text(
		    e.name.s, (size_t)(e.value.s - e.name.s) + e.value.len);
		putchar('\n');
	}
	smap = preload_search_info(pl, kernel, MD(MODINFOMD_SMAP), &size);
	CHECK(smap != NULL);
	for (; size >= sizeof(s); smap += sizeof(s), size -= sizeof(s)) {
		memcpy(&s, smap, sizeof(s));
		printf("smap %" PRIx64 " %" PRIx64 " %" PRIx32 "\n", s.base,
		    s.length, s.type);
	}
}

static void
put_file(const struct preload *pl, struct preload_file file, bool module)
{
	uint64_t addr = number(pl, file, MODINFO_ADDR);
	uint64_t size = number(pl, file, MODINFO_SIZE);

	printf("file");
	put_record(pl, file, MODINFO_NAME);
	put_record(pl, file, MODINFO_TYPE);
	printf(" %" PRIx64 " %" PRIx64, addr, size);
	if (module) {
		put_record(pl, file, MODINFO_ARGS);
		printf(
		    " %" PRIx32, crc32(memory + (size > 0 ? addr : 0), size));
	}
	putchar('\n');
}

static void
put_meaning(uint64_t modulep)
{
	const struct preload pl = { (unsigned char *)view.arena.base -
		    view.arena.paddr,
		view.arena.paddr, view.arena.paddr + view.arena.used, modulep };
	struct preload_file file = { 0 };
	struct preload_error error;
	bool module = false;

	CHECK(preload_check(&pl, &error));
	CHECK(preload_kernel(&pl, &file));
	put_kernel(&pl, file);
	for (file.name = 0; preload_next_file(&pl, &file); module = true)
		put_file(&pl, file, module);
}

void
dump_case(const uint8_t *data, size_t size)
{
	bool good = pvh_parse(&view, guest_load(data, size));

	if (good)
		modules_check(&view);
	good = good && names_read(&bsd) && settle_modules(&bsd) &&
	    args_parse(&bsd) && preload_write(&bsd);
	put_warnings();
	if (good)
		put_meaning(bsd.modulep);
	else
		put_defect("defect", view.defect);
}
