/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Has ld link the kit as into a kernel, by the kit's own part of a linker
 * script, pvh.ld; of the kernel there are only some symbols.
 */
#include "wrap.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LD_WORDS  24 /* that LD may have */
#define NOT_THERE 127

static void
put_words(FILE *to, const void *from, size_t size)
{
	const char *bytes = from;
	uint64_t word;

	for (; size >= sizeof(word); size -= sizeof(word)) {
		memcpy(&word, bytes, sizeof(word));
		fprintf(to, "\t\tQUAD(0x%" PRIx64 ")\n", word);
		bytes += sizeof(word);
	}
}

/*
 * A Limine kernel's segments, as limine/native.c looks for them: by these the
 * kit knows what is code, and where the kernel is linked.
 */
static void
put_segments(FILE *to, const struct host *host)
{
	const struct elf_segment *s = host->image.segment;
	const struct elf_header h = { .e_phoff = sizeof(h),
		.e_phentsize = sizeof(struct program_header),
		.e_phnum = host->image.count };
	struct program_header p = { .p_type = PT_LOAD };

	fprintf(to,
	    "\t.pvh.segments : AT(ADDR(.pvh.segments) - KERNBASE) {\n"
	    "\t\t__ehdr_start = .;\n");
	put_words(to, &h, sizeof(h));
	for (; s < host->image.segment + host->image.count; s++) {
		p.p_flags = s->flags;
		p.p_vaddr = s->paddr; /* as ELF_VIRTUAL has it */
		p.p_paddr = s->paddr - host->base;
		p.p_memsz = s->memsz;
		put_words(to, &p, sizeof(p));
	}
	fprintf(to, "\t} :pvh\n");
}

static void
write_script(const struct host *host, const char *name, const struct file *part)
{
	FILE *to = fopen(name, "wb");
	const uint64_t base = host->kernbase;

	if (to == NULL)
		die(name, "it cannot be written: %s", strerror(errno));
	fprintf(to,
	    "ENTRY(pvh_start32)\n"
	    "KERNBASE = 0x%" PRIx64 ";\n"
	    "btext = 0x%" PRIx64 ";\n"
	    "pvh_kernel_start = 0x%" PRIx64 ";\n"
	    "pvh_kernel_end = 0x%" PRIx64 ";\n"
	    "PHDRS { pvh PT_LOAD FLAGS(7); note PT_NOTE FLAGS(4); }\n"
	    "SECTIONS\n{\n\t. = 0x%" PRIx64 ";\n",
	    base, host->entry, base + host->start, base + host->end,
	    base + host->kit);
	if (host->image.count != 0)
		put_segments(to, host);
	fwrite(part->at, 1, part->size, to);
	fprintf(to, "\t/DISCARD/ : { *(.comment) *(.eh_frame) }\n}\n");
	if (ferror(to) || fclose(to) != 0)
		die(name, "it cannot be written");
}

/* LD's words, and these after them; what it says goes into the log. */
static int
run(char *ld, const char *const more[], const char *log)
{
	char *words[LD_WORDS + 24], *word;
	int count = 0, status = 0, fd;
	pid_t child;

	for (word = strtok(ld, " \t\n"); word != NULL && count < LD_WORDS;
	     word = strtok(NULL, " \t\n"))
		words[count++] = word;
	if (count == 0 || word != NULL)
		die("LD", "it has to be a command of 1 to %d words", LD_WORDS);
	while (*more != NULL)
		words[count++] = (char *)*more++;
	words[count] = NULL;
	child = fork();
	if (child == 0) {
		fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		if (fd >= 0 && dup2(fd, 1) >= 0 && dup2(fd, 2) >= 0)
			execvp(words[0], words);
		_exit(NOT_THERE);
	}
	if (child < 0)
		die(words[0], "it cannot be run: %s", strerror(errno));
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			die(words[0], "it was lost: %s", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : NOT_THERE + 1;
}

void
link_kit(const struct host *host, const char *library, struct file *kit)
{
	const char *script = files_temporary("/script");
	const char *result = files_temporary("/kit");
	const char *log = files_temporary("/log");
	const char *more[] = { "-static", "-nostdlib", "-s", "-z",
		"noexecstack", "-z", "max-page-size=4096", "--build-id=none",
		"-T", script, "-o", result, NULL, NULL };
	const char *ld = getenv("LD");
	char object[4096], part[4096], command[4096];
	struct file file;
	int status;

	if (snprintf(object, sizeof(object), "%s/%s", library, host->object) >=
		(int)sizeof(object) ||
	    snprintf(part, sizeof(part), "%s/pvh.ld", library) >=
		(int)sizeof(part) ||
	    snprintf(command, sizeof(command), "%s",
		ld != NULL && ld[0] != '\0' ? ld : "ld") >=
		(int)sizeof(command))
		die(library, "the path is too long");
	if (access(object, R_OK) != 0)
		die(object, "it cannot be read: %s: set PVH_LIB",
		    strerror(errno));
	files_read(part, &file);
	write_script(host, script, &file);
	free(file.at);
	more[12] = object;
	status = run(command, more, log);
	if (status == NOT_THERE)
		die(command, "not found; set LD");
	if (status != 0 || access(result, R_OK) != 0) {
		files_read(log, &file);
		fwrite(file.at, 1, file.size, stderr);
		die(command, "it ended with status %d, and no kit", status);
	}
	files_read(result, kit);
}
