/* SPDX-License-Identifier: BSD-2-Clause */
#include "wrap.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM 4096
#define STEP      0x10000u

/* What there is to remove: the folder's files, the folder, and OUT's new. */
static char folder[PATH_ROOM], path[3][PATH_ROOM], new_file[PATH_ROOM];
static volatile sig_atomic_t paths;

/* What mkstemp() and mkdtemp() fill in. */
static const char unique[] = { '.', 'X', 'X', 'X', 'X', 'X', 'X', '\0' };

static void
remove_all(void)
{
	int i;

	for (i = 0; i < paths; i++)
		unlink(path[i]);
	if (folder[0] != '\0')
		rmdir(folder);
	if (new_file[0] != '\0')
		unlink(new_file);
}

static void
on_signal(int number)
{
	remove_all();
	signal(number, SIG_DFL);
	raise(number);
}

void
files_begin(void)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction action = { .sa_handler = on_signal };
	size_t i;

	atexit(remove_all);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaction(numbers[i], &action, NULL);
}

void
files_read(const char *name, struct file *file)
{
	size_t room = 0, got;
	FILE *stream = fopen(name, "rb");

	*file = (struct file){ name, NULL, 0 };
	if (stream == NULL)
		die(name, "it cannot be read: %s", strerror(errno));
	do {
		if (file->size == room) {
			room = room * 2 + STEP;
			file->at = realloc(file->at, room);
		}
		if (file->at == NULL)
			die(name, "no memory for %zu bytes", room);
		got =
		    fread(file->at + file->size, 1, room - file->size, stream);
		file->size += got;
	} while (got > 0);
	if (ferror(stream))
		die(name, "it cannot be read: %s", strerror(errno));
	fclose(stream);
}

mode_t
files_mode(const char *name)
{
	struct stat info;

	return stat(name, &info) == 0 ? info.st_mode & 0777 : 0644;
}

static void
name_path(char *to, const char *start, const char *rest)
{
	if (snprintf(to, PATH_ROOM, "%s%s", start, rest) >= PATH_ROOM) {
		to[0] = '\0';
		die(start, "the path is too long");
	}
}

/* In OUT's own folder first, so that it is there whole or not at all. */
void
files_write(const char *name, const struct file *file, mode_t mode)
{
	char template[PATH_ROOM];
	FILE *stream;
	int fd;

	name_path(template, name, unique);
	fd = mkstemp(template);
	if (fd < 0)
		die(name, "it cannot be written: %s", strerror(errno));
	strcpy(new_file, template);
	stream = fdopen(fd, "wb");
	if (stream == NULL ||
	    fwrite(file->at, 1, file->size, stream) != file->size ||
	    fchmod(fd, mode) != 0 || fclose(stream) != 0 ||
	    rename(new_file, name) != 0)
		die(name, "it cannot be written: %s", strerror(errno));
	new_file[0] = '\0';
}

const char *
files_temporary(const char *name)
{
	const char *tmp = getenv("TMPDIR");
	char template[PATH_ROOM];

	if (folder[0] == '\0') {
		name_path(path[0], tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp",
		    "/pvh-wrap");
		name_path(template, path[0], unique);
		if (mkdtemp(template) == NULL)
			die(template, "it cannot be made: %s", strerror(errno));
		strcpy(folder, template);
	}
	name_path(path[paths], folder, name);
	return path[paths++];
}
