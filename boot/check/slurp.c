/* SPDX-License-Identifier: BSD-2-Clause */
#include "slurp.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 0x100000
#define MOST  0x100000000ull /* 4 GiB: no loader takes more */

static void *
read_all(FILE *f, size_t *size)
{
	char *bytes = NULL, *more;
	size_t room = 0;

	for (*size = 0;; *size += fread(bytes + *size, 1, room - *size, f)) {
		if (feof(f) || ferror(f))
			break;
		if (*size < room)
			continue;
		room = room == 0 ? FIRST : room * 2;
		if (room > MOST)
			errno = EFBIG;
		more = room > MOST ? NULL : realloc(bytes, room);
		if (more == NULL) {
			free(bytes);
			return NULL;
		}
		bytes = more;
	}
	if (!ferror(f))
		return bytes;
	free(bytes);
	return NULL;
}

void *
slurp(const char *file, size_t *size)
{
	FILE *f = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
	void *bytes;
	int error;

	if (f == NULL)
		return NULL;
	bytes = read_all(f, size);
	error = errno;
	if (f != stdin)
		fclose(f);
	errno = error;
	return bytes;
}
