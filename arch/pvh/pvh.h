/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stages of the door, in the order in which pvh_boot() calls them. Each
 * takes the boot view as the one before it left it; if it answers false, the
 * first defect that it met is in view->defect.
 */
#ifndef PVH_H
#define PVH_H

#include <stddef.h>
#include "boot_view.h"

/* Copies start_info and all that it refers to, but for the modules' data. */
bool pvh_parse(struct boot_view *view, uint64_t start_info);

/* Puts entry i of the loader's map into the view's: size bytes at addr. */
bool memmap_add(struct boot_view *view, uint32_t i, uint64_t addr,
    uint64_t size, uint32_t type);

/*
 * The same with each of the *entries of Xen's map. May be left out of the
 * build, with its file.
 */
__attribute__((weak)) bool xen_memmap(
    struct boot_view *view, uint32_t *entries);

/* Ends the domain as crashed, if this is one. In the same file. */
__attribute__((weak)) void xen_crash(void);

/*
 * Copies the string at paddr into the arena; NULL if there is none, or one that
 * has to be left out: the warnings are those of the command line, or of the
 * module with this index.
 */
#define OF_CMDLINE UINT32_MAX
char *string_copy(struct boot_view *view, uint64_t paddr, uint32_t module);

/* Takes a module's command line, NAME [type=TYPE] [args] or NULL, apart. */
bool module_name(struct boot_view *view, uint32_t module, char *words);

/* The RSDP at paddr or, if that is 0, one found as ACPI says; 0 if none. */
uint64_t rsdp_find(struct boot_view *view, uint64_t paddr);

/* What separates the words of a command line. */
static inline __attribute__((always_inline)) bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * Brings every module right behind the image, takes their pages out of the
 * map's RAM, sets kernend.
 */
bool modules_settle(struct boot_view *view);

/*
 * The lowest room for module i: pages behind the image that are RAM, below
 * 1 GiB, clear of every other module, and followed by headroom bytes more of
 * RAM, in which modules may lie. 0 if there is none.
 */
uint64_t module_place(
    const struct boot_view *view, uint32_t i, uint64_t headroom);

/* Turns the command line into howto and kenv. */
bool args_parse(struct boot_view *view);

/* The bit of an option's letter, 0 if there is none such. */
uint32_t howto_of_letter(char letter);

/* The bit of a word boot_NAME=value, 0 for any other; *no if value is no. */
uint32_t howto_of_variable(const char *word, bool *no);

/*
 * What btext is entered with. preload_write() is the one stage that knows
 * FreeBSD's format: for another kernel, another file with this function.
 */
struct native_args {
	uint64_t modulep; /* edi */
	uint64_t kernend; /* esi */
};
bool preload_write(struct boot_view *view, struct native_args *native);

/* Notes the defect; always false. */
__attribute__((cold)) bool pvh_defect(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value);

/*
 * A line on the early console; of codes from PVH_ONCE on the first time only.
 */
__attribute__((cold)) void pvh_warn(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value);

/* A line on the early console: the defect's own, its figures filled in. */
__attribute__((cold)) void pvh_print(
    const char *prefix, struct pvh_defect defect);

/*
 * The end of a boot that cannot go on: that of QEMU, if the build names a port
 * for it, of the domain under Xen, or else a halt, interrupts off.
 */
_Noreturn void pvh_halt(void);

/* The same for an exception or NMI in the door, with a line on the console. */
_Noreturn void pvh_trap(uint64_t vector, uint64_t address, uint64_t cr2);

/* A byte to the early console: port 0xE9, where somebody listens, and COM1. */
void pvh_putc(char c);

/* More of them; a number in base 10 or 16. */
void pvh_put_string(const char *s);
void pvh_put_number(uint64_t value, unsigned base);

/* Is Xen below us? By CPUID, which is all that these two ask. */
bool on_xen(void);

struct cpuid {
	uint32_t eax, ebx, ecx, edx;
};
struct cpuid cpuid(uint32_t leaf);

#endif
