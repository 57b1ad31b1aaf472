/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel and the modules of an archive (planned.c: by its loader.conf). */
#include "loader.h"
#include "tar.h"

#define ARCHIVE "archive"

static char
path_char(char c)
{
	return c == '\\' ? '/' : c;
}

/* Whether a name in the archive is a path with the suffix appended. */
static bool
is_path(const char *name, const char *path, const char *suffix)
{
	while (path_char(*path) == '/')
		path++;
	for (; *path != '\0' && *name == path_char(*path); name++)
		path++;
	for (; *path == '\0' && *suffix != '\0' && *name == *suffix; name++)
		suffix++;
	return *path == '\0' && *suffix == '\0' && *name == '\0';
}

static bool
next(struct tar *tar, struct tar_file *file)
{
	const char *why;

	if (tar_next(tar, file, &why))
		return true;
	if (why != NULL)
		refuse(ARCHIVE, "byte %lu of %lu: %s", tar->at, tar->size, why);
	return false;
}

/* As tar unpacks it: of several files with one name the last one counts. */
static bool
find(struct bytes archive, const char *path, const char *suffix,
    struct bytes *found)
{
	struct tar tar = { archive.at, archive.size, 0, 0 };
	struct tar_file file;

	found->at = NULL;
	while (next(&tar, &file))
		if (is_path(file.name, path, suffix))
			*found = (struct bytes){ (char *)file.data, file.size };
	return found->at != NULL;
}

struct bytes
archive_file(
    struct loader *loader, struct bytes archive, const char *path, bool packed)
{
	struct bytes file;

	if (!find(archive, path, "", &file) &&
	    !find(archive, path, ".gz", &file))
		refuse(path, "no such file in the archive");
	return packed ? file : unpack(loader, path, file);
}

void
archive_add(struct loader *loader, struct bytes file, char *words)
{
	uint32_t i = loader->module_count++;

	loader->module[i] =
	    (struct boot_module){ (uint64_t)file.at, file.size, words, i };
}

static bool
is_elf(const struct tar_file *file)
{
	return file->size >= 4 && file->data[0] == 0x7f &&
	    file->data[1] == 'E' && file->data[2] == 'L' &&
	    file->data[3] == 'F';
}

/* Without loader.conf: the first ELF file is the kernel. */
static void
load_all(struct loader *loader, struct bytes archive)
{
	struct tar tar = { archive.at, archive.size, 0, 0 };
	struct tar_file file;
	struct bytes bytes;
	uint32_t left = 0;

	while (next(&tar, &file)) {
		bytes = (struct bytes){ (char *)file.data, file.size };
		if (loader->kernel.at == NULL && is_elf(&file)) {
			loader->name = line_copy(loader, file.name);
			loader->kernel = bytes;
		} else if (loader->module_count < BOOT_MODULES) {
			archive_add(
			    loader, bytes, line_copy(loader, file.name));
		} else {
			left++;
		}
	}
	if (left > 0)
		refuse_not(ARCHIVE, "%u files after the first %u, left out",
		    left, BOOT_MODULES);
	if (tar.others > 0)
		refuse_not(ARCHIVE, "%u entries that are no files, left out",
		    tar.others);
	if (loader->kernel.at == NULL)
		refuse(ARCHIVE, "no ELF file in it, and no " CONF);
}

void
archive_read(struct loader *loader, struct bytes archive)
{
	struct bytes conf;

	if (find(archive, "boot/" CONF, "", &conf) ||
	    find(archive, CONF, "", &conf)) {
		planned_read(loader, archive, conf);
	} else {
		load_all(loader, archive);
	}
}
