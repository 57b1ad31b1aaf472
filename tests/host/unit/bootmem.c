/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's map, whatever the order and the overlaps of its entries, and the
 * pages that it takes for itself: each against a search byte by byte or page by
 * page.
 */
#include "metadata_of.h"
#include "kern/bootmem.h"

#define FIRST 0x300000ull
#define PAGES 48
#define END   (FIRST + PAGES * PAGE * 2)

static struct piece piece[MAP_MOST];
static uint32_t pieces;
static struct {
	uint64_t addr, size;
} file[8];
static uint32_t files;

static void
make(bool efi)
{
	uint32_t i;

	begin();
	put_map(piece, pieces, efi);
	for (i = 0; i < files; i++)
		put_file(MODULE_TYPE_MD_IMAGE, file[i].addr, file[i].size);
	put(MODINFO_END, "", 0);
	take(md_size);
	assert_boots();
}

static unsigned
strictness_of(const struct physmap_range *r)
{
	switch (r->type) {
	case SMAP_TYPE_MEMORY:
		return r->free ? 1 : 2;
	case SMAP_TYPE_PMEM:
		return 3;
	case SMAP_TYPE_ACPI_RECLAIM:
		return 4;
	case SMAP_TYPE_ACPI_NVS:
		return 5;
	default:
		return 6;
	}
}

/* Where what covers an address may change. */
static uint64_t
next_edge(uint64_t at)
{
	uint64_t edge = END;
	uint32_t i;

	for (i = 0; i < pieces; i++) {
		if (piece[i].first > at && piece[i].first < edge)
			edge = piece[i].first;
		if (piece[i].last >= at && piece[i].last + 1 < edge)
			edge = piece[i].last + 1;
	}
	return edge;
}

static void
any_map_is_swept(void **state)
{
	struct physmap_range r;
	uint64_t at, ram, last, swept;
	uint32_t round;
	bool efi;

	(void)state;
	for (round = 0; round < 2000; round++) {
		efi = round % 2 != 0;
		files = 0;
		pieces = any_pieces(piece, FIRST, PAGES, efi);
		make(efi);
		ram = last = 0;
		swept = FIRST;
		for (at = FIRST; at < END; at = next_edge(at)) {
			unsigned want = strictest(piece, pieces, at, efi);

			if (want == 1 || want == 2) {
				ram += next_edge(at) - at;
				last = next_edge(at) - 1;
			}
			if (want == 0)
				continue;
			assert_true(physmap_sweep(&boot.map, at, &r));
			assert_int_equal(r.base, at);
			assert_true(r.last >= next_edge(at) - 1);
			if (want < 6)
				assert_int_equal(strictness_of(&r), want);
			assert_int_equal(physmap_is_memory(r.type), want < 6);
			/* From where the last one ended it is the same. */
			if (at >= swept) {
				assert_true(
				    physmap_sweep(&boot.map, swept, &r));
				assert_int_equal(r.base, at);
				swept = r.last + 1;
			}
		}
		assert_int_equal(physmap_ram(&boot.map, 0, UINT64_MAX), ram);
		assert_int_equal(physmap_ram(&boot.map, 0, END), ram);
		assert_int_equal(physmap_last_ram(&boot.map), last);
	}
}

static void
the_ends_of_the_addresses(void **state)
{
	struct physmap_range r;

	(void)state;
	pieces = 2;
	piece[0] = (struct piece){ 0, PAGE - 1, EFI_FREE };
	piece[1] =
	    (struct piece){ UINT64_MAX - PAGE + 1, UINT64_MAX, EFI_FREE };
	files = 0;
	make(false);
	assert_int_equal(physmap_ram(&boot.map, 0, UINT64_MAX), 2 * PAGE);
	assert_int_equal(
	    physmap_ram(&boot.map, 1, UINT64_MAX - 1), 2 * PAGE - 2);
	assert_int_equal(physmap_last_ram(&boot.map), UINT64_MAX);
	assert_true(physmap_sweep(&boot.map, PAGE, &r));
	assert_int_equal(r.base, piece[1].first);
	assert_int_equal(r.last, UINT64_MAX);
	assert_true(physmap_sweep(&boot.map, UINT64_MAX, &r));
	pieces = 1;
	make(false);
	assert_false(physmap_sweep(&boot.map, PAGE, &r));
	/* A length that goes beyond the last address is cut off there. */
	piece[0] = (struct piece){ 5, 3, EFI_FREE }; /* -1 bytes */
	make(false);
	assert_true(physmap_sweep(&boot.map, 0, &r));
	assert_int_equal(r.base, 5);
	assert_int_equal(r.last, UINT64_MAX);
	piece[0] = (struct piece){ 5, 4, EFI_FREE }; /* none */
	make(false);
	assert_false(physmap_sweep(&boot.map, 0, &r));
}

/* Nobody has the page, and all of it is free RAM. */
static bool
is_free(uint64_t page, bool efi)
{
	uint64_t at;
	uint32_t i;

	for (i = 0; i < files; i++)
		if (file[i].size != 0 && file[i].addr < page + PAGE &&
		    (file[i].size > UINT64_MAX - file[i].addr ||
			file[i].addr + file[i].size > page))
			return false;
	for (at = page; at < page + PAGE; at = next_edge(at))
		if (strictest(piece, pieces, at, efi) != 1)
			return false;
	return true;
}

static void
takes_all_that_is_free_and_nothing_else(void **state)
{
	struct bootmem bm;
	uint64_t page, end;
	uint32_t round, i;
	bool efi;

	(void)state;
	for (round = 0; round < 1000; round++) {
		efi = round % 2 != 0;
		pieces = any_pieces(piece, FIRST, PAGES, efi);
		files = (uint32_t)below(8);
		for (i = 0; i < files; i++) {
			file[i].addr = FIRST + below(PAGES * PAGE);
			if (below(2) != 0)
				file[i].addr &= ~(PAGE - 1);
			file[i].size = 1 + below(4 * PAGE);
			if (below(2) != 0)
				file[i].size = (1 + below(3)) * PAGE;
			if (below(30) == 0)
				file[i].size = UINT64_MAX;
		}
		make(efi);
		end = FIRST - PAGE + below(3 * PAGE);
		boot.preload.end = end;
		bootmem_init(&bm, &boot);
		boot.preload.end = START + md_size;
		for (page = (end + PAGE - 1) / PAGE * PAGE; page < END;
		     page += PAGE)
			if (is_free(page, efi))
				assert_int_equal(bootmem_page(&bm), page);
		assert_int_equal(bootmem_page(&bm), 0);
		assert_int_equal(bootmem_page(&bm), 0);
	}
}

/* The pages from FIRST on that are given out, a bit for each. */
static unsigned
given_out(void)
{
	struct bootmem bm;
	unsigned bits = 0;
	uint64_t page;

	make(false);
	bootmem_init(&bm, &boot);
	while ((page = bootmem_page(&bm)) != 0)
		bits |= 1u << (page - FIRST) / PAGE;
	return bits;
}

static void
every_byte_of_a_page_counts(void **state)
{
	(void)state;
	pieces = 1;
	files = 0;
	piece[0] = (struct piece){ FIRST + 1, FIRST + 8 * PAGE - 2, EFI_FREE };
	assert_int_equal(given_out(), 0x7e);
	piece[0] = (struct piece){ FIRST, FIRST + 8 * PAGE - 1, EFI_FREE };
	assert_int_equal(given_out(), 0xff);
	files = 4;
	file[0].addr = FIRST - 5; /* its last byte is the first of page 0 */
	file[0].size = 6;
	file[1].addr = FIRST + 3 * PAGE - 1;
	file[1].size = 1;
	file[2].addr = FIRST + 5 * PAGE;
	file[2].size = 1;
	file[3].addr = FIRST + 7 * PAGE;
	file[3].size = 0;
	assert_int_equal(given_out(), 0xda);
}

static void
nothing_at_or_above_1_gib(void **state)
{
	struct bootmem bm;

	(void)state;
	pieces = 1;
	files = 1;
	file[0].addr = LOAD_LIMIT - 3 * PAGE;
	file[0].size = PAGE + 1;
	piece[0] =
	    (struct piece){ LOAD_LIMIT - 4 * PAGE, LOAD_LIMIT + 99, EFI_FREE };
	make(false);
	bootmem_init(&bm, &boot);
	assert_int_equal(bootmem_page(&bm), LOAD_LIMIT - 4 * PAGE);
	assert_int_equal(bootmem_page(&bm), LOAD_LIMIT - PAGE);
	assert_int_equal(bootmem_page(&bm), 0);
	file[0].size = UINT64_MAX;
	make(false);
	bootmem_init(&bm, &boot);
	assert_int_equal(bootmem_page(&bm), LOAD_LIMIT - 4 * PAGE);
	assert_int_equal(bootmem_page(&bm), 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(any_map_is_swept),
	cmocka_unit_test(the_ends_of_the_addresses),
	cmocka_unit_test(takes_all_that_is_free_and_nothing_else),
	cmocka_unit_test(every_byte_of_a_page_counts),
	cmocka_unit_test(nothing_at_or_above_1_gib),
};

MAIN("bootmem")
