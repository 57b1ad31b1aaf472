/* SPDX-License-Identifier: BSD-2-Clause */
/* pvh-wrap: what a kernel is taken for, and what is made of it. */
#include "unit.h"
#include "limine.h"
#include "multiboot.h"
#include "wrap.h"

#define HIGH     0xffffffff80000000ull
#define SIZE     0x3000
#define TEXT     0x1000 /* where the segments begin in the file */
#define DATA     0x2000
#define STACK    0x6474e551
#define PROPERTY 0x6474e553

static struct elf_header h;
static struct program_header p[8];
static unsigned char bytes[SIZE];
static struct host host;
static struct file kernel, out;
static struct program_header q[16]; /* of what was made */
static jmp_buf refusal;
static char why[300];

void
die(const char *name, const char *format, ...)
{
	va_list args;

	assert_non_null(name);
	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	longjmp(refusal, 1);
}

static struct program_header
load(uint64_t offset, uint64_t vaddr, uint64_t paddr)
{
	return (struct program_header){ PT_LOAD, 7, offset, vaddr, paddr,
		0x1000, 0x1800, 0x1000 };
}

/* Two segments, loaded at 2 MiB, and 4 MiB; all bytes of the file differ. */
static void
begin(uint64_t base)
{
	static const uint8_t ident[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };
	uint32_t i;

	h = (struct elf_header){ .e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_entry = base + 0x200010,
		.e_phoff = sizeof(h),
		.e_phentsize = sizeof(p[0]),
		.e_phnum = 2 };
	memcpy(h.e_ident, ident, sizeof(ident));
	memset(p, 0, sizeof(p));
	p[0] = load(TEXT, base + 0x200000, 0x200000);
	p[1] = load(DATA, base + 0x400000, 0x400000);
	for (i = 0; i < SIZE; i++)
		bytes[i] = i < TEXT ? 0 : 1 + i % 251;
}

/* Nothing behind the file's last byte can be accessed. */
static const char *
read_host(const char *format)
{
	free(kernel.at);
	kernel = (struct file){ "kernel", malloc(SIZE), SIZE };
	assert_non_null(kernel.at);
	memcpy(kernel.at, bytes, SIZE);
	memcpy(kernel.at, &h, sizeof(h));
	memcpy(kernel.at + sizeof(h), p, h.e_phnum * sizeof(p[0]));
	why[0] = '\0';
	if (setjmp(refusal) == 0)
		host_read(&host, &kernel, format);
	return why;
}

/* Wraps it, and reads the program headers that the result has. */
static bool
wrap(void)
{
	struct elf_header now;
	struct file kit;
	bool in_place;
	uint32_t i;

	assert_string_equal(read_host(NULL), "");
	kit_make(&host, &kit);
	free(out.at);
	in_place = merge(&host, &kernel, &kit, &out);
	now = headers_read(&out);
	assert_true(now.e_phnum <= 16);
	memset(q, 0, sizeof(q));
	for (i = 0; i < now.e_phnum; i++)
		q[i] = headers_get(&out, &now, i);
	assert_int_equal(now.e_entry, h.e_entry);
	assert_memory_equal(out.at + TEXT, bytes + TEXT, SIZE - TEXT);
	free(kit.at);
	return in_place;
}

/* VIRT_BASE of the note that was made. */
static uint64_t
virt_base(void)
{
	const struct elf_header now = headers_read(&out);
	uint64_t value;

	memcpy(&value, out.at + q[now.e_phnum - 1].p_offset + NOTES_BASE,
	    sizeof(value));
	return value;
}

/* What the program headers are of, in their order; 0 ends the list. */
static void
assert_types(uint32_t first, uint32_t second, uint32_t third, uint32_t fourth,
    uint32_t fifth)
{
	const uint32_t type[] = { first, second, third, fourth, fifth };
	uint32_t i;

	for (i = 0; i < 5; i++)
		assert_int_equal(q[i].p_type, type[i]);
}

static void
test_bases(void **state)
{
	static const struct {
		uint64_t base;
		const char *object;
	} good[] = { { HIGH, "pvh-freebsd.o" }, { 0, "pvh-freebsd-identity.o" },
		{ 0xffff800000000000ull, "pvh-freebsd-higher.o" } };
	uint32_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		begin(good[i].base);
		assert_string_equal(read_host(NULL), "");
		assert_string_equal(host.format, "freebsd");
		assert_string_equal(host.object, good[i].object);
		assert_int_equal(host.base, good[i].base);
		assert_int_equal(host.kernbase, good[i].base);
		assert_int_equal(host.start, 0x200000);
		assert_int_equal(host.end, 0x401800);
		assert_int_equal(host.kit, 0x402000);
		assert_int_equal(host.entry, h.e_entry);
		assert_false(host.set_paddr);
	}
	begin(0xffff808000000000ull);
	assert_non_null(strstr(read_host(NULL), "; the kit is there for"));
	begin(HIGH);
	p[1].p_paddr += 0x1000;
	assert_non_null(strstr(read_host(NULL), "not the same in all"));
}

/* Without physical addresses there are those that the base asks for. */
static void
test_virtual(void **state)
{
	(void)state;
	begin(HIGH);
	p[0].p_paddr = p[0].p_vaddr;
	assert_non_null(strstr(read_host(NULL), "not the same in all"));
	p[1].p_paddr = p[1].p_vaddr;
	assert_true(wrap());
	assert_int_equal(q[0].p_paddr, 0x200000);
	assert_int_equal(q[1].p_paddr, 0x400000);
	assert_int_equal(q[2].p_paddr, 0x402000);
	assert_int_equal(q[2].p_vaddr, HIGH + 0x402000);
	assert_int_equal(host.start, 0x200000);
}

static void
put_request(void)
{
	const uint64_t id[] = { LIMINE_ID_0, LIMINE_ID_1 };

	memcpy(bytes + DATA + 8, id, sizeof(id));
}

/* A Limine kernel goes to 2 MiB, wherever it is linked. */
static void
test_limine(void **state)
{
	(void)state;
	begin(HIGH - 0x200000);
	put_request();
	p[0].p_paddr = p[0].p_vaddr;
	p[1].p_paddr = 0x12345678;
	assert_true(wrap());
	assert_string_equal(host.format, "limine");
	assert_string_equal(host.object, "pvh-limine-identity.o");
	assert_int_equal(host.kernbase, 0);
	assert_int_equal(host.base, HIGH - 0x200000);
	assert_int_equal(host.image.count, 2);
	assert_int_equal(q[0].p_paddr, 0x200000);
	assert_int_equal(q[1].p_paddr, 0x400000);
	assert_int_equal(q[2].p_vaddr, HIGH + 0x202000);
	assert_int_equal(virt_base(), HIGH - 0x200000);
	assert_string_equal(read_host("freebsd"),
	    "p_vaddr - p_paddr is not the same in all segments");
	begin(HIGH + 0x1000000);
	put_request();
	assert_string_equal(read_host(NULL), "");
	assert_int_equal(host.start, 0x200000);
	begin(HIGH + 0x1000000 + 8);
	put_request();
	assert_string_equal(read_host(NULL), "");
	assert_int_equal(host.start, 0x200008);
}

/* The header of version 2 with a tag of some words. */
static void
put_multiboot(uint32_t at, uint16_t type, uint32_t first)
{
	const uint32_t header[] = { MB2_MAGIC, 0, 48, -(MB2_MAGIC + 48), type,
		24, first, 0, 0, 0, 0, 8 };

	memcpy(bytes + at, header, sizeof(header));
}

static void
test_multiboot(void **state)
{
	static const uint32_t old[] = { MB1_MAGIC, 0, -MB1_MAGIC };

	(void)state;
	begin(0);
	put_multiboot(DATA, MB2_FRAMEBUFFER, 0);
	p[1].p_paddr = 0x205000; /* within 32 KiB */
	p[1].p_vaddr = HIGH + 0x205000;
	assert_true(wrap());
	assert_string_equal(host.object, "pvh-multiboot-identity.o");
	assert_int_equal(host.entry, 0x200010);
	assert_int_equal(q[1].p_vaddr, HIGH + 0x205000);
	assert_int_equal(q[2].p_vaddr, 0x207000);
	assert_int_equal(virt_base(), 0);
	h.e_entry = HIGH + 0x205010;
	assert_true(wrap());
	assert_int_equal(host.entry, 0x205010);
	assert_int_equal(virt_base(), HIGH);
	put_multiboot(DATA, MB2_ENTRY, 0x200020);
	assert_string_equal(read_host(NULL), "");
	assert_int_equal(host.entry, 0x200020);
	put_multiboot(DATA, MB2_ENTRY, 0x206800);
	assert_string_equal(
	    read_host(NULL), "its entry, 0x206800, is not in the kernel");
	put_multiboot(DATA, MB2_ADDRESS, 0x200000);
	assert_non_null(strstr(read_host(NULL), "Multiboot 2 address tag"));
	put_multiboot(DATA, MB2_FRAMEBUFFER, 0);
	p[1].p_paddr = 0x200000 + MB2_SEARCH - 47;
	p[1].p_vaddr = p[1].p_paddr;
	h.e_entry = 0x200010;
	assert_non_null(strstr(read_host(NULL), "not in the first 32 KiB"));
	p[1].p_paddr = p[1].p_vaddr = 0x200000 + MB2_SEARCH - 48;
	assert_string_equal(read_host(NULL), "");
	memcpy(bytes + 0x1ff0, old, sizeof(old));
	assert_non_null(strstr(read_host("multiboot"), "Multiboot 1 header"));
	begin(0x1000); /* no header, but the user says so */
	assert_string_equal(read_host("multiboot"), "");
	assert_int_equal(host.base, 0x1000);
	assert_int_equal(host.entry, 0x200010);
}

/* Where there are slots to spare, and where the room behind them counts. */
static void
test_slots(void **state)
{
	const struct program_header note = { PT_NOTE, 4, TEXT + 8, 0, 0, 24, 24,
		8 },
				    stack = { STACK, 6, 0, 0, 0, 0, 0, 16 };
	uint32_t i;

	(void)state;
	begin(HIGH);
	assert_true(wrap());
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, PT_NOTE, 0);
	assert_int_equal(q[2].p_offset, SIZE);
	assert_int_equal(q[3].p_offset, SIZE + KIT_NOTE);
	assert_int_equal(out.size, SIZE + KIT_FILE - KIT_OFFSET);
	assert_memory_equal(q, p, 2 * sizeof(p[0]));
	assert_int_equal(virt_base(), HIGH);
	h.e_entry = 0x200010; /* physical, in spite of the base */
	assert_true(wrap());
	assert_int_equal(virt_base(), 0);

	p[2] = note;
	p[3] = note;
	p[4] = stack;
	h.e_phnum = 6; /* the last is empty */
	assert_true(wrap());
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, STACK, PT_NOTE);
	for (i = 0; i < sizeof(p[0]); i++)
		assert_int_equal(out.at[sizeof(h) + 5 * sizeof(p[0]) + i], 0);

	begin(HIGH);
	p[2] = p[1];
	p[2].p_memsz = p[2].p_filesz = 0; /* an empty segment */
	p[3] = stack;
	h.e_phnum = 4;
	assert_true(wrap());
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, PT_NOTE, 0);

	begin(HIGH);
	p[2] = stack;
	p[2].p_type = PROPERTY;
	p[3] = stack;
	h.e_phnum = 4;
	assert_true(wrap());
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, PT_NOTE, 0);
}

/* A byte behind the table that is not 0 is somebody's. */
static void
test_room(void **state)
{
	const uint32_t end = sizeof(h) + 4 * sizeof(p[0]);

	(void)state;
	begin(HIGH);
	bytes[end] = 1;
	assert_true(wrap());
	assert_int_equal(out.at[end], 1);
	bytes[end - 1] = 1;
	assert_false(wrap());
	assert_int_equal(out.at[end - 1], 1);
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, PT_NOTE, 0);
	assert_int_equal(headers_read(&out).e_phoff, SIZE);
	assert_int_equal(q[2].p_offset, SIZE + 0x1000);

	/* PT_PHDR goes if that helps, and in any case if the table moves. */
	p[2] = (struct program_header){ 6, 4, sizeof(h), HIGH + 0x200000,
		0x200000, 168, 168, 8 };
	h.e_phnum = 3;
	assert_true(wrap() == false);
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, PT_NOTE, 0);
	bytes[end - 1] = 0;
	assert_true(wrap());
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, PT_NOTE, 0);
	bytes[end] = 0;
	assert_true(wrap());
	assert_types(PT_LOAD, PT_LOAD, PT_LOAD, 6, PT_NOTE);
	assert_int_equal(q[3].p_filesz, 5 * sizeof(p[0]));
}

/* A segment that has the headers in it: the sections say what is used. */
static void
test_sections(void **state)
{
	const uint32_t end = sizeof(h) + 4 * sizeof(p[0]);
	uint64_t section[2][8] = { { 0 },
		{ 1ull << 32, 0, 0, end, 0x100, 0, 1, 0 } };

	(void)state;
	begin(HIGH);
	p[0].p_offset = 0;
	p[0].p_filesz = p[0].p_memsz = DATA;
	assert_false(wrap()); /* all of it may be data */
	h.e_shoff = DATA + 0x100;
	h.e_shnum = 2;
	h.e_shentsize = 64;
	memcpy(bytes + h.e_shoff, section, sizeof(section));
	assert_true(wrap());
	section[1][3]--;
	memcpy(bytes + h.e_shoff, section, sizeof(section));
	assert_false(wrap());
	section[1][0] = 8ull << 32; /* NOBITS */
	memcpy(bytes + h.e_shoff, section, sizeof(section));
	assert_true(wrap());
	h.e_shoff = end - 64; /* overlaps the new headers */
	h.e_shnum = 1;
	assert_false(wrap());
	h.e_shoff = SIZE - 127; /* not all in the file */
	h.e_shnum = 2;
	assert_false(wrap());
	h.e_shoff = 0; /* nowhere, none, or other ones */
	h.e_shnum = 1;
	assert_false(wrap());
	h.e_shoff = DATA + 0x100;
	h.e_shnum = 0;
	assert_false(wrap());
	h.e_shnum = 2;
	assert_true(wrap());
	h.e_shentsize = 40;
	assert_false(wrap());
}

/* What ld leaves has to be the kit. */
static void
test_kit(void **state)
{
	static const struct {
		uint32_t at;
		unsigned char value;
	} wrong[] = {
		{ 0, 0 },              /* no ELF file */
		{ 64, 2 },             /* no load */
		{ 64 + 56, 1 },        /* two */
		{ 64 + 24, 1 },        /* at another place */
		{ 64 + 35, 1 },        /* behind the file */
		{ 64 + 44, 1 },        /* above 1 GiB */
		{ 64 + 56 + 32, 73 },  /* another note */
		{ 64 + 56 + 9, 0x11 }, /* behind the load */
		{ 64 + 56 + 9, 0 },    /* before it */
		{ KIT_OFFSET + KIT_NOTE + 8, 17 },
		{ KIT_OFFSET + KIT_NOTE + 12, 'x' },
	};
	struct file kit;
	uint32_t i;

	(void)state;
	begin(HIGH);
	assert_string_equal(read_host(NULL), "");
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		kit_make(&host, &kit);
		kit.at[wrong[i].at] = wrong[i].value;
		if (setjmp(refusal) == 0) {
			merge(&host, &kernel, &kit, &out);
			fail_msg("kit %u was taken", i);
		}
		assert_string_equal(why,
		    i == 0 ? "not an ELF file"
			   : "ld made something else of it than the kit");
		free(kit.at);
	}
}

/* What has the kit's notes is not wrapped once more. */
static void
test_twice(void **state)
{
	(void)state;
	begin(HIGH);
	assert_true(wrap());
	assert_true(headers_have_kit(
	    &out, &(struct elf_header){ .e_phoff = sizeof(h), .e_phnum = 4 }));
	if (setjmp(refusal) == 0) {
		host_read(&host, &out, NULL);
		fail();
	}
	assert_string_equal(why, "it has the kit already");
}

static const struct CMUnitTest tests[] = {
	PLAIN(test_bases),
	PLAIN(test_virtual),
	PLAIN(test_limine),
	PLAIN(test_multiboot),
	PLAIN(test_slots),
	PLAIN(test_room),
	PLAIN(test_sections),
	PLAIN(test_kit),
	PLAIN(test_twice),
};

MAIN("wrap")
