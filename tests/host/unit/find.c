/* SPDX-License-Identifier: BSD-2-Clause */
/* Which format the loader takes a kernel for. */
#include "unit.h"
#include "boot/load/elf_file.h"
#include "limine.h"
#include "boot/pvh/find.c"

#define HIGH_BASE 0xffffffff80000000ull
#define SIZE      0xa000

static unsigned char *file;
static struct loader loader = { .view = &view };
static jmp_buf refusal;
static const char *why;

void
refuse(const char *name, const char *format, ...)
{
	assert_string_equal(name, "format=");
	why = format;
	longjmp(refusal, 1);
}

/* What place.c does, without its line. */
void
place_read(struct loader *l, enum elf_rules rules, struct elf_image *image,
    const char *before)
{
	struct elf_defect defect;

	if (elf_read(l->kernel.at, l->kernel.size, rules, image, &defect))
		return;
	why = before;
	longjmp(refusal, 1);
}

bool
freebsd_boot(struct loader *l, struct native_args *native)
{
	return l != NULL && native != NULL;
}

bool
limine_boot(struct loader *l, struct native_args *native)
{
	return l != NULL && native != NULL;
}

bool
multiboot_boot(struct loader *l, uint32_t version, struct native_args *native)
{
	return l != NULL && version > 0 && native != NULL;
}

/* An ELF64 file with one segment, which begins at byte 0x1000 of it. */
static void
begin(uint64_t vaddr, uint64_t paddr)
{
	static const uint8_t ident[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	struct elf_header h = { .e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_entry = vaddr,
		.e_phoff = sizeof(h),
		.e_phentsize = sizeof(struct program_header),
		.e_phnum = 1 };
	struct program_header p = { PT_LOAD, 5, 0x1000, vaddr, paddr,
		SIZE - 0x1000, SIZE - 0x1000, 0x1000 };

	memcpy(h.e_ident, ident, sizeof(ident));
	memset(file, 0, SIZE);
	memcpy(file, &h, sizeof(h));
	memcpy(file + sizeof(h), &p, sizeof(p));
}

static void
put_request(uint32_t at)
{
	const uint64_t id[] = { LIMINE_ID_0, LIMINE_ID_1 };

	memcpy(file + at, id, at + sizeof(id) < SIZE ? sizeof(id) : SIZE - at);
}

static void
put_multiboot(uint32_t at)
{
	const uint32_t header[] = { MB1_MAGIC, 0, -MB1_MAGIC };

	memcpy(file + at, header, sizeof(header));
}

static void
put_multiboot2(uint32_t at)
{
	const uint32_t header[] = { MB2_MAGIC, 0, 16, -(MB2_MAGIC + 16) };

	memcpy(file + at, header, sizeof(header));
}

static void
assert_format(const char *expected)
{
	if (setjmp(refusal) == 0)
		assert_string_equal(find_format(&loader, NULL)->name, expected);
	else
		assert_null(expected);
}

static void
test_freebsd(void **state)
{
	(void)state;
	begin(HIGH_BASE + MIB, MIB);
	assert_format("freebsd");
	begin(MIB, MIB);
	assert_format("freebsd");
	begin(HIGH_BASE + MIB, 2 * MIB);
	assert_format(NULL);
	assert_non_null(strstr(why, "no Limine request"));
	file[0]++;
	assert_format(NULL);
}

/* Only at a multiple of 8 bytes in memory, and only whole. */
static void
test_limine(void **state)
{
	struct program_header *p =
	    (struct program_header *)(file + sizeof(struct elf_header));
	uint32_t i;

	(void)state;
	begin(HIGH_BASE + MIB, MIB);
	put_request(0x1000);
	assert_format("limine");
	begin(HIGH_BASE, 0);
	put_request(SIZE - 16);
	assert_format("limine");
	begin(HIGH_BASE + MIB, MIB);
	put_request(SIZE - 15);
	assert_format("freebsd");
	begin(HIGH_BASE + MIB, MIB);
	put_request(0x1004);
	assert_format("freebsd");
	begin(HIGH_BASE + MIB + 4, MIB + 4);
	put_request(0x1004);
	assert_format("limine");
	begin(HIGH_BASE + MIB, MIB);
	put_request(SIZE - 8);
	assert_format("freebsd");
	begin(HIGH_BASE + MIB + 4, MIB + 4);
	put_request(SIZE - 12);
	assert_format("freebsd");
	begin(HIGH_BASE + MIB, MIB);
	put_request(0xf00); /* in no segment */
	assert_format("freebsd");
	for (i = 0; i < 16; i++) {
		begin(HIGH_BASE + MIB, MIB);
		put_request(0x1000);
		file[0x1000 + i]++;
		assert_format("freebsd");
	}
	begin(HIGH_BASE + MIB + 1, MIB + 1); /* ends before a multiple */
	p->p_offset = SIZE - 3;
	p->p_filesz = 3;
	assert_format("freebsd");
	begin(MIB, MIB); /* linked too low */
	put_request(0x1000);
	assert_format("freebsd");
}

static void
test_multiboot(void **state)
{
	(void)state;
	begin(MIB, MIB);
	put_multiboot(MB1_SEARCH - 12);
	assert_format("multiboot");
	begin(MIB, MIB);
	put_multiboot(MB1_SEARCH - 8);
	assert_format("freebsd");
	begin(MIB, MIB);
	put_multiboot2(MB2_SEARCH - 16);
	assert_format("multiboot2");
	begin(MIB, MIB);
	put_multiboot2(MB2_SEARCH - 8);
	assert_format("freebsd");
	begin(MIB, MIB);
	put_multiboot2(0x1004);
	assert_format("freebsd");
	memset(file, 0, SIZE); /* no ELF file */
	put_multiboot(0x100);
	assert_format("multiboot");
}

/* Of two formats in one file the first in this order counts. */
static void
test_both(void **state)
{
	(void)state;
	begin(HIGH_BASE + MIB, MIB);
	put_multiboot(0x1000);
	assert_format("multiboot");
	put_multiboot2(0x2000);
	assert_format("multiboot2");
	put_request(0x3000);
	assert_format("limine");
}

static void
test_named(void **state)
{
	static const char *const names[] = { "limine", "multiboot2",
		"multiboot", "freebsd" };
	static const char *const wrong[] = { "", "limin", "limine2",
		"multiboot1", "FreeBSD" };
	uint32_t i;

	(void)state;
	begin(MIB, MIB);
	for (i = 0; i < 4; i++)
		assert_string_equal(
		    find_format(&loader, names[i])->name, names[i]);
	for (i = 0; i < 5; i++)
		if (setjmp(refusal) == 0) {
			find_format(&loader, wrong[i]);
			fail();
		}
	assert_non_null(strstr(why, "is not limine"));
}

static int
new_file(void **state)
{
	(void)state;
	file = malloc(SIZE);
	assert_non_null(file);
	loader.kernel = (struct bytes){ (char *)file, SIZE };
	return 0;
}

static int
no_file(void **state)
{
	(void)state;
	free(file);
	return 0;
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, new_file, no_file)
static const struct CMUnitTest tests[] = {
	TEST(test_freebsd),
	TEST(test_limine),
	TEST(test_multiboot),
	TEST(test_both),
	TEST(test_named),
};
MAIN("find")
