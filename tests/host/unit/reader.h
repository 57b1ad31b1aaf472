/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's reader, for a test of the kit's writer. No file can include the
 * headers of both.
 */
#ifndef READER_H
#define READER_H

#include <stdbool.h>
#include <stdint.h>

#define READER_MAX 1100

struct reader_string {
	const char *s; /* no NUL */
	uint64_t length;
};

/* What the kernel finds in the metadata. */
struct reader {
	const char *error; /* why it panics, or NULL */
	uint64_t start, size, kernend, modulep;
	uint32_t howto, howto_env;
	uint32_t kenv_count, range_count, swept_count, module_count;
	struct reader_string name[READER_MAX], value[READER_MAX];
	struct reader_range {
		uint64_t first, last;
		uint32_t type;
	} range[READER_MAX], swept[READER_MAX];
	struct reader_module {
		struct reader_string name, type, args;
		uint64_t addr, size;
	} module[64];
};

/*
 * What the metadata has as address v is at base + v; all lies in [start, end).
 */
void reader_read(struct reader *r, const void *base, uint64_t start,
    uint64_t end, uint64_t modulep);

#endif
