/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "unit.h"
#include <sys/mman.h>
#include <time.h>

struct boot_view view;
struct freebsd bsd;
unsigned char *memory;

static uint64_t memory_size, next_gift, random_state;
static struct extent opened[16];
static uint32_t opened_count;
static char console[0x20000];
static uint32_t console_length;

void
unit_begin(void)
{
	const char *seed = getenv("UNIT_SEED");

	random_state =
	    seed != NULL ? strtoull(seed, NULL, 0) : (uint64_t)time(NULL);
	printf("# UNIT_SEED=%llu\n", (unsigned long long)random_state);
	fflush(stdout);
	cmocka_set_message_output(CM_OUTPUT_TAP);
}

uint64_t
any(void)
{
	uint64_t z = random_state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

uint64_t
below(uint64_t limit)
{
	return any() % limit;
}

void
pvh_putc(char c)
{
	assert_true(console_length < sizeof(console) - 1);
	console[console_length++] = c;
}

const char *
printed(void)
{
	console[console_length] = '\0';
	console_length = 0;
	return console;
}

unsigned char
far_byte(uint64_t paddr)
{
	return (unsigned char)(paddr * 13 + (paddr >> 12));
}

uint32_t cpu_features, cpu_extended;
unsigned char cmos[0x33];

/* In place of xen.c's. */
struct cpuid
cpuid(uint32_t leaf)
{
	struct cpuid r = { 0 };

	r.edx = leaf == 1 ? cpu_features : leaf >> 31 ? cpu_extended : 0;
	return r;
}

/* In place of cmos.c, which reads ports. */
void limine_cmos(uint8_t registers[sizeof(cmos)]);
void
limine_cmos(uint8_t registers[sizeof(cmos)])
{
	memcpy(registers, cmos, sizeof(cmos));
}

/* In place of far.c, which maps memory in page tables. */
bool
physmem_far(uint64_t paddr, uint64_t size)
{
	return paddr != 0 && !range_below(paddr, size, 4 * GIB) &&
	    range_below(paddr, size, 1ull << CPU_BITS);
}

void
physmem_copy_far(char *to, uint64_t paddr, uint64_t size)
{
	for (; size > 0; size--)
		*to++ = (char)far_byte(paddr++);
}

static void
protect(uint64_t start, uint64_t end, int access)
{
	start &= ~(PAGE - 1);
	end = page_up(end);
	assert_int_equal(0, mprotect(memory + start, end - start, access));
}

static void
protect_all(int access)
{
	uint32_t i;

	for (i = 0; i < opened_count; i++)
		protect(opened[i].start, opened[i].end, access);
	protect(DOOR_START, DOOR_END, PROT_NONE);
}

void
open_memory(uint64_t paddr, uint64_t size)
{
	assert_true(opened_count < COUNT(opened));
	opened[opened_count++] = (struct extent){ paddr, paddr + size };
	protect_all(PROT_READ | PROT_WRITE);
}

/* Behind the end there are bytes that may be read, but are not written. */
static char *arena, *arena_end;

static void
free_arena(void)
{
	if (arena != NULL)
		assert_memory_equal(
		    arena_end, "\xa5\xa5\xa5\xa5\xa5\xa5\xa5", 7);
	free(arena);
	arena = NULL;
}

void
new_arena(uint32_t size)
{
	free_arena();
	arena = malloc(size + 7);
	assert_non_null(arena);
	arena_end = arena + size;
	memset(arena, 0xa5, size + 7);
	view.arena = (struct arena){ arena, ARENA_AT, size, 0 };
}

static void
new_machine(uint64_t size)
{
	const struct hvm_memmap_table_entry map = { 0, size, RAM, 0 };

	memory_size = size;
	memory = mmap(NULL, size + MIB, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert_true(memory != MAP_FAILED);
	opened_count = 0;
	open_memory(0, WINDOW);
	memset(&view, 0xa5, sizeof(view)); /* no stage may rely on zeroes */
	memset(&bsd, 0xa5, sizeof(bsd));
	bsd.view = &view;
	view.mem.base = (uintptr_t)memory;
	view.mem.size = size;
	view.mem.door = (struct extent){ DOOR_START, DOOR_END };
	bsd.kernel_name = "kernel";
	view.kernel = (struct extent){ KERNEL_START, KERNEL_END };
	view.image = (struct extent){ KERNEL_START, DOOR_END };
	bsd.loader = "loader=pvh";
	view.warned = 0;
	bsd.record_count = 0;
	new_arena(BOOT_ARENA);
	next_gift = MIB;
	info()->magic = HVM_START_MAGIC;
	info()->version = 1;
	give_map(&map, 1);
	printed();
}

int
new_small(void **state)
{
	(void)state;
	new_machine(WINDOW);
	return 0;
}

int
new_big(void **state)
{
	(void)state;
	new_machine(4 * GIB);
	return 0;
}

int
no_machine(void **state)
{
	(void)state;
	free_arena();
	return munmap(memory, memory_size + MIB);
}

struct hvm_start_info *
info(void)
{
	return (struct hvm_start_info *)(memory + INFO_AT);
}

uint64_t
give(const void *bytes, uint64_t size)
{
	uint64_t paddr = next_gift | 1;

	next_gift = paddr + size;
	assert_true(next_gift <= KERNEL_START);
	memcpy(memory + paddr, bytes, size);
	return paddr;
}

uint64_t
give_string(const char *s)
{
	return give(s, strlen(s) + 1);
}

uint64_t
give_filled(char byte, uint64_t count)
{
	char *s = calloc(1, count + 1);
	uint64_t paddr;

	assert_non_null(s);
	memset(s, byte, count);
	paddr = give(s, count + 1);
	free(s);
	return paddr;
}

void
give_map(const struct hvm_memmap_table_entry *map, uint32_t count)
{
	info()->memmap_paddr = give(map, count * sizeof(*map));
	info()->memmap_entries = count;
}

void
give_modules(const struct hvm_modlist_entry *list, uint32_t count)
{
	info()->modlist_paddr = give(list, count * sizeof(*list));
	info()->nr_modules = count;
}

bool
parse(void)
{
	bool good;

	protect_all(PROT_READ);
	good = pvh_parse(&view, INFO_AT);
	protect_all(PROT_READ | PROT_WRITE);
	return good;
}

static bool
settle_checked(void)
{
	bool good;

	protect(KERNEL_START, DOOR_START, PROT_READ);
	good = settle_modules(&bsd);
	protect(KERNEL_START, DOOR_START, PROT_READ | PROT_WRITE);
	return good;
}

bool
settle(void)
{
	modules_check(&view);
	return settle_checked();
}

bool
door(void)
{
	if (!parse())
		return false;
	modules_check(&view);
	return names_read(&bsd) && settle_checked() && args_parse(&bsd) &&
	    preload_write(&bsd);
}

void
assert_refused(
    enum pvh_code code, uint32_t index, uint64_t value, const char *line)
{
	char expected[256];

	assert_int_equal(view.defect.code, code);
	assert_int_equal(view.defect.index, index);
	assert_int_equal(view.defect.value, value);
	snprintf(expected, sizeof(expected), "pvh: %s\n", line);
	printed();
	pvh_print("pvh: ", view.defect);
	assert_string_equal(printed(), expected);
}

void
assert_equal_maps(const struct memmap *a, const struct memmap *b)
{
	uint32_t i;

	assert_int_equal(a->count, b->count);
	for (i = 0; i < a->count; i++) {
		assert_int_equal(a->step[i].start, b->step[i].start);
		assert_int_equal(a->step[i].type, b->step[i].type);
	}
}

void
assert_map(const struct memmap_range *expected)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	for (; expected->type != MEMMAP_HOLE; expected++) {
		assert_true(memmap_next(&view.map, &cursor, &r));
		assert_int_equal(r.first, expected->first);
		assert_int_equal(r.last, expected->last);
		assert_int_equal(r.type, expected->type);
	}
	assert_false(memmap_next(&view.map, &cursor, &r));
}
