/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mutator of the door's fuzzer: it makes a whole case, a start_info with
 * all that it refers to, then breaks one to three of the fields; now and then
 * it lets libFuzzer change the bytes.
 */
#include <string.h>
#include "fuzz.h"
#include "layout.h"
#include "physmem.h"
#include "start_info.h"

#define INFO_AT    0x6003u
#define MAP_AT     0x9001u
#define MODLIST_AT 0x7001u
#define STRINGS_AT 0x10001u
#define RSDP_AT    0xf5a00u
#define EBDA_WORD  0x40eu
#define EBDA       0x9fc0 /* a segment */
#define CHUNK      6      /* bytes of its address and size */

static uint8_t *bytes;
static size_t used, room;
static uint64_t state;

static uint64_t
below(uint64_t limit)
{
	state = state * 6364136223846793005ull + 1442695040888963407ull;
	return (state >> 33) % limit;
}

/*
 * Where the case has size bytes at paddr, in the last chunk that has all of
 * them; NULL if none has.
 */
static uint8_t *
find(uint64_t paddr, size_t size)
{
	uint8_t *found = NULL;
	uint32_t start;
	uint16_t length;
	size_t i = sizeof(uint32_t);

	for (; i + CHUNK <= used; i += length) {
		memcpy(&start, bytes + i, sizeof(start));
		memcpy(&length, bytes + i + sizeof(start), sizeof(length));
		i += CHUNK;
		if (length > used - i)
			break;
		if (paddr >= start && paddr - start <= length &&
		    size <= length - (paddr - start))
			found = bytes + i + (paddr - start);
	}
	return found;
}

static void
put(uint64_t paddr, const void *from, size_t size)
{
	uint8_t *to = find(paddr, size);
	uint32_t start = (uint32_t)paddr;
	uint16_t length = (uint16_t)size;

	if (to == NULL) {
		if (paddr != start || used + CHUNK + size > room)
			return;
		memcpy(bytes + used, &start, sizeof(start));
		memcpy(bytes + used + sizeof(start), &length, sizeof(length));
		to = bytes + used + CHUNK;
		used += CHUNK + size;
	}
	memcpy(to, from, size);
}

static uint64_t
get(uint64_t paddr, size_t size)
{
	uint8_t *from = find(paddr, size);
	uint64_t value = 0;

	if (from != NULL)
		memcpy(&value, from, size);
	return value;
}

/* A number near one at which the behaviour changes. */
static uint64_t
odd_number(void)
{
	static const uint64_t edges[] = { 0, 1, 2, 0xff, 0x40e, 0x500, PAGE,
		0x9fc00, 0xa0000, 0xe0000, MIB, KERNEL_START, KERNEL_END,
		DOOR_START, DOOR_END, DOOR_END + 2 * MIB, GIB, 2 * GIB, 4 * GIB,
		1ull << 40, INFO_AT, MAP_AT, MODLIST_AT, STRINGS_AT, 1ull << 63,
		0 };
	uint64_t number = edges[below(COUNT(edges))];

	switch (below(4)) {
	case 0:
		return number;
	case 1:
		return number + below(64);
	case 2:
		return number - 1 - below(64);
	default:
		return number + (below(2) != 0 ? PAGE : -PAGE) * below(520);
	}
}

static const char *
some_word(void)
{
	static const char *const words[] = { "-v", "-asS9600", "-S", "-x",
		"boot_single", "boot_ddb=NO", "boot_mute=No", "boot_verbose=0",
		"a=1", "a=2", "ab", "a", "'x y'=z", "\"q", "r='", "=v", "'='",
		"loader=me", "acpi.rsdp=0", "b='c \"d'\"e\"", "-", "--", "\xff",
		"type=", "type=raw", "/boot/initrd", "comconsole_speed=1",
		"virtio_mmio.device=4K@0xc0002000:6", "x.device",
		".device=", "'--'" };

	return words[below(COUNT(words))];
}

/* A string of words, placed after all others. */
static uint64_t
give_string(uint64_t *next)
{
	char s[4096];
	uint64_t n = below(below(8) != 0 ? 6 : 400), at = *next;
	size_t length = 0, more;

	for (; n > 0; n--) {
		const char *word = some_word();

		more = strlen(word);
		if (length + more + 8 > sizeof(s))
			break;
		memcpy(s + length, word, more);
		length += more;
		if (below(16) == 0)
			s[length++] = (char)('0' + below(10));
		s[length++] = " \t\n\r  "[below(6)];
	}
	s[length++] = '\0';
	put(at, s, length);
	*next += length;
	return at;
}

static uint32_t
give_map(void)
{
	uint64_t ram =
	    below(4) != 0 ? 16 * MIB : DOOR_END - MIB + PAGE * below(530);
	struct hvm_memmap_table_entry map[512] = {
		{ 0, 0x9fc00, RAM, 0 },
		{ 0xf0000, 0x10000, RESERVED, 0 },
		{ MIB, ram, RAM, 0 },
		{ GIB, MIB, RAM, 0 },
	};
	uint32_t n = 4, all = 4 + (uint32_t)below(below(32) != 0 ? 6 : 500);
	uint64_t step = PAGE * (1 + below(64)), next = 32 * MIB;

	for (; n < all; n++, next += 2 * step)
		map[n] = (struct hvm_memmap_table_entry){
			below(2) != 0 ? next : odd_number(),
			below(2) != 0 ? step : below(1 << 22),
			(uint32_t)(below(3) != 0 ? RAM : below(9)), 0
		};
	put(MAP_AT, map, all * sizeof(*map));
	return all;
}

static uint32_t
give_modules(uint64_t *next)
{
	struct hvm_modlist_entry list[66];
	uint32_t n = (uint32_t)below(below(16) != 0 ? 4 : COUNT(list)), i;
	uint64_t string = give_string(next), from = string;
	static const uint64_t homes[] = { DOOR_END, DOOR_END, 8 * MIB, GIB,
		32 * MIB, DOOR_END - 0x2000, 4 * GIB - 0x2000, 6 * GIB };

	for (i = 0; i < n; i++) {
		list[i] = (struct hvm_modlist_entry){
			homes[below(COUNT(homes))] + below(0x4000),
			below(n > 4 ? 0x800 : 0x4000), from, 0
		};
		put(list[i].paddr, &list[i], sizeof(list[i]));
		from = below(3) == 0 ? 0
		    : below(2) != 0  ? string
				     : give_string(next);
	}
	put(MODLIST_AT, list, n * sizeof(*list));
	return n;
}

static void
give_rsdp(uint64_t paddr)
{
	uint8_t rsdp[36] = "RSD PTR ", sum = 0;
	uint32_t i;

	rsdp[15] = below(2) != 0 ? 2 : 0;
	rsdp[20] = sizeof(rsdp);
	for (i = 0; i < 20; i++)
		sum += rsdp[i];
	rsdp[8] = (uint8_t)-sum;
	rsdp[32] = (uint8_t)-rsdp[20];
	put(paddr, rsdp, sizeof(rsdp));
}

static void
make_case(void)
{
	const uint16_t ebda = EBDA;
	struct hvm_start_info info = { .magic = HVM_START_MAGIC, .version = 1 };
	uint32_t at = INFO_AT;
	uint64_t next = STRINGS_AT;

	used = sizeof(at);
	memcpy(bytes, &at, sizeof(at));
	info.memmap_paddr = MAP_AT;
	info.modlist_paddr = MODLIST_AT;
	info.cmdline_paddr = below(8) != 0 ? give_string(&next) : 0;
	info.rsdp_paddr = below(8) != 0 ? RSDP_AT : 0;
	if (below(16) > 0) {
		give_rsdp(RSDP_AT);
	} else {
		give_rsdp((uint64_t)EBDA << 4);
		put(EBDA_WORD, &ebda, sizeof(ebda));
	}
	info.memmap_entries = give_map();
	info.nr_modules = give_modules(&next);
	put(INFO_AT, &info, sizeof(info));
}

/* The address and width of a field: of start_info, a table entry or an RSDP. */
static uint64_t
some_field(size_t *width)
{
	static const uint8_t offsets[] = { 0, 4, 8, 12, 16, 24, 32, 40, 48,
		52 };
	uint32_t at;
	uint64_t n;

	memcpy(&at, bytes, sizeof(at));
	*width = 8;
	switch (below(4)) {
	case 0:
		n = get(at + 12ull, 4);
		return get(at + 16ull, 8) + below(n % 128 + 1) * 32 +
		    below(3) * 8;
	case 1:
		n = get(at + 48ull, 4);
		return get(at + 40ull, 8) + below(n % 1024 + 1) * 24 +
		    below(3) * 8;
	case 2:
		*width = 1;
		return get(at + 32ull, 8) + below(36);
	default:
		n = offsets[below(sizeof(offsets))];
		*width = n < 16 || n >= 48 ? 4 : 8;
		return at + n;
	}
}

static void
break_field(void)
{
	size_t width, other;
	uint64_t field = some_field(&width), value = odd_number();

	switch (below(5)) {
	case 0:
		value = get(field, width) + below(33) - 16;
		break;
	case 1:
		value = get(some_field(&other), 8);
		break;
	case 2:
		value = below(9);
		break;
	}
	put(field, &value, width);
}

size_t
LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	uint64_t n;

	state = seed;
	bytes = data;
	used = size;
	room = max_size;
	if (room < 64 || below(4) == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	if (size < sizeof(uint32_t) || below(16) == 0)
		make_case();
	for (n = below(4); n > 0; n--)
		break_field();
	return used;
}
