/* SPDX-License-Identifier: BSD-2-Clause */
/* Walks an archive. */
#include "tar.h"
#include <stddef.h>
#include "physmem.h"

#define TYPE_FILE     '0'
#define TYPE_OLD_FILE '\0'
#define TYPE_FOLDER   '5'
#define TYPE_GLOBAL   'g' /* pax: remarks that hold for all that follows */
#define TYPE_EXTENDED 'x' /* pax: the next one's longer name, or the like */
#define TYPE_LONGNAME 'L' /* GNU tar's ways to say the same */
#define TYPE_LONGLINK 'K'

struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12];
	char checksum[8], type, linkname[100], magic[6], version[2];
	char uname[32], gname[32], devmajor[8], devminor[8], prefix[155];
	char padding[12];
};
_Static_assert(sizeof(struct header) == TAR_BLOCK, "a header is a block");

/* A number in octal digits, which end at a blank or a NUL. */
static bool
number(const char *field, uint32_t length, uint64_t *value)
{
	uint32_t i = 0;

	while (i < length && field[i] == ' ')
		i++;
	*value = 0;
	if (i == length || field[i] < '0' || field[i] > '7')
		return false;
	for (; i < length && field[i] >= '0' && field[i] <= '7'; i++)
		*value = *value << 3 | (uint64_t)(field[i] - '0');
	return i == length || field[i] == ' ' || field[i] == '\0';
}

/* The sum of a header's bytes, its checksum counted as blanks. */
static uint64_t
sum_of(const struct header *h)
{
	const unsigned char *bytes = (const unsigned char *)h;
	const size_t first = offsetof(struct header, checksum);
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < sizeof(*h); i++)
		sum += i - first < sizeof(h->checksum) ? ' ' : bytes[i];
	return sum;
}

static bool
is_empty(const struct header *h)
{
	const char *bytes = (const char *)h;
	size_t i = 0;

	while (i < sizeof(*h) && bytes[i] == '\0')
		i++;
	return i == sizeof(*h);
}

static bool
has_magic(const struct header *h)
{
	static const char magic[] = { 'u', 's', 't', 'a', 'r' };
	size_t i = 0;

	while (i < sizeof(magic) && h->magic[i] == magic[i])
		i++;
	return i == sizeof(magic);
}

/* What is wrong with a header, or NULL. */
static const char *
defect_of(const struct header *h, uint64_t *size)
{
	uint64_t sum;

	if (!has_magic(h))
		return "no ustar header";
	if (!number(h->checksum, sizeof(h->checksum), &sum) || sum != sum_of(h))
		return "the header's checksum is wrong";
	if (!number(h->size, sizeof(h->size), size))
		return "the size is no octal number";
	if (h->type == TYPE_EXTENDED || h->type == TYPE_LONGNAME ||
	    h->type == TYPE_LONGLINK)
		return "a name or size that ustar has no room for";
	return NULL;
}

/* Appends a field, which ends at a NUL or at its length. */
static uint32_t
append(char *name, uint32_t n, const char *field, uint32_t length)
{
	uint32_t i;

	for (i = 0; i < length && field[i] != '\0'; i++)
		name[n++] = field[i];
	return n;
}

/* GNU tar's own format has other things in the prefix, and another magic. */
static void
read_name(const struct header *h, struct tar_file *file)
{
	char whole[TAR_NAME], *name = whole, *to = file->name;
	uint32_t n = 0;

	if (h->magic[5] == '\0')
		n = append(whole, n, h->prefix, sizeof(h->prefix));
	if (n > 0)
		whole[n++] = '/';
	n = append(whole, n, h->name, sizeof(h->name));
	whole[n] = '\0';
	while (name[0] == '/' || (name[0] == '.' && name[1] == '/'))
		name++;
	while ((*to++ = *name++) != '\0')
		;
}

bool
tar_is(const char *bytes, uint64_t size)
{
	struct header h;

	if (size < sizeof(h))
		return false;
	physmem_copy((char *)&h, bytes, sizeof(h));
	return has_magic(&h);
}

bool
tar_next(struct tar *tar, struct tar_file *file, const char **why)
{
	struct header h;
	uint64_t data, blocks;

	*why = "it ends too early";
	while (range_below(tar->at, sizeof(h), tar->size)) {
		physmem_copy((char *)&h, tar->bytes + tar->at, sizeof(h));
		*why = NULL;
		if (is_empty(&h))
			return false;
		*why = defect_of(&h, &file->size);
		if (*why != NULL)
			return false;
		*why = "it ends too early";
		data = tar->at + sizeof(h);
		blocks = (file->size + TAR_BLOCK - 1) & ~(TAR_BLOCK - 1ull);
		if (!range_below(data, blocks, tar->size))
			return false;
		tar->at = data + blocks;
		file->data = tar->bytes + data;
		if (h.type == TYPE_FILE || h.type == TYPE_OLD_FILE) {
			read_name(&h, file);
			return true;
		}
		tar->others += h.type != TYPE_FOLDER && h.type != TYPE_GLOBAL;
	}
	return false;
}
