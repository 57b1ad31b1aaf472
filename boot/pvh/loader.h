/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the loader's files share. It is a native format of the kit: main.c has
 * its native_write(), which finds the kernel in the first module, has a
 * format's room write what that kernel reads, and leaves the rest to move.asm.
 * What cannot go on ends the boot by refuse().
 */
#ifndef LOADER_H
#define LOADER_H

#include "elf.h"
#include "plan.h"
#include "pvh.h"

#define CONF "loader.conf"

/* A file in memory. */
struct bytes {
	char *at;
	uint64_t size;
};

struct loader {
	struct boot_view *view; /* its map is without what the loader takes */
	struct memmap map;      /* the map that the kernel gets */
	struct bytes kernel;
	const char *name;      /* the kernel's */
	const char *words;     /* loader.conf's, for the command line */
	uint32_t module_count; /* of an archive */
	struct boot_module module[BOOT_MODULES];
};

/*
 * refuse.c: prints "pvh: loader: FILE: what is wrong", knowing what say_args()
 * knows, and ends the boot; or prints the same as a warning.
 */
_Noreturn void refuse(const char *file, const char *format, ...)
    __attribute__((format(printf, 2, 3), cold));
void refuse_not(const char *file, const char *format, ...)
    __attribute__((format(printf, 2, 3), cold));

/* unpack.c: size bytes of RAM that nobody else uses before the kernel does. */
uint64_t take(struct loader *loader, const char *name, uint64_t size,
    struct extent avoid);

/* A module's bytes, brought into reach, and unpacked if they are compressed. */
struct bytes unpack_module(struct loader *loader, struct boot_module *module);
struct bytes unpack(
    struct loader *loader, const char *name, struct bytes packed);

/*
 * archive.c: the kernel and the modules of an archive, as its loader.conf says;
 * or the first ELF file, and all others.
 */
void archive_read(struct loader *loader, struct bytes archive);

/* A file of the archive; and a module more, with its command line. */
struct bytes archive_file(
    struct loader *loader, struct bytes archive, const char *path, bool packed);
void archive_add(struct loader *loader, struct bytes file, char *words);

/* planned.c: what loader.conf asks for. */
void planned_read(
    struct loader *loader, struct bytes archive, struct bytes conf);

/*
 * line.c: command lines, in the view's arena: a copy; loader.conf's words;
 * those for a module; and loader.conf's before the VMM's.
 */
char *line_copy(struct loader *loader, const char *line);
char *line_of_plan(struct loader *loader, const struct plan *plan);
char *line_of_module(struct loader *loader, const struct plan_module *module);
char *line_join(struct loader *loader, const char *first, const char *last);
char *line_path(struct loader *loader, const char *name); /* from a slash on */

/*
 * word.c: takes the word NAME=VALUE out of a line. Its value, without quotes
 * and as far as there is room, is copied; false if there is no such word.
 */
bool word_take(char *line, const char *name, char *value, uint32_t room);

/*
 * place.c: reads the kernel's ELF file, or prints the text before and what is
 * wrong with it.
 */
void place_read(struct loader *loader, enum elf_rules rules,
    struct elf_image *image, const char *before);

/*
 * Where the image is to lie, whole pages with more bytes after it, and where
 * that is until the last steps: there, if that is free; or 0, and the caller
 * says where. place_fill() puts the image there.
 */
struct place {
	uint64_t to, from, size;
};
struct place place_image(
    struct loader *loader, const struct elf_image *image, uint64_t more);
void place_fill(const struct loader *loader, const struct elf_image *image,
    const struct place *place);

/* The modules that the kernel gets: the archive's, and the VMM's others. */
void place_modules(struct loader *loader);

/*
 * enter.c: has the rest done by move.asm, in ENTER_SIZE bytes at safe: the
 * kernel goes to its place, and a format's last steps (its enter.asm) run with
 * these arguments and page tables. Nothing that they use is in the way.
 */
#define ENTER_SIZE (2 * PAGE)
struct entry {
	uint64_t safe, cr3, address;
	struct native_args args;
	const char *steps, *steps_end;
	struct place place;
	struct extent avoid; /* what is overwritten, now or soon */
};
void enter(const struct boot_view *view, const struct entry *entry,
    struct native_args *native);

/* What native_write() does for each format, in a file of its name. */
bool freebsd_boot(struct loader *loader, struct native_args *native);
bool limine_boot(struct loader *loader, struct native_args *native);
bool multiboot_boot(
    struct loader *loader, uint32_t version, struct native_args *native);

/* find.c: the format of that name or, if it is NULL, the kernel's. */
struct format {
	const char *name;
	bool (*is)(struct loader *loader);
	bool (*boot)(struct loader *loader, struct native_args *native);
};
const struct format *find_format(struct loader *loader, const char *name);

/*
 * addresses.c: what a Multiboot header says of where the kernel goes, if it
 * does, and of where it is entered.
 */
struct multiboot_kernel;
bool addresses_read(const struct loader *loader,
    const struct multiboot_kernel *kernel, struct elf_image *image);
uint32_t addresses_entry(const struct loader *loader,
    const struct multiboot_kernel *kernel, const struct elf_image *image);

#endif
