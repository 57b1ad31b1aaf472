/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kit's own files share. First the stages, in the order in which
 * pvh_boot() calls them; native_write() (pvh.h) is the last. Each takes the
 * boot view as the one before it left it; if it returns false, the first defect
 * that it met is in view->defect.
 */
#ifndef KIT_H
#define KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "pvh.h"

/* Copies start_info and all that it refers to, except the modules' data. */
bool pvh_parse(struct boot_view *view, uint64_t start_info);

/* Puts entry i of the loader's map into the view's: size bytes at addr. */
bool memmap_add(struct boot_view *view, uint32_t i, uint64_t addr,
    uint64_t size, uint32_t type);

/*
 * The same with each entry of the map that Xen has for us; *entries becomes how
 * many there are. NULL in a build without xen_map.c.
 */
__attribute__((weak)) bool xen_memmap(
    struct boot_view *view, uint32_t *entries);

/* Under Xen, ends the domain as crashed. NULL without xen_map.c, too. */
__attribute__((weak)) void xen_crash(void);

/*
 * Copies the command line at paddr into the arena. NULL if there is none, or if
 * it is left out: then a warning names the module, or the kernel's own.
 */
#define OF_KERNEL UINT32_MAX
char *cmdline_copy(struct boot_view *view, uint64_t paddr, uint32_t module);

/* The RSDP's address: paddr or, if that is 0, one found by a search; or 0. */
uint64_t rsdp_find(struct boot_view *view, uint64_t paddr);

/* Warns of what is wrong with modules, and leaves out those of no use. */
void modules_check(struct boot_view *view);

/* What separates the words of a command line. */
static inline __attribute__((always_inline)) bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Prints the prefix and the defect's line, its numbers filled in. */
__attribute__((cold)) void pvh_print(
    const char *prefix, struct pvh_defect defect);

/*
 * Ends a boot that cannot go on: leaves QEMU, if the build names a port for
 * that; crashes the domain under Xen; or else halts with interrupts off.
 */
_Noreturn void pvh_halt(void);

/* The same for an exception or NMI in the door, which it prints first. */
_Noreturn void pvh_trap(uint64_t vector, uint64_t address, uint64_t cr2);

/* A byte to the early console: COM1, and port 0xe9 with a debug console. */
void pvh_putc(char c);

/* The same with a string, and with a number in base 10 or 16. */
void pvh_put_string(const char *s);
void pvh_put_number(uint64_t value, unsigned base);

/* Whether this runs under Xen, by CPUID. */
bool xen_present(void);

/* What CPUID says in a leaf, subleaf 0. */
struct cpuid {
	uint32_t eax, ebx, ecx, edx;
};
struct cpuid cpuid(uint32_t leaf);

#endif
