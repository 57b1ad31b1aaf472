/* SPDX-License-Identifier: BSD-2-Clause */
/* pvh-wrap: a finished kernel becomes one that boots by PVH. */
#include "wrap.h"
#include <getopt.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "pvh.h"

#ifndef PVH_LIB
#define PVH_LIB "/usr/local/lib/pvh"
#endif

#define USAGE                                                                 \
	"usage: pvh-wrap KERNEL -o OUT [--format freebsd|multiboot|limine]\n" \
	"KERNEL is an ELF64 file that was linked without the kit; OUT is "    \
	"the\n"                                                               \
	"same with it, and boots by PVH: under QEMU and Xen, for example.\n"  \
	"LD is the linker, PVH_LIB the folder with the kit's objects.\n"

void
die(const char *name, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "pvh-wrap: %s: ", name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

/* A header of Multiboot with a wrong sum is none. */
void
pvh_warn(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value)
{
	(void)view;
	(void)code;
	(void)index;
	(void)value;
}

static _Noreturn void
usage(void)
{
	fputs(USAGE, stderr);
	exit(2);
}

/* PVH_LIB, or where the program's folder has one: built, or installed. */
static const char *
library(void)
{
	static const char *const places[] = { "lib/pvh", "../lib/pvh" };
	static char path[4096];
	const char *given = getenv("PVH_LIB"), *own;
	char self[2048];
	ssize_t size;
	size_t i;

	if (given != NULL && given[0] != '\0')
		return given;
	size = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (size <= 0)
		return PVH_LIB;
	self[size] = '\0';
	own = dirname(self);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", own, places[i]);
		if (access(path, X_OK) == 0)
			return path;
	}
	return PVH_LIB;
}

static void
wrap(const char *name, const char *to, const char *format)
{
	struct file kernel, kit, out;
	struct host host;

	files_read(name, &kernel);
	host_read(&host, &kernel, format);
	link_kit(&host, library(), &kit);
	if (!merge(&host, &kernel, &kit, &out))
		fprintf(stderr,
		    "pvh-wrap: warning: %s: the program headers are at its "
		    "end; GRUB and FreeBSD do not look there\n",
		    to);
	files_write(to, &out, files_mode(name));
	printf("%s: with the kit for %s, which loads from 0x%lx on\n", to,
	    host.format, host.kit);
	free(kernel.at);
	free(kit.at);
	free(out.at);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	const char *to = NULL, *format = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "o:h", options, NULL)) != -1)
		switch (c) {
		case 'o':
			to = optarg;
			break;
		case 'f':
			format = optarg;
			break;
		case 'h':
			fputs(USAGE, stdout);
			return 0;
		default:
			usage();
		}
	if (to == NULL || optind != argc - 1)
		usage();
	files_begin();
	wrap(argv[optind], to, format);
	return fflush(stdout) == 0 ? 0 : 1;
}
