/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a Limine kernel and its loader share (The Limine Boot Protocol, base
 * revisions 0 to 3). All fields are 64 bits wide where nothing else is said,
 * and little-endian. Addresses in responses are those of the direct map
 * (HHDM), where the kernel reaches them, and not physical.
 */
#ifndef LIMINE_ABI_H
#define LIMINE_ABI_H

#include <stdint.h>

#define LIMINE_KERNEL_BASE  0xffffffff80000000ull /* the lowest for a kernel */
#define LIMINE_REVISION_MAX 3
#define LIMINE_STACK_SIZE   0x10000 /* the least */

/* The first two words of every request's id. */
#define LIMINE_ID_0 0xc7b1dd30df4c8b88ull
#define LIMINE_ID_1 0x0a82e883a194f07bull

/* The base revision tag: these two, and the revision. */
#define LIMINE_TAG_0 0xf9562b2d5c95a6c8ull
#define LIMINE_TAG_1 0x6a7b384944536bdcull

/* Requests are looked for only after the last start marker and before the
 * first end marker, if there are any. */
#define LIMINE_START_0 0xf6b8f4b39de7d1aeull
#define LIMINE_START_1 0xfab91a6940fcb9cfull
#define LIMINE_START_2 0x785c6ed015d3e316ull
#define LIMINE_START_3 0x181e920a7852b9d9ull
#define LIMINE_END_0   0xadc0e0531bb10d03ull
#define LIMINE_END_1   0x9572709f31764c62ull

/* The requests that get a response, and the other two words of their ids. */
#define LIMINE_REQUESTS(X)                                               \
	X(LIMINE_LOADER, 0xf55038d8e2a1202full, 0x279426fcf5f59740ull)   \
	X(LIMINE_CMDLINE, 0x4b161536e598651eull, 0xb390ad4a2f1f303aull)  \
	X(LIMINE_FIRMWARE, 0x8c2f75d90bef28a8ull, 0x7045a4688eac00c3ull) \
	X(LIMINE_STACK, 0x224ef0460a8e8926ull, 0xe1cb0fc25f46ea3dull)    \
	X(LIMINE_HHDM, 0x48dcf1cb8ad2b852ull, 0x63984e959a98244bull)     \
	X(LIMINE_SCREEN, 0x9d5827dcd881dd75ull, 0xa3148604f6fab11bull)   \
	X(LIMINE_PAGING, 0x95c1a0edab0944cbull, 0xa4e5cb3842f7488aull)   \
	X(LIMINE_MP, 0x95a67b819a1b857eull, 0xa0b61b723b6a73e0ull)       \
	X(LIMINE_ENTRY, 0x13d86c035a1cd3e1ull, 0x2b0caa89d8f3026aull)    \
	X(LIMINE_FILE, 0xad97e90e83f1ed67ull, 0x31eb5d1c5ff23b69ull)     \
	X(LIMINE_MODULES, 0x3e7e279702be32afull, 0xca1c4f3bd1280ceeull)  \
	X(LIMINE_RSDP, 0xc5e77b6b397e7b43ull, 0x27637845accdcf3cull)     \
	X(LIMINE_DATE, 0x502746e184c088aaull, 0xfbc5ec83e6327893ull)     \
	X(LIMINE_ADDRESS, 0x71ba76863cc55f63ull, 0xb2644a48c516a487ull)  \
	X(LIMINE_MEMMAP, 0x67cf3d9d378a806full, 0xe304acdfc50c3c62ull)

#define LIMINE_NAME(name, id2, id3) name,
enum limine_kind { LIMINE_REQUESTS(LIMINE_NAME) LIMINE_KINDS };
#undef LIMINE_NAME

/* In the kernel's image, at a multiple of 8; what follows response depends on
 * the kind. */
struct limine_request {
	uint64_t id[4];
	uint64_t revision;
	uint64_t response; /* an address; left as it is if there is none */
	union {
		uint64_t stack_size;
		uint64_t entry; /* virtual */
		uint64_t mp_flags;
		struct {
			uint64_t mode;
			uint64_t max_mode; /* these two from revision 1 on */
			uint64_t min_mode;
		} paging;
		struct { /* from revision 1 on */
			uint64_t count;
			uint64_t list; /* of addresses of limine_internal */
		} modules;
	};
};

/* All responses but that of LIMINE_MP; some have only one word, or none. */
struct limine_response {
	uint64_t revision;
	uint64_t first;
	uint64_t second;
};

struct limine_internal { /* a module that the kernel asks for */
	uint64_t path;   /* relative to the kernel's file */
	uint64_t string;
	uint64_t flags;
} __attribute__((packed)); /* wherever the kernel has it */
#define LIMINE_INTERNAL_REQUIRED 0x1ull

struct limine_file {
	uint64_t revision;
	uint64_t address; /* a multiple of 4 KiB */
	uint64_t size;
	uint64_t path;
	uint64_t string;
	uint64_t from[9]; /* the medium; all 0: it is not known */
};

struct limine_entry {  /* of the memory map */
	uint64_t base; /* physical */
	uint64_t length;
	uint64_t type;
};
#define LIMINE_MEM_USABLE      0
#define LIMINE_MEM_RESERVED    1
#define LIMINE_MEM_ACPI        2
#define LIMINE_MEM_NVS         3
#define LIMINE_MEM_BAD         4
#define LIMINE_MEM_RECLAIM     5 /* the loader's */
#define LIMINE_MEM_EXECUTABLE  6 /* the kernel and its modules */
#define LIMINE_MEM_FRAMEBUFFER 7

struct limine_format { /* of a pixel */
	uint16_t bpp;
	uint8_t model; /* 1: RGB */
	uint8_t red_size, red_shift;
	uint8_t green_size, green_shift;
	uint8_t blue_size, blue_shift;
	uint8_t unused[7];
};
struct limine_framebuffer {
	uint64_t address;
	uint64_t width, height;
	uint64_t pitch; /* bytes of a row */
	struct limine_format format;
	uint64_t edid_size, edid;
	uint64_t mode_count, modes; /* an array of addresses */
};
struct limine_mode {
	uint64_t pitch, width, height;
	struct limine_format format;
};

#define LIMINE_MP_X2APIC 0x1 /* in mp_flags, and in the response's */
struct limine_mp_response {
	uint64_t revision;
	uint32_t flags;
	uint32_t bsp_lapic_id;
	uint64_t cpu_count;
	uint64_t cpus; /* an array of addresses of limine_cpu */
};
struct limine_cpu {
	uint32_t processor_id; /* ACPI's, from the MADT */
	uint32_t lapic_id;
	uint64_t reserved;     /* the loader's */
	uint64_t goto_address; /* the parked CPU goes there, once it is not 0 */
	uint64_t extra_argument;
};

#endif
