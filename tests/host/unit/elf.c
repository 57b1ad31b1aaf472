/* SPDX-License-Identifier: BSD-2-Clause */
/* The loader's ELF reader: a good kernel, each defect, and many mutations. */
#include <elf.h>
#include "unit.h"
#include "boot/load/elf.h"

#define SEGMENTS 3
#define SIZE     0x4000ull
#define BASE     ELF_KERNBASE

static struct elf_image image;
static struct elf_defect defect;
static enum elf_rules rules;

static struct {
	Elf64_Ehdr header;
	Elf64_Phdr segment[SEGMENTS + 1];
} good;

static Elf64_Ehdr *const h = &good.header;
static Elf64_Phdr *const p = good.segment;

/* One segment of text, one of data with a .bss, a note within the text. */
static int
new_elf(void **state)
{
	(void)state;
	rules = ELF_FREEBSD;
	memset(&good, 0, sizeof(good));
	memcpy(h->e_ident, "\177ELF\2\1\1", 7);
	h->e_type = ET_EXEC;
	h->e_machine = EM_X86_64;
	h->e_version = 1;
	h->e_entry = BASE + 0x200010;
	h->e_phoff = sizeof(*h);
	h->e_ehsize = sizeof(*h);
	h->e_phentsize = sizeof(*p);
	h->e_phnum = SEGMENTS;
	p[0] = (Elf64_Phdr){ PT_LOAD, PF_R | PF_X, 0x1000, BASE + 0x200000,
		0x200000, 0x1234, 0x1234, 0x1000 };
	p[1] = (Elf64_Phdr){ PT_LOAD, PF_R | PF_W, 0x3000, BASE + 0x202000,
		0x202000, 0x1000, 0x5001, 0x1000 };
	p[2] = (Elf64_Phdr){ PT_NOTE, PF_R, 0x1100, BASE + 0x200100, 0x200100,
		0x18, 0x18, 4 };
	return 0;
}

/* Reads the first size bytes; nothing after them can be accessed. */
static bool
read_elf(uint64_t size)
{
	unsigned char *file = malloc(size);
	bool result;
	uint64_t i;
	char *to;

	assert_true(size == 0 || file != NULL);
	for (i = 0; i < size; i++)
		file[i] = (unsigned char)(i % 251);
	memcpy(file, &good, size < sizeof(good) ? size : sizeof(good));
	memset(&image, 0xa5, sizeof(image));
	memset(&defect, 0, sizeof(defect));
	result = elf_read(file, size, rules, &image, &defect);
	if (!result) {
		assert_non_null(defect.field);
		assert_non_null(defect.why);
	} else if (image.end - image.start < 16 * MIB) {
		to = malloc(image.end - image.start);
		assert_non_null(to);
		elf_place(&image, file, to);
		free(to);
	}
	free(file);
	return result;
}

static void
assert_bad(uint32_t index, const char *field, uint64_t value, const char *why)
{
	assert_false(read_elf(SIZE));
	assert_int_equal(defect.index, index);
	assert_string_equal(defect.field, field);
	assert_int_equal(defect.value, value);
	assert_string_equal(defect.why, why);
	new_elf(NULL);
}

static void
test_good(void **state)
{
	unsigned char file[SIZE], to[0x7001];
	uint64_t i;

	(void)state;
	assert_true(read_elf(SIZE));
	assert_int_equal(image.start, 0x200000);
	assert_int_equal(image.end, 0x207001);
	assert_int_equal(image.entry, BASE + 0x200010);
	assert_int_equal(image.count, 2);
	for (i = 0; i < SIZE; i++)
		file[i] = (unsigned char)(i % 251);
	memset(to, 0xa5, sizeof(to));
	elf_place(&image, file, to);
	assert_memory_equal(to, file + 0x1000, 0x1234);
	assert_memory_equal(to + 0x2000, file + 0x3000, 0x1000);
	for (i = 0x1234; i < sizeof(to); i++)
		if (i < 0x2000 || i >= 0x3000)
			assert_int_equal(to[i], 0);
}

/* Linked at its physical address; segments in any order, one of them empty. */
static void
test_unusual(void **state)
{
	Elf64_Phdr swap = p[0];

	(void)state;
	p[0] = p[1];
	p[1] = swap;
	assert_true(read_elf(SIZE));
	assert_int_equal(image.start, 0x200000);
	p[0].p_vaddr = p[0].p_paddr;
	p[1].p_vaddr = p[1].p_paddr;
	h->e_entry = 0x200010;
	assert_true(read_elf(SIZE));
	p[0] = (Elf64_Phdr){ PT_LOAD, 0, UINT64_MAX, 1, 2, 0, 0, 3 };
	assert_true(read_elf(SIZE));
	assert_int_equal(image.end, 0x201234);
}

static void
test_header(void **state)
{
	uint64_t i;

	(void)state;
	for (i = 0; i < sizeof(*h); i++) {
		assert_false(read_elf(i));
		assert_string_equal(defect.field, "size");
		assert_int_equal(defect.value, i);
		assert_string_equal(
		    defect.why, "the file is shorter than an ELF header");
	}
	h->e_phnum = 0;
	assert_false(read_elf(sizeof(*h)));
	assert_string_equal(defect.field, "e_phnum");
	new_elf(NULL);
	for (i = 0; i < 7; i++) {
		h->e_ident[i] ^= 0x40;
		assert_bad(ELF_HEADER,
		    i < 4        ? "e_ident[EI_MAG]"
			: i == 4 ? "e_ident[EI_CLASS]"
			: i == 5 ? "e_ident[EI_DATA]"
				 : "e_ident[EI_VERSION]",
		    (uint64_t)(unsigned char)("\177ELF\2\1\1"[i] ^ 0x40),
		    "not a little-endian ELF64 file");
	}
	h->e_type = ET_DYN;
	assert_bad(ELF_HEADER, "e_type", ET_DYN, "not an executable");
	h->e_machine = EM_386;
	assert_bad(ELF_HEADER, "e_machine", EM_386, "not x86-64");
	h->e_phentsize = 57;
	assert_bad(ELF_HEADER, "e_phentsize", 57, "not 56");
	h->e_phoff = SIZE - SEGMENTS * sizeof(*p) + 1;
	assert_bad(ELF_HEADER, "e_phoff", SIZE - SEGMENTS * sizeof(*p) + 1,
	    "the program headers run past the file's end");
	h->e_phoff = UINT64_MAX;
	assert_bad(ELF_HEADER, "e_phoff", UINT64_MAX,
	    "the program headers run past the file's end");
	h->e_phnum = UINT16_MAX;
	assert_bad(ELF_HEADER, "e_phoff", sizeof(*h),
	    "the program headers run past the file's end");
	h->e_phnum = 0;
	assert_bad(ELF_HEADER, "e_phnum", 0, "no segment to load");
	h->e_entry = BASE + 0x200000; /* the first byte, and the last one */
	assert_true(read_elf(SIZE));
	h->e_entry = BASE + 0x200000 + 0x1233;
	assert_true(read_elf(SIZE));
	h->e_entry = 0;
	assert_bad(ELF_HEADER, "e_entry", 0, "in no executable segment");
	h->e_entry = BASE + 0x200000 + 0x1234;
	assert_bad(
	    ELF_HEADER, "e_entry", BASE + 0x201234, "in no executable segment");
	h->e_entry = BASE + 0x202000; /* not executable */
	assert_bad(
	    ELF_HEADER, "e_entry", BASE + 0x202000, "in no executable segment");
}

static void
test_segments(void **state)
{
	(void)state;
	p[1].p_filesz = 0x5002;
	assert_bad(1, "p_filesz", 0x5002, "more than p_memsz");
	p[1].p_offset = 0x3001;
	assert_bad(
	    1, "p_offset", 0x3001, "the segment runs past the file's end");
	p[1].p_offset = UINT64_MAX;
	assert_bad(
	    1, "p_offset", UINT64_MAX, "the segment runs past the file's end");
	p[1].p_memsz = UINT64_MAX;
	assert_bad(1, "p_paddr", 0x202000, "the segment wraps");
	p[1].p_memsz = GIB * 1024;
	assert_bad(1, "p_vaddr", BASE + 0x202000, "the segment wraps");
	p[1].p_paddr = 0xff000;
	assert_bad(1, "p_paddr", 0xff000, "below 1 MiB");
	p[1].p_memsz = GIB - 0x202000 + 1;
	assert_bad(
	    1, "p_memsz", GIB - 0x202000 + 1, "the segment ends above 1 GiB");
	p[1].p_paddr = GIB;
	assert_bad(1, "p_paddr", GIB, "the segment ends above 1 GiB");
	p[1].p_vaddr += 0x1000;
	assert_bad(1, "p_vaddr", BASE + 0x203000,
	    "p_vaddr - p_paddr is not that of the first segment");
	p[0].p_vaddr = 0xffffffff90200000ull;
	assert_bad(0, "p_vaddr", 0xffffffff90200000ull,
	    "p_vaddr - p_paddr is neither KERNBASE nor 0");
	p[2] = p[1];
	assert_bad(2, "p_paddr", 0x202000, "the segment overlaps another");
	p[1].p_paddr = 0x201233; /* its last byte */
	p[1].p_vaddr = BASE + 0x201233;
	assert_bad(1, "p_paddr", 0x201233, "the segment overlaps another");
}

static void
test_too_many(void **state)
{
	unsigned char *file = malloc(SIZE);
	Elf64_Phdr s = p[0];
	uint32_t i;

	(void)state;
	assert_non_null(file);
	memset(file, 0, SIZE);
	h->e_phnum = ELF_SEGMENTS + 1;
	memcpy(file, h, sizeof(*h));
	for (i = 0; i <= ELF_SEGMENTS; i++) {
		memcpy(file + sizeof(*h) + i * sizeof(s), &s, sizeof(s));
		s.p_vaddr += 0x2000;
		s.p_paddr += 0x2000;
	}
	assert_false(elf_read(file, SIZE, ELF_FREEBSD, &image, &defect));
	assert_int_equal(defect.index, ELF_SEGMENTS);
	assert_string_equal(defect.field, "p_type");
	assert_string_equal(defect.why, "too many segments");
	free(file);
}

/*
 * Whatever the file holds, there is a named defect, or all segments are sound.
 */
static void
assert_sane(uint64_t size)
{
	const struct elf_segment *s, *t;

	if (!read_elf(size))
		return;
	assert_in_range(image.count, 1, ELF_SEGMENTS);
	for (s = image.segment; s < image.segment + image.count; s++) {
		assert_true(s->filesz <= s->memsz && s->memsz > 0);
		assert_true(s->filesz <= size && s->offset <= size - s->filesz);
		assert_true(s->paddr >= image.start);
		assert_true(s->paddr + s->memsz <= image.end);
		for (t = image.segment; t < s; t++)
			assert_true(s->paddr + s->memsz <= t->paddr ||
			    t->paddr + t->memsz <= s->paddr);
	}
	assert_true(image.start >= (rules == ELF_VIRTUAL ? BASE : MIB));
	assert_true(image.end <= (rules == ELF_FREEBSD           ? GIB
					 : rules == ELF_PHYSICAL ? 4 * GIB
								 : 0 - PAGE));
}

/* The same kernel as ELF32, at its physical addresses. */
static void
new_elf32(void)
{
	const Elf64_Ehdr wide = *h;
	const Elf64_Phdr segment[] = { p[0], p[1], p[2] };
	Elf32_Ehdr *h32 = (Elf32_Ehdr *)&good;
	Elf32_Phdr *p32 = (Elf32_Phdr *)(h32 + 1);
	uint32_t i;

	rules = ELF_PHYSICAL;
	memset(&good, 0, sizeof(good));
	*h32 = (Elf32_Ehdr){ .e_type = wide.e_type,
		.e_machine = EM_386,
		.e_version = 1,
		.e_entry = 0x200010,
		.e_phoff = sizeof(*h32),
		.e_ehsize = sizeof(*h32),
		.e_phentsize = sizeof(*p32),
		.e_phnum = SEGMENTS };
	memcpy(h32->e_ident, "\177ELF\1\1\1", 7);
	for (i = 0; i < SEGMENTS; i++)
		p32[i] = (Elf32_Phdr){ .p_type = segment[i].p_type,
			.p_flags = segment[i].p_flags,
			.p_offset = segment[i].p_offset,
			.p_vaddr = segment[i].p_paddr,
			.p_paddr = segment[i].p_paddr,
			.p_filesz = segment[i].p_filesz,
			.p_memsz = segment[i].p_memsz,
			.p_align = segment[i].p_align };
}

static void
test_elf32(void **state)
{
	Elf32_Ehdr *h32 = (Elf32_Ehdr *)&good;
	Elf32_Phdr *p32 = (Elf32_Phdr *)(h32 + 1);

	(void)state;
	new_elf32();
	assert_true(read_elf(SIZE));
	assert_int_equal(image.start, 0x200000);
	assert_int_equal(image.end, 0x207001);
	assert_int_equal(image.entry, 0x200010);
	assert_int_equal(image.count, 2);
	assert_int_equal(image.segment[1].offset, 0x3000);
	assert_int_equal(image.segment[1].flags, PF_R | PF_W);
	h32->e_machine = EM_X86_64; /* as objcopy makes it of ELF64 */
	assert_true(read_elf(SIZE));
	h32->e_phentsize = 56;
	assert_bad(ELF_HEADER, "e_phentsize", 56, "not 32");
	new_elf32();
	h32->e_machine = EM_ARM;
	assert_bad(ELF_HEADER, "e_machine", EM_ARM, "neither i386 nor x86-64");
	new_elf32();
	p32[1].p_memsz = UINT32_MAX;
	assert_bad(1, "p_memsz", UINT32_MAX, "the segment ends above 4 GiB");
	new_elf32();
	rules = ELF_FREEBSD;
	assert_bad(ELF_HEADER, "e_ident[EI_CLASS]", 1,
	    "not a little-endian ELF64 file");
}

/* Entered without paging: the entry's address may be either. */
static void
test_physical(void **state)
{
	rules = ELF_PHYSICAL;
	assert_true(read_elf(SIZE));
	assert_int_equal(image.entry, 0x200010);
	h->e_entry = 0x200010;
	assert_true(read_elf(SIZE));
	assert_int_equal(image.entry, 0x200010);
	h->e_entry = 0x200000;
	assert_true(read_elf(SIZE));
	assert_int_equal(image.entry, 0x200000);
	h->e_entry = 0x200010;
	p[1].p_vaddr = 0x202000; /* a base for each */
	assert_true(read_elf(SIZE));
	h->e_entry = 0x207000; /* in .bss */
	assert_bad(ELF_HEADER, "e_entry", 0x207000, "in no segment");
	rules = ELF_PHYSICAL;
	h->e_type = ET_DYN; /* it goes to 1 MiB */
	h->e_entry = 0x10;
	p[0].p_vaddr = p[0].p_paddr = 0;
	p[1].p_vaddr = p[1].p_paddr = 0x2000;
	assert_true(read_elf(SIZE));
	assert_int_equal(image.start, MIB);
	assert_int_equal(image.entry, MIB + 0x10);
	assert_int_equal(image.bias, MIB);
	p[1].p_paddr = UINT64_MAX - MIB + 0x2000;
	assert_bad(1, "p_paddr", 0x1fff, "below 1 MiB");
	rules = ELF_PHYSICAL;
	h->e_type = ET_DYN; /* it is linked for a place of its own */
	assert_true(read_elf(SIZE));
	assert_int_equal(image.start, 0x200000);
	assert_int_equal(image.entry, 0x200010);
	assert_int_equal(image.bias, 0);
	rules = ELF_FREEBSD;
	h->e_type = ET_DYN;
	assert_bad(ELF_HEADER, "e_type", ET_DYN, "not an executable");
	new_elf(state);
}

/* Placed by virtual addresses, whatever p_paddr is. */
static void
test_virtual(void **state)
{
	(void)state;
	rules = ELF_VIRTUAL;
	p[0].p_paddr = 0;
	p[1].p_paddr = UINT64_MAX;
	assert_true(read_elf(SIZE));
	assert_int_equal(image.start, BASE + 0x200000);
	assert_int_equal(image.end, BASE + 0x207001);
	assert_int_equal(image.entry, BASE + 0x200010);
	p[0].p_vaddr = BASE - 1;
	assert_bad(0, "p_paddr", BASE - 1, "below -2 GiB");
	rules = ELF_VIRTUAL;
	p[1].p_vaddr = (uint64_t)0 - 0x6000;
	assert_bad(
	    1, "p_memsz", 0x5001, "the segment reaches into the last page");
}

static void
test_mutations(void **state)
{
	static const uint64_t odd[] = { 0, 1, 0x7f, 0xff, 0xffff, 0x1000,
		0x200000, SIZE, GIB, 1ull << 40, UINT64_MAX, UINT64_MAX - 1,
		BASE, ~(uint64_t)0xfff };
	unsigned char *bytes = (unsigned char *)&good;
	uint64_t value, at;
	uint32_t round, n;

	for (round = 0; round < 20000; round++) {
		new_elf(state);
		if (below(4) == 0)
			new_elf32();
		else
			rules = below(3);
		for (n = below(3); n < 3; n++) {
			value = below(4) != 0 ? odd[below(COUNT(odd))] : any();
			at = below(sizeof(good) - 8);
			if (below(2) != 0)
				at &= ~7ull;
			memcpy(bytes + at, &value, 1u << below(4));
		}
		assert_sane(below(8) != 0 ? SIZE : below(SIZE));
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test_setup(test_good, new_elf),
	cmocka_unit_test_setup(test_unusual, new_elf),
	cmocka_unit_test_setup(test_header, new_elf),
	cmocka_unit_test_setup(test_segments, new_elf),
	cmocka_unit_test_setup(test_too_many, new_elf),
	cmocka_unit_test_setup(test_elf32, new_elf),
	cmocka_unit_test_setup(test_physical, new_elf),
	cmocka_unit_test_setup(test_virtual, new_elf),
	cmocka_unit_test_setup(test_mutations, new_elf),
};
MAIN("elf")
