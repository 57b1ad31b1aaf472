/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define SIZE (4 * GIB)
#define TOP  (1ull << 40) /* the end of the CPU's addresses */

struct boot_view view;
struct freebsd bsd;
unsigned char *memory;
struct pvh_defect warnings[WARNINGS];
uint32_t warning_count;
uint64_t guest_copy_limit = UINT64_MAX;
bool guest_spared;
struct placed placed[BOOT_MODULES];
uint32_t placed_count;

static char arena[BOOT_ARENA] __attribute__((aligned(8)));
static uint64_t copied;

void __real_pvh_warn(struct boot_view *, enum pvh_code, uint32_t, uint64_t);
uint64_t __real_settle_place(const struct places *, uint32_t, uint64_t);
void __wrap_pvh_warn(struct boot_view *, enum pvh_code, uint32_t, uint64_t);
uint64_t __wrap_settle_place(const struct places *, uint32_t, uint64_t);

_Noreturn void
guest_fail(const char *file, int line, const char *property)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, property);
	abort();
}

static void
protect(uint64_t start, uint64_t end, int access)
{
	CHECK(mprotect(memory + start, end - start, access) == 0);
}

static void
protect_all(int access)
{
	protect(0, DOOR_START, access);
	protect(DOOR_END, SIZE, access);
}

/* The kit's console, whose output nobody needs. */
void
pvh_putc(char c)
{
	CHECK(c == '\n' || (c >= ' ' && c <= '~'));
}

void
__wrap_pvh_warn(
    struct boot_view *v, enum pvh_code code, uint32_t index, uint64_t value)
{
	if (code < PVH_ONCE || (v->warned & 1ull << (code - PVH_ONCE)) == 0) {
		CHECK(warning_count < WARNINGS);
		warnings[warning_count++] =
		    (struct pvh_defect){ code, index, value };
	}
	__real_pvh_warn(v, code, index, value);
}

uint64_t
__wrap_settle_place(const struct places *places, uint32_t i, uint64_t headroom)
{
	uint64_t paddr = __real_settle_place(places, i, headroom), end;
	uint64_t size = places->view->module[places->order[i]].size;
	struct placed *p = &placed[placed_count];

	if (paddr == 0)
		return 0;
	end = page_up(paddr + size);
	CHECK(placed_count < BOOT_MODULES && paddr % PAGE == 0);
	CHECK(paddr >= DOOR_END && paddr < end && end <= GIB - headroom);
	if (size > guest_copy_limit - copied) {
		guest_spared = true;
		return 0;
	}
	copied += size;
	p->paddr = paddr;
	p->size = size;
	memcpy(p->tail, memory + paddr + size, end - paddr - size);
	protect(paddr, end, PROT_READ | PROT_WRITE);
	placed_count++;
	return paddr;
}

void
guest_read(void *to, uint64_t paddr, uint64_t size)
{
	uint64_t low = paddr >= SIZE ? 0
	    : size < SIZE - paddr    ? size
				     : SIZE - paddr;

	memcpy(to, memory + (low > 0 ? paddr : 0), low);
	memset((char *)to + low, 0, size - low);
}

uint32_t machine_edx;
uint8_t machine_cmos[0x33];

struct cpuid
cpuid(uint32_t leaf)
{
	(void)leaf;
	return (struct cpuid){ 0, 0, 0, machine_edx };
}

void limine_cmos(uint8_t *registers);
void
limine_cmos(uint8_t *registers)
{
	memcpy(registers, machine_cmos, sizeof(machine_cmos));
}

bool
physmem_far(uint64_t paddr, uint64_t size)
{
	return paddr != 0 && range_below(paddr, size, TOP) &&
	    paddr + size > SIZE;
}

void
physmem_copy_far(char *to, uint64_t paddr, uint64_t size)
{
	CHECK(physmem_far(paddr, size));
	guest_read(to, paddr, size);
}

static void
write_piece(uint64_t paddr, uint64_t start, uint64_t end, const uint8_t *from)
{
	if (start < end)
		memcpy(memory + start, from + (start - paddr), end - start);
}

static void
write_chunks(const uint8_t *data, const uint8_t *all)
{
	struct __attribute__((packed)) {
		uint32_t paddr;
		uint16_t size;
	} chunk;
	uint64_t start, end;

	for (; all - data >= (ptrdiff_t)sizeof(chunk); data += chunk.size) {
		memcpy(&chunk, data, sizeof(chunk));
		data += sizeof(chunk);
		if (chunk.size > all - data)
			chunk.size = (uint16_t)(all - data);
		start = chunk.paddr;
		end = start + chunk.size < SIZE ? start + chunk.size : SIZE;
		write_piece(
		    start, start, end < DOOR_START ? end : DOOR_START, data);
		write_piece(
		    start, start > DOOR_END ? start : DOOR_END, end, data);
	}
}

uint64_t
guest_load(const uint8_t *data, size_t size)
{
	uint32_t start_info = 0;

	if (memory == NULL) {
		memory = mmap(NULL, SIZE + MIB, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		CHECK(memory != MAP_FAILED);
	}
	CHECK(madvise(memory, SIZE, MADV_DONTNEED) == 0);
	protect_all(PROT_READ | PROT_WRITE);
	memset(&view, 0xa5, sizeof(view)); /* no stage may rely on zeroes */
	memset(&bsd, 0xa5, sizeof(bsd));
	bsd.view = &view;
	memset(arena, 0xa5, sizeof(arena));
	view.mem = (struct physmem){ (uintptr_t)memory, SIZE,
		{ DOOR_START, DOOR_END } };
	bsd.kernel_name = "kernel";
	view.kernel = (struct extent){ KERNEL_START, KERNEL_END };
	view.image = (struct extent){ KERNEL_START, DOOR_END };
	view.arena = (struct arena){ arena, ARENA_AT, sizeof(arena), 0 };
	bsd.loader = "loader=pvh";
	view.warned = 0;
	bsd.record_count = 0;
	view.defect.code = PVH_OK;
	warning_count = placed_count = 0;
	copied = 0;
	guest_spared = false;
	if (size >= sizeof(start_info)) {
		memcpy(&start_info, data, sizeof(start_info));
		write_chunks(data + sizeof(start_info), data + size);
	}
	protect_all(PROT_READ);
	return start_info;
}

void
guest_open(void)
{
	protect_all(PROT_READ | PROT_WRITE);
}
