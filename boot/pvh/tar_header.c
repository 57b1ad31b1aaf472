/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads a header of an archive. */
#include "tar_header.h"
#include <stddef.h>

/* A number in octal digits, which end at a blank or a NUL. */
static bool
number(const char *field, uint32_t length, uint64_t *value)
{
	uint32_t i = 0;

	while (i < length && field[i] == ' ')
		i++;
	*value = 0;
	if (i == length || field[i] == '\0')
		return false;
	for (; i < length && field[i] >= '0' && field[i] <= '7'; i++)
		*value = *value << 3 | (uint64_t)(field[i] - '0');
	return i == length || field[i] == ' ' || field[i] == '\0';
}

/* The sum of a header's bytes, its checksum counted as blanks. */
static uint64_t
sum_of(const struct tar_header *h)
{
	const unsigned char *bytes = (const unsigned char *)h;
	const size_t first = offsetof(struct tar_header, checksum);
	const size_t end = first + sizeof(h->checksum);
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < sizeof(*h); i++)
		sum += i >= first && i < end ? ' ' : bytes[i];
	return sum;
}

bool
tar_is_empty(const struct tar_header *h)
{
	const char *bytes = (const char *)h;
	size_t i = 0;

	while (i < sizeof(*h) && bytes[i] == '\0')
		i++;
	return i == sizeof(*h);
}

bool
tar_has_magic(const struct tar_header *h)
{
	static const char magic[] = { 'u', 's', 't', 'a', 'r' };
	size_t i = 0;

	while (i < sizeof(magic) && h->magic[i] == magic[i])
		i++;
	return i == sizeof(magic);
}

const char *
tar_check(const struct tar_header *h, uint64_t *size)
{
	uint64_t sum;

	if (!tar_has_magic(h))
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
void
tar_name(const struct tar_header *h, char name[TAR_NAME])
{
	char whole[TAR_NAME], *from = whole;
	uint32_t n = 0;

	if (h->magic[5] == '\0')
		n = append(whole, n, h->prefix, sizeof(h->prefix));
	if (n > 0)
		whole[n++] = '/';
	n = append(whole, n, h->name, sizeof(h->name));
	whole[n] = '\0';
	while (from[0] == '/' || (from[0] == '.' && from[1] == '/'))
		from++;
	while ((*name++ = *from++) != '\0')
		;
}
