/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of this kernel share. It knows the Limine boot protocol from
 * its specification only, and none of the kit's headers: a request is a row of
 * words, and so is a response.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef REVISION
#define REVISION 3 /* the base revision */
#endif

/* Words of a request: 4 of the id, then these. */
#define RESPONSE       5
#define FIELD          6

#define BASE_TAG       0xf9562b2d5c95a6c8, 0x6a7b384944536bdc
#define MAGIC          0xc7b1dd30df4c8b88, 0x0a82e883a194f07b

#define WHERE_IN(name) __attribute__((used, section(name), aligned(8)))
#define WHERE          WHERE_IN(".requests.c")

/* Types of the memory map. */
#define USABLE     0
#define RECLAIM    5
#define EXECUTABLE 6

extern volatile uint64_t hhdm_request[], map_request[];

/* Print to COM1 and to port 0xE9. */
void put(const char *s);
void put_hex(uint64_t value);
void put_decimal(uint64_t value);
void line(const char *name, uint64_t value); /* name: 0xvalue */

/* Prints what is not as the protocol promises. */
void claim(bool holds, const char *what);
_Noreturn void end(void); /* ends QEMU: good if all claims held */

/* The response of a request; NULL if there is none. */
const uint64_t *response(const volatile uint64_t *request);

/* The memory map's type of an address in the direct map; -1 if it has none. */
uint64_t type_of(uint64_t address);

/* Prints the memory map, and checks it. */
void show_map(void);

/* Checks the registers, the GDT and the like. */
void check_machine(uint64_t stack);

static inline void
outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t
inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

#endif
