/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What pvh-wrap makes of a kernel: an input is a file. Whatever is made of it
 * has the segments that it had, byte for byte, and the kit's behind them.
 */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "guest.h"
#include "tests/host/unit/wrap.h"

static jmp_buf refusal;
static struct file kernel, kit, out;

void
die(const char *name, const char *format, ...)
{
	CHECK(name != NULL && format != NULL);
	longjmp(refusal, 1);
}

/* All but the file's header and its program headers is as it was. */
static void
check_bytes(const struct elf_header *h)
{
	const size_t end =
	    h->e_phoff + h->e_phnum * sizeof(struct program_header);
	const struct elf_header now = headers_read(&out);
	const size_t now_end =
	    now.e_phoff + now.e_phnum * sizeof(struct program_header);
	size_t i;

	CHECK(out.size >= kernel.size);
	for (i = sizeof(*h); i < kernel.size; i++)
		CHECK(kernel.at[i] == out.at[i] ||
		    (i >= h->e_phoff && (i < end || i < now_end)));
}

/* Each load of the kernel is there in its order, and then the kit's. */
static void
check_loads(const struct host *host, const struct elf_header *h)
{
	const struct elf_header now = headers_read(&out);
	struct program_header p, q = { 0 };
	uint32_t i, j = 0;

	for (i = 0; i < h->e_phnum; i++) {
		p = headers_get(&kernel, h, i);
		if (p.p_type != PT_LOAD || p.p_memsz == 0)
			continue;
		do {
			CHECK(j < now.e_phnum);
			q = headers_get(&out, &now, j++);
		} while (q.p_type != PT_LOAD);
		if (host->set_paddr)
			p.p_paddr = p.p_vaddr - host->base;
		CHECK(memcmp(&p, &q, sizeof(p)) == 0);
		CHECK(p.p_paddr + p.p_memsz <= host->kit);
	}
	CHECK(j < now.e_phnum);
	q = headers_get(&out, &now, j);
	CHECK(q.p_type == PT_LOAD && q.p_paddr == host->kit);
	CHECK(q.p_vaddr - q.p_paddr == host->base && q.p_offset % PAGE == 0);
	CHECK(q.p_offset + q.p_filesz == out.size);
	CHECK(headers_have_kit(&out, &now));
	q = headers_get(&out, &now, now.e_phnum - 1);
	CHECK(q.p_type == PT_NOTE && q.p_filesz == NOTES_SIZE);
}

static void
try(const char *format)
{
	struct host host;
	struct elf_header h;

	kit.at = out.at = NULL;
	if (setjmp(refusal) == 0) {
		host_read(&host, &kernel, format);
		kit_make(&host, &kit);
		merge(&host, &kernel, &kit, &out);
		h = headers_read(&kernel);
		check_bytes(&h);
		check_loads(&host, &h);
	}
	free(kit.at);
	free(out.at);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	kernel = (struct file){ "kernel", malloc(size + 1), size };
	CHECK(kernel.at != NULL);
	memcpy(kernel.at, data, size);
	kernel.at = realloc(kernel.at, size == 0 ? 1 : size);
	try(NULL);
	try("freebsd");
	try("multiboot");
	try("limine");
	free(kernel.at);
	return 0;
}
