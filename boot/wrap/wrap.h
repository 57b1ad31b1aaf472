/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of pvh-wrap share. Nothing in a kernel's file is trusted: what
 * is wrong with it ends the program by die(), before anything is written.
 */
#ifndef WRAP_H
#define WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "elf.h"
#include "elf_file.h"

/* A file in memory, aligned as malloc() aligns; name is for messages. */
struct file {
	const char *name;
	char *at;
	size_t size;
};

/* main.c: prints "pvh-wrap: NAME: what is wrong", and ends with status 1. */
_Noreturn void die(const char *name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* headers.c: an ELF64 file's header, if its program headers are in the file. */
struct elf_header headers_read(const struct file *file);
struct program_header headers_get(
    const struct file *file, const struct elf_header *header, uint32_t i);
#define PT_NOTE 4
#define PN_XNUM 0xffff /* in e_phnum: the number is elsewhere */
bool headers_have_kit(const struct file *file, const struct elf_header *header);

/* The notes of the kit: PHYS32_ENTRY, VIRT_BASE, PADDR_OFFSET. */
#define NOTES_SIZE 72
#define NOTES_BASE 40 /* VIRT_BASE's value */

/* host.c: what the kernel is, and what becomes of it. */
struct host {
	const char *format;     /* freebsd, multiboot or limine */
	const char *object;     /* the kit for it, in the library */
	uint64_t kernbase;      /* which that is built for */
	uint64_t entry;         /* its btext */
	uint64_t base;          /* p_vaddr - p_paddr, of what is added, too */
	uint64_t entry_base;    /* e_entry - where that is: VIRT_BASE */
	bool set_paddr;         /* of what is there, because it is none */
	uint64_t start, end;    /* the kernel, physical */
	uint64_t kit;           /* the page behind it, physical */
	struct elf_image image; /* a Limine kernel's segments, virtual */
};
void host_read(
    struct host *host, const struct file *kernel, const char *format);

/*
 * link.c: the kit, linked for its place by LD, or ld; library is the folder
 * that has the objects and pvh.ld.
 */
void link_kit(const struct host *host, const char *library, struct file *kit);

/*
 * merge.c: the kernel with the kit, as a file in memory that the caller frees.
 * False if the program headers had to go to the file's end.
 */
bool merge(const struct host *host, const struct file *kernel,
    const struct file *kit, struct file *out);

/*
 * files.c: what the program reads and writes. What it leaves behind for a while
 * is removed when it ends, by whatever signal.
 */
void files_begin(void);
void files_read(const char *name, struct file *file);
void files_write(const char *name, const struct file *file, mode_t mode);
mode_t files_mode(const char *name);
const char *files_temporary(const char *name); /* a path for ld's files */

#endif
