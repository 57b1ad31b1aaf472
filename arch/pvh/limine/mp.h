/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files share that read the MADT, find other CPUs and start them. */
#ifndef MP_H
#define MP_H

#include <stdbool.h>
#include <stdint.h>
#include "limine.h"

/* ACPI's list of CPUs, the MADT (ACPI 6.5, 5.2.12). */
struct madt {
	const uint8_t *bytes;
	uint32_t size; /* 0: there is none that is sound */
};
#define MADT_ENTRIES 44 /* where they begin; type and length come first */

/* A CPU that is enabled; its ID is none that stands for all CPUs. */
struct madt_cpu {
	uint32_t processor_id;
	uint32_t apic_id;
};

/* Finds the table by the view's RSDP; the RSDT counts where no XSDT does. */
struct madt madt_find(const struct boot_view *view);

/*
 * The next CPU from the entry at *at on, which starts at 0 and moves on. False
 * at the end, or where an entry makes no sense.
 */
bool madt_next(const struct madt *madt, uint32_t *at, struct madt_cpu *cpu);

/*
 * mp.asm. From mp_low on to mp_low_end is what a CPU starts with, at a page
 * below 1 MiB, in real mode; it goes on at mp_high, in a page below 4 GiB. At
 * the end of each is what it needs to know.
 */
extern const char mp_low[], mp_low_end[], mp_high[], mp_high_end[];

struct mp_low {
	uint32_t cr4;
	uint32_t cr3; /* of tables that map 0 to 4 GiB there, and the HHDM */
	uint32_t efer;
	uint16_t gdt_limit; /* of a GDT whose first descriptor is 64-bit code */
	uint32_t gdt_base;
	uint32_t high; /* mp_high's copy, physical */
	uint16_t code; /* 8 */
} __attribute__((packed));

struct mp_msr {
	uint64_t number; /* 0 ends the list */
	uint64_t value;
};
#define MP_MSRS 64 /* at most; apic.c takes no more MTRRs than fit */

struct mp_high {
	uint64_t root;  /* for cr3 */
	uint64_t stack; /* its top, in the HHDM */
	uint64_t cpu;   /* its struct limine_cpu there; reserved becomes 1 */
	uint16_t unused[3];
	uint16_t gdt_limit;
	uint64_t gdt_base;
	struct mp_msr msr[MP_MSRS];
};

/* apic.c: the boot CPU's local APIC (Intel SDM 3A, chapter 10). */
struct apic {
	bool on;
	bool x2;                  /* x2APIC: its registers are MSRs */
	volatile uint32_t *words; /* of xAPIC */
	uint32_t id;
};

/* x2APIC is turned on if it is wanted and there; it stays if it is on. */
struct apic apic_open(const struct boot_view *view, bool x2_wanted);

/* Whether an IPI can be sent to that ID. */
bool apic_reaches(const struct apic *apic, uint32_t id);

/* Sends an IPI, after all that was written to memory. */
#define APIC_INIT    0x4500
#define APIC_STARTUP 0x4600 /* and the number of a page below 1 MiB */
void apic_send(const struct apic *apic, uint32_t id, uint32_t command);

/*
 * The MSRs that another CPU has to set, in this order, to have the boot CPU's
 * MTRRs (Intel SDM 3A, 11.11.8), its kind of APIC and, if not 0, that PAT.
 */
void apic_msrs(struct mp_msr msr[MP_MSRS], uint64_t pat);

/* A register of the I/O APIC whose first one is there (82093AA, 3.0). */
uint32_t apic_io_read(volatile uint32_t *io, uint32_t number);
void apic_io_write(volatile uint32_t *io, uint32_t number, uint32_t value);

/* start.c: what it takes to start the other CPUs, one after the other. */
struct starter {
	struct limine *l;
	struct apic apic;
	struct mp_high *high;
	uint64_t high_paddr;
	uint64_t low;           /* the page that CPUs start in */
	struct limine_cpu *cpu; /* the boot CPU's, then the others' */
	uint64_t address;       /* of these, for the kernel */
	uint64_t *list;         /* of the addresses of those that are ready */
};

/* A page of RAM where a CPU can start; 0 if there is none. */
uint64_t mp_low_page(const struct boot_view *view);

/*
 * Copies both parts of mp.asm, the second into high_paddr; what was in the low
 * page goes into the page after that. The direct map comes into the tables that
 * are on.
 */
void mp_prepare(struct starter *s);

/*
 * Starts the CPU whose struct the kernel reaches at that address. One that is
 * too late gets another INIT: then it waits for a start-up IPI that never
 * comes, and does not run in the low page once that has its old contents.
 */
bool mp_start(struct starter *s, const struct limine_cpu *cpu, uint64_t address,
    uint64_t stack);

#endif
