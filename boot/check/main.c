/* SPDX-License-Identifier: BSD-2-Clause */
/* pvh-check: which loaders boot this kernel, and what is in the way. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "gunzip.h"
#include "print.h"
#include "pvh.h"

#ifndef VERSION
#define VERSION "unversioned"
#endif

#define FIRST_ROOM    0x100000
#define MOST_READ     0x100000000ull /* 4 GiB: no loader takes more */
#define MOST_UNPACKED 0x40000000ull

enum status { STATUS_BOOTS, STATUS_NOT, STATUS_UNUSABLE };

static const char usage[] =
    "usage: pvh-check [--json] [--vmm NAME,...] FILE...\n"
    "       pvh-check --explain RULE | --help | --version\n";

static void
help(void)
{
	uint32_t i;

	fputs(usage, stdout);
	printf("\nReads a kernel's file as each loader does, and prints which "
	       "ones boot it; for\neach that does not, the rule, the value and "
	       "what to change. FILE may be -.\n\n"
	       "  --vmm NAME,...   only these loaders (see below)\n"
	       "  --json           one object of JSON a file\n"
	       "  --explain RULE   what a rule is, where from, what to change\n"
	       "\nStatus: 0 if all boot it, 1 if not, 2 if it cannot say.\n\n");
	for (i = 0; i < ROW_COUNT; i++)
		printf("  %-17s%s\n", row_names[i].name, row_names[i].what);
}

/* Chooses rows by a list of names, with commas between them. */
static bool
choose(bool asked[ROW_COUNT], const char *list)
{
	size_t length;
	uint32_t i;

	for (;; list += length + 1) {
		length = strcspn(list, ",");
		for (i = 0; i < ROW_COUNT; i++)
			if (strlen(row_names[i].name) == length &&
			    strncmp(row_names[i].name, list, length) == 0)
				break;
		if (i == ROW_COUNT) {
			fprintf(stderr,
			    "pvh-check: --vmm: no loader is named \"%.*s\"; "
			    "see --help\n",
			    (int)length, list);
			return false;
		}
		asked[i] = true;
		if (list[length] == '\0')
			return true;
	}
}

static enum status
explain(const char *id)
{
	const enum rule rule = rule_named(id);

	if (rule != RULE_NONE) {
		print_rule(rule);
		return STATUS_BOOTS;
	}
	fprintf(stderr,
	    "pvh-check: --explain: no rule is named \"%s\"; "
	    "these are\n",
	    id);
	print_rules();
	return STATUS_UNUSABLE;
}

/* What the kit's readers warn of is not printed: it is not about loading. */
void
pvh_warn(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value)
{
	(void)view;
	(void)code;
	(void)index;
	(void)value;
}

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
		room = room == 0 ? FIRST_ROOM : room * 2;
		if (room > MOST_READ)
			errno = EFBIG;
		more = room > MOST_READ ? NULL : realloc(bytes, room);
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

/* A whole file; standard input, if it is "-". NULL: errno says why. */
static void *
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

/* What a gzip file holds; or NULL, if it is none, is damaged, or too large. */
static void *
unpack(const void *packed, size_t size, uint64_t *unpacked)
{
	void *bytes;

	*unpacked = 0;
	if (!gunzip_is(packed, size) ||
	    gunzip(packed, size, NULL, unpacked) != NULL ||
	    *unpacked > MOST_UNPACKED)
		return NULL;
	bytes = malloc(*unpacked + 1);
	if (bytes != NULL && gunzip(packed, size, bytes, unpacked) == NULL)
		return bytes;
	free(bytes);
	return NULL;
}

static enum status
check(struct report *report, const char *file, bool json, bool colour)
{
	enum status status = STATUS_BOOTS;
	size_t size = 0;
	uint64_t unpacked;
	void *bytes, *inside;
	uint32_t i;

	bytes = slurp(file, &size);
	if (bytes == NULL) {
		fprintf(stderr, "pvh-check: %s: %s\n", file, strerror(errno));
		return STATUS_UNUSABLE;
	}
	report->file = file;
	image_open(&report->image, bytes, size);
	inside = unpack(bytes, size, &unpacked);
	image_open(&report->inside, inside, unpacked);
	if (inside != NULL)
		report->image.inside = &report->inside;
	for (i = 0; i < ROW_COUNT; i++) {
		if (!report->asked[i])
			continue;
		report->rows[i] = row_make(&row_names[i], &report->image);
		if (report->rows[i].answer != ANSWER_YES)
			status = STATUS_NOT;
	}
	if (json)
		print_json(report);
	else
		print_table(report, colour);
	free(bytes);
	free(inside);
	return status;
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "explain", required_argument, NULL, 'e' },
		{ "help", no_argument, NULL, 'h' },
		{ "json", no_argument, NULL, 'j' },
		{ "version", no_argument, NULL, 'V' },
		{ "vmm", required_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	const char *no_colour = getenv("NO_COLOR");
	const bool colour = isatty(STDOUT_FILENO) == 1 &&
	    (no_colour == NULL || no_colour[0] == '\0');
	enum status status = STATUS_BOOTS, one;
	static struct report report;
	bool json = false, all = true;
	int option, i;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'e':
			return explain(optarg);
		case 'h':
			help();
			return STATUS_BOOTS;
		case 'j':
			json = true;
			break;
		case 'V':
			printf("pvh-check %s\n", VERSION);
			return STATUS_BOOTS;
		case 'v':
			all = false;
			if (!choose(report.asked, optarg))
				return STATUS_UNUSABLE;
			break;
		default:
			fputs(usage, stderr);
			return STATUS_UNUSABLE;
		}
	}
	if (optind == argc) {
		fputs(usage, stderr);
		return STATUS_UNUSABLE;
	}
	for (i = 0; all && i < ROW_COUNT; i++)
		report.asked[i] = true;
	for (i = optind; i < argc; i++) {
		if (!json && i > optind)
			printf("\n");
		one = check(&report, argv[i], json, colour);
		if (one > status)
			status = one;
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "pvh-check: standard output: %s\n",
		    strerror(errno));
		return STATUS_UNUSABLE;
	}
	return status;
}
