/* SPDX-License-Identifier: BSD-2-Clause */
/* The blocks of an archive that say what follows them (tar.h). */
#ifndef TAR_HEADER_H
#define TAR_HEADER_H

#include <stdbool.h>
#include <stdint.h>
#include "tar.h"

#define TYPE_FILE     '0'
#define TYPE_OLD_FILE '\0'
#define TYPE_FOLDER   '5'
#define TYPE_FIFO     '6' /* the last of those without data */
#define TYPE_GLOBAL   'g' /* pax: remarks that hold for all that follows */
#define TYPE_EXTENDED 'x' /* pax: the next one's longer name, or the like */
#define TYPE_LONGNAME 'L' /* GNU tar's ways to say the same */
#define TYPE_LONGLINK 'K'

struct tar_header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12];
	char checksum[8], type, linkname[100], magic[6], version[2];
	char uname[32], gname[32], devmajor[8], devminor[8], prefix[155];
	char padding[12];
};
_Static_assert(sizeof(struct tar_header) == TAR_BLOCK, "a header is a block");

bool tar_has_magic(const struct tar_header *h);

/* Whether all of it is 0, which ends an archive. */
bool tar_is_empty(const struct tar_header *h);

/* What is wrong with a header, or NULL; and the size of what follows. */
const char *tar_check(const struct tar_header *h, uint64_t *size);

/* The name, without ./ and / in front. */
void tar_name(const struct tar_header *h, char name[TAR_NAME]);

#endif
