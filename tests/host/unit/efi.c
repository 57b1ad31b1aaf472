/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * loader.efi from its start to the kernel's first instruction, on the firmware
 * and the CPU of firmware.c. What the kernel is given is read by the kernel's
 * own files.
 */
#include "unit.h"
#include "firmware.h"
#include "boot/load/elf_file.h"
#include "boot/load/move.h"
#include "reader.h"

#define KERNBASE 0xffffffff80000000ull
#define ENTRY    (KERNBASE + 0x200123)
#define HEADROOM 0x400000ull

static unsigned char kernel[0x4000], module[0x2345];
static struct reader got;

#define TEXT(s) \
	(firmware.options = u"" s, firmware.options_size = sizeof(u"" s))

/* Two segments with a gap between them, and zeroes after the second. */
static void
make_kernel(void)
{
	const struct elf_header h = { .e_ident = "\177ELF\2\1\1",
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_entry = ENTRY,
		.e_phoff = sizeof(h),
		.e_phentsize = sizeof(struct program_header),
		.e_phnum = 2 };
	const struct program_header p[2] = { { PT_LOAD, 5, 0x1000,
						 KERNBASE + 0x200000, 0x200000,
						 0x1800, 0x1800, PAGE },
		{ PT_LOAD, 6, 0x3000, KERNBASE + 0x203000, 0x203000, 0xf00,
		    0x2345, PAGE } };
	uint32_t i;

	for (i = 0; i < sizeof(kernel); i++)
		kernel[i] = (unsigned char)(1 + i % 251);
	for (i = 0; i < sizeof(module); i++)
		module[i] = (unsigned char)(1 + i % 241);
	memcpy(kernel, &h, sizeof(h));
	memcpy(kernel + sizeof(h), p, sizeof(p));
}

static int
begin(void **state)
{
	(void)state;
	firmware_begin();
	firmware_give("\\boot\\kernel\\kernel", kernel, sizeof(kernel));
	firmware.shell = true;
	return 0;
}

#define EFI(test) cmocka_unit_test_setup(test, begin)

/* ---- what holds of each boot */

/* The physical address by the loaded page tables; 0 if there is none. */
static uint64_t
mapped(uint64_t virtual)
{
	uint64_t table = outcome.cr3, entry;
	int shift;

	for (shift = 39;; shift -= 9) {
		assert_true(table % PAGE == 0 && table >= MEMORY_START &&
		    table < MEMORY_END);
		assert_true(table + PAGE <= 0x200000 ||
		    table >= got.kernend + HEADROOM);
		entry = ((uint64_t *)(firmware_memory +
		    table))[virtual >> shift & 511];
		if ((entry & 1) == 0)
			return 0;
		assert_int_equal(entry & 0x8000000000000006, 2);
		table = entry & 0xffffffffff000;
		if (shift < 39 && (entry & 0x80) != 0)
			return table | (virtual & ((1ull << shift) - 1));
		assert_true(shift > 21);
	}
}

static void
the_cpu_is_as_it_should_be(void)
{
	const uint32_t *stack =
	    (const uint32_t *)(firmware_memory + outcome.rsp);
	const uint64_t args = outcome.rsp + 24; /* above the stack */
	uint64_t i;

	assert_int_equal(outcome.rip, ENTRY);
	assert_string_equal(outcome.steps, "cli cr4 cr3 gdt idt ");
	assert_int_equal(outcome.cr4, firmware.cr4 & ~0x820080ull);
	assert_int_equal(outcome.flags & 0x400, 0);
	assert_int_equal(outcome.gdt, args + offsetof(struct move_args, gdt));
	assert_int_equal(outcome.idt, args + offsetof(struct move_args, idt));
	assert_int_not_equal(0,
	    memcmp(firmware_memory + outcome.gdt, firmware_memory + outcome.idt,
		sizeof(struct table_register)));
	assert_int_equal(outcome.rsp % 16, 8);
	assert_int_equal(stack[0], 0);
	assert_int_equal(stack[1], got.modulep);
	assert_int_equal(stack[2], got.kernend);
	assert_int_equal(outcome.rdi, got.modulep);
	assert_int_equal(outcome.rsi, got.kernend);
	assert_true(
	    outcome.rsp < 0x200000 || outcome.rsp >= got.kernend + HEADROOM);
	for (i = 0; i < 4 * GIB; i += 0x7fffff) {
		assert_true(mapped(i) == i);
		if (i < 2 * GIB)
			assert_true(mapped(KERNBASE + i) == i);
	}
	assert_int_equal(mapped(4 * GIB - 1), 4 * GIB - 1);
	assert_int_equal(mapped(UINT64_MAX), 2 * GIB - 1);
	assert_int_equal(mapped(4 * GIB), 0);
	assert_int_equal(mapped(KERNBASE - 1), 0);
}

/* The data of one of the kernel's records; NULL if it has none. */
static const void *
record(uint32_t type)
{
	const uint32_t *r = (const uint32_t *)(firmware_memory + got.modulep);
	bool first = true;

	for (;; first = false, r += 2 + (r[1] + 7) / 8 * 2) {
		if (r[0] == MODINFO_END || (r[0] == MODINFO_NAME && !first))
			return NULL;
		if (r[0] == (MODINFO_METADATA | type))
			return r + 2;
	}
}

static bool
is_ram(uint32_t type)
{
	return type == EfiConventionalMemory ||
	    (type >= EfiLoaderCode && type <= EfiBootServicesData);
}

/* The kernel's type for a page, by the map that it got; 0: none. */
static uint32_t
type_of(uint64_t paddr)
{
	uint32_t i;

	for (i = 0; i < got.range_count; i++)
		if (paddr >= got.range[i].first && paddr <= got.range[i].last)
			return got.range[i].type;
	return 0;
}

/* What UEFI 2.10 says of each type after ExitBootServices(), table 7.10. */
static uint32_t
smap_of(uint32_t type)
{
	return is_ram(type)                ? SMAP_TYPE_MEMORY
	    : type == EfiACPIReclaimMemory ? SMAP_TYPE_ACPI_RECLAIM
	    : type == EfiACPIMemoryNVS     ? SMAP_TYPE_ACPI_NVS
	    : type == EfiUnusableMemory    ? SMAP_TYPE_ACPI_ERROR
	    : type == PERSISTENT_MEMORY    ? SMAP_TYPE_PMEM
					   : SMAP_TYPE_RESERVED;
}

/* The map is the last one, and the loader took nothing for good. */
static void
the_map_is_the_machine_s(void)
{
	const uint32_t *before = firmware.type, *after = outcome.type;
	const struct efi_map_header *header;
	uint64_t i, paddr;

	for (i = 0; i < MEMORY_PAGES; i++) {
		paddr = MEMORY_START + i * PAGE;
		assert_int_equal(type_of(paddr), smap_of(after[i]));
		if (before[i] != after[i])
			assert_true(before[i] == EfiConventionalMemory &&
			    (after[i] == EfiLoaderCode ||
				after[i] == EfiLoaderData));
		if ((paddr >= 0x200000 && paddr < 0x206000) ||
		    (paddr + PAGE > got.modulep && paddr < got.kernend))
			assert_true(is_ram(after[i]));
	}
	assert_int_equal(type_of(0xfec00000), SMAP_TYPE_RESERVED);
	header = record(MODINFOMD_EFI_MAP);
	assert_non_null(header);
	assert_int_equal(header->descriptor_size, DESCRIPTOR_SIZE);
	assert_int_equal(header->descriptor_version, DESCRIPTOR_VERSION);
}

static void
assert_boots(void)
{
	const unsigned char *at = firmware_memory + 0x200000;
	uint32_t i;

	if (!firmware_boots())
		fail_msg("%s", outcome.said);
	assert_int_equal(outcome.late, 0);
	assert_int_equal(outcome.opened, outcome.closed);
	assert_int_equal(outcome.pools, 0);
	assert_false(outcome.watched);
	reader_read(&got, firmware_memory, 0x200000, outcome.rsi, outcome.rdi);
	assert_null(got.error);
	the_cpu_is_as_it_should_be();
	the_map_is_the_machine_s();
	assert_int_equal(got.start, 0x200000);
	assert_int_equal(got.size, 0x5345);
	assert_memory_equal(at, kernel + 0x1000, 0x1800);
	assert_memory_equal(at + 0x3000, kernel + 0x3000, 0xf00);
	for (i = 0x3f00; i < 0x5345; i++)
		assert_int_equal(at[i], 0);
}

static void
assert_text(struct reader_string s, const char *expected)
{
	assert_int_equal(s.length, strlen(expected));
	assert_memory_equal(s.s, expected, s.length);
}

/* The kernel has this variable; NULL: it has none of that name. */
static void
assert_kenv(const char *name, const char *value)
{
	uint32_t i;

	for (i = 0; i < got.kenv_count; i++)
		if (got.name[i].length == strlen(name) &&
		    memcmp(got.name[i].s, name, strlen(name)) == 0)
			break;
	if (value == NULL)
		assert_int_equal(i, got.kenv_count);
	else if (i == got.kenv_count)
		fail_msg("no variable %s", name);
	else
		assert_text(got.value[i], value);
}

/* It fails with this line, and gives back all that it took. */
static void
assert_fails(const char *line)
{
	assert_false(firmware_boots());
	assert_true(EFI_ERROR(outcome.status));
	if (strstr(outcome.said, line) == NULL)
		fail_msg("no %s in: %s", line, outcome.said);
	assert_int_equal(
	    0, memcmp(firmware.type, outcome.type, sizeof(outcome.type)));
	assert_int_equal(outcome.opened, outcome.closed);
	assert_int_equal(outcome.events + outcome.pools, 0);
	assert_false(outcome.watched);
}

/* ---- good boots */

static void
nothing_but_a_kernel(void **state)
{
	(void)state;
	assert_boots();
	assert_int_equal(got.howto, 0);
	assert_int_equal(got.kenv_count, 2);
	assert_kenv("loader", "efi");
	assert_kenv("acpi.rsdp", "0x0000000001ff0000");
	assert_int_equal(got.module_count, 0);
	assert_null(record(MODINFOMD_EFI_FB));
	assert_null(record(MODINFOMD_SMAP));
	assert_int_not_equal(*(const uint64_t *)record(MODINFOMD_FW_HANDLE), 0);
	assert_string_equal(outcome.said,
	    "loader: /boot/loader.conf: none, going on without it\r\n"
	    "loader: /boot/kernel/kernel: 16384 bytes, at 0x200000, "
	    "entry 0xffffffff80200123\r\n");
	assert_int_equal(outcome.exits, 1);
}

static void
all_that_can_be_given(void **state)
{
	static const char conf[] = "kernel_options=\"-v a=b\"\n"
				   "kern.hz=\"100\"\n"
				   "one_load=\"YES\"\n"
				   "one_name=\"/boot/with a blank\"\n"
				   "one_type=\"raw\"\n"
				   "one_flags=\"x y\"\n"
				   "two_load=\"YES\"\n";

	(void)state;
	firmware_give("\\boot\\loader.conf", conf, strlen(conf));
	firmware_give("\\boot\\with a blank", module, sizeof(module));
	firmware_give("\\boot\\kernel\\two.ko", module, 1);
	firmware.cr4 |= 0x820080;
	assert_boots();
	assert_int_equal(got.howto, 0x800);
	assert_kenv("a", "b");
	assert_kenv("kern.hz", "100");
	assert_int_equal(got.module_count, 2);
	assert_text(got.module[0].name, "/boot/with a blank");
	assert_text(got.module[0].type, "raw");
	assert_text(got.module[0].args, "x y");
	assert_int_equal(got.module[0].size, sizeof(module));
	assert_int_equal(got.module[0].addr, 0x206000);
	assert_memory_equal(
	    firmware_memory + got.module[0].addr, module, sizeof(module));
	assert_text(got.module[1].name, "/boot/kernel/two.ko");
	assert_text(got.module[1].type, "md_image");
	assert_int_equal(got.module[1].size, 1);
	assert_int_equal(got.module[1].addr, 0x209000);
}

/* Firmware has memory in the kernel's place until it is gone. */
static void
the_kernel_is_staged(void **state)
{
	static const char conf[] = "one_load=\"YES\"\none_name=\"/m\"\n";

	(void)state;
	firmware_give("\\boot\\loader.conf", conf, strlen(conf));
	firmware_give("\\m", module, sizeof(module));
	firmware_set(0x204000, 0x205000, EfiBootServicesData);
	firmware_set(0x207000, 0x208000, EfiLoaderCode);
	assert_boots();
	assert_non_null(
	    strstr(outcome.said, "kernel: 0x200000 is taken, staged at 0x"));
	assert_int_equal(got.module[0].addr, 0x206000);
	assert_memory_equal(firmware_memory + 0x206000, module, sizeof(module));
}

/* Most memory is the firmware's until it is gone; what is free is in the way.
 */
static void
little_memory_is_out_of_the_way(void **state)
{
	(void)state;
	firmware_set(0x600000, 0x1fe0000, EfiBootServicesData);
	firmware_set(0x110000, 0x200000, EfiBootServicesData);
	assert_boots();
	assert_true(outcome.rsp < 0x110000);
	begin(state);
	firmware_set(0x600000, 0x1fe0000, EfiBootServicesData);
	firmware_set(0x110000, 0x200000, EfiBootServicesData);
	firmware_set(0x500000, 0x501000, EfiRuntimeServicesData);
	assert_boots(); /* all that is loaded ends behind that */
	assert_true(got.kernend > 0x501000 && outcome.rsp < 0x110000);
}

/* Little memory after the kernel: the metadata goes to where there is more. */
static void
memory_follows_kernend(void **state)
{
	(void)state;
	firmware_set(0x500000, 0x501000, EfiRuntimeServicesData);
	assert_boots();
	assert_true(got.modulep >= 0x501000);
}

static void
a_map_that_changes_is_read_again(void **state)
{
	(void)state;
	firmware.refusals = 3;
	assert_boots();
	assert_int_equal(outcome.exits, 4);
}

static void
a_firmware_that_does_not_end(void **state)
{
	(void)state;
	firmware.refusals = 4;
	assert_fails("loader: ExitBootServices: refused 4 times (Invalid "
		     "Parameter, status 0x8000000000000002)\r\n");
	assert_int_equal(outcome.exits, 4);
}

static void
five_levels_of_page_tables(void **state)
{
	(void)state;
	firmware.cr4 |= 0x1000;
	assert_fails("loader: firmware: it runs with five levels of page "
		     "tables (LA57) (Unsupported, status ");
}

static void
the_rsdp_of_acpi_2_is_better(void **state)
{
	(void)state;
	firmware.rsdp1 = false;
	assert_boots();
	assert_kenv("acpi.rsdp", "0x0000000001ff0000");
	begin(state);
	firmware.rsdp2 = false;
	assert_boots();
	assert_kenv("acpi.rsdp", "0x0000000001ff0040");
	begin(state);
	firmware.rsdp1 = firmware.rsdp2 = false;
	assert_boots();
	assert_kenv("acpi.rsdp", NULL);
}

/* ---- the screen */

static EFI_GRAPHICS_OUTPUT_MODE_INFORMATION screen_info[3];
static EFI_GRAPHICS_OUTPUT_PROTOCOL_MODE screen_mode[3];

static void
make_screen(int i, EFI_GRAPHICS_PIXEL_FORMAT format)
{
	screen_info[i] =
	    (EFI_GRAPHICS_OUTPUT_MODE_INFORMATION){ .HorizontalResolution =
							1366,
		    .VerticalResolution = 768,
		    .PixelFormat = format,
		    .PixelInformation = { 0xf800, 0x7e0, 0x1f, 0x10000 },
		    .PixelsPerScanLine = 1376 + (UINT32)i };
	screen_mode[i] =
	    (EFI_GRAPHICS_OUTPUT_PROTOCOL_MODE){ .Info = &screen_info[i],
		    .FrameBufferBase = 0x180000000 + (uint64_t)i,
		    .FrameBufferSize = 0x410000 };
	firmware.screen[i] = &screen_mode[i];
}

static void
assert_screen(int i, uint32_t red, uint32_t green, uint32_t blue, uint32_t rest)
{
	const struct efi_fb *fb;

	assert_boots();
	fb = record(MODINFOMD_EFI_FB);
	assert_non_null(fb);
	assert_int_equal(fb->fb_addr, 0x180000000 + (uint64_t)i);
	assert_int_equal(fb->fb_size, 0x410000);
	assert_int_equal(fb->width, 1366);
	assert_int_equal(fb->height, 768);
	assert_int_equal(fb->stride, 1376 + i);
	assert_int_equal(fb->mask_red, red);
	assert_int_equal(fb->mask_green, green);
	assert_int_equal(fb->mask_blue, blue);
	assert_int_equal(fb->mask_reserved, rest);
}

static void
a_screen_whose_lines_are_longer(void **state)
{
	(void)state;
	make_screen(0, PixelBlueGreenRedReserved8BitPerColor);
	assert_screen(0, 0xff0000, 0xff00, 0xff, 0xff000000);
	make_screen(0, PixelRedGreenBlueReserved8BitPerColor);
	assert_screen(0, 0xff, 0xff00, 0xff0000, 0xff000000);
	make_screen(0, PixelBitMask);
	assert_screen(0, 0xf800, 0x7e0, 0x1f, 0x10000);
}

/* The first that is memory counts. */
static void
a_screen_without_a_frame_buffer(void **state)
{
	(void)state;
	make_screen(0, PixelBltOnly);
	assert_boots();
	assert_null(record(MODINFOMD_EFI_FB));
	make_screen(0, PixelRedGreenBlueReserved8BitPerColor);
	screen_mode[0].FrameBufferBase = 0;
	make_screen(1, PixelBitMask);
	make_screen(2, PixelBlueGreenRedReserved8BitPerColor);
	assert_screen(1, 0xf800, 0x7e0, 0x1f, 0x10000);
	make_screen(0, PixelRedGreenBlueReserved8BitPerColor);
	screen_mode[0].Info = NULL;
	assert_screen(1, 0xf800, 0x7e0, 0x1f, 0x10000);
}

/* ---- load options, and names beyond ASCII */

static void
the_shell_puts_the_loader_s_name_first(void **state)
{
	(void)state;
	TEXT("loader.efi -v a=1");
	assert_boots();
	assert_kenv("a", "1");
	assert_int_equal(got.howto, 0x800);
	TEXT("  \"fs0:\\a folder\\loader.efi\" -s \"a=two words\" b='\"'");
	assert_boots();
	assert_kenv("a", "two words");
	assert_kenv("b", "\"");
	assert_int_equal(got.howto, 2);
	TEXT("fs0:\\\"a folder\"\\loader.efi a=3");
	assert_boots();
	assert_kenv("a", "3");
	assert_kenv("folder\\loader.efi", NULL);
	TEXT("loader.efi\ta=4");
	assert_boots();
	assert_kenv("a", "4");
}

static void
a_boot_entry_does_not(void **state)
{
	(void)state;
	firmware.shell = false;
	TEXT("-v a=1");
	assert_boots();
	assert_kenv("a", "1");
	assert_int_equal(got.howto, 0x800);
}

static void
load_options_that_are_no_text(void **state)
{
	static const CHAR16 whole[] = { '-', 'v', ' ', 'a', '=', 'b' };

	(void)state;
	firmware.shell = false;
	firmware.options = whole; /* without a NUL */
	firmware.options_size = sizeof(whole) + 1;
	assert_boots();
	assert_kenv("a", "b");
	TEXT("a=1\1");
	assert_boots();
	assert_kenv("a", NULL);
	assert_non_null(strstr(
	    outcome.said, "loader: load options: not text, left out\r\n"));
	TEXT("");
	assert_boots();
	firmware.options = NULL;
	assert_boots();
}

/* Of two, three and four bytes in UTF-8; the last is a surrogate pair. */
#define NAMES8  "\303\251-\342\202\254-\360\237\220\247"
#define NAMES16 "\u00e9-\u20ac-\U0001f427"

static void
arguments_beyond_ascii(void **state)
{
	(void)state;
	TEXT("loader.efi motd=" NAMES16 " \"" NAMES16 "=x\"");
	assert_boots();
	assert_kenv("motd", NAMES8);
	assert_kenv(NAMES8, "x");
}

static void
half_a_surrogate_pair_is_no_text(void **state)
{
	static const CHAR16 bad[][5] = { { 'a', '=', 0xd83d, 'x' },
		{ 'a', '=', 0xd83d }, { 'a', '=', 0xdc27, 0xd83d },
		{ 'a', '=', 0xd83d, 0xd83d } };
	size_t i;

	(void)state;
	firmware.shell = false;
	for (i = 0; i < COUNT(bad); i++) {
		firmware.options = bad[i];
		firmware.options_size = sizeof(bad[i]);
		assert_boots();
		assert_kenv("a", NULL);
		assert_non_null(strstr(outcome.said,
		    "loader: load options: not text, left out\r\n"));
		begin(state);
		firmware.shell = false;
	}
}

/* A file's name is the same in loader.conf and in the load options. */
static void
files_beyond_ascii(void **state)
{
	static const char conf[] = "one_load=\"YES\"\n"
				   "one_name=\"/" NAMES8 "\"\n";

	(void)state;
	firmware_give("\\boot\\loader.conf", conf, strlen(conf));
	firmware_give("\\" NAMES8, module, sizeof(module));
	firmware_give("\\k\303\266r", kernel, sizeof(kernel));
	TEXT("loader.efi kernel=/k\u00f6r");
	assert_boots();
	assert_text(got.module[0].name, "/" NAMES8);
	assert_non_null(strstr(outcome.said, "loader: /k\303\266r: 16384"));
	assert_non_null(strstr(outcome.said, "loader: /" NAMES8 ": 9029"));
	begin(state);
	TEXT("loader.efi kernel=/" NAMES16);
	assert_fails("loader: /" NAMES8 ": no such file (Not Found");
}

/* A file in another encoding: the name is not UTF-8, and shown with U+FFFD. */
static void
files_in_another_encoding(void **state)
{
	static const char *const bad[] = { "\351", "\351t", "\303", "\303(",
		"\300\257", "\340\200\257", "\355\240\275", "\360\200\200\257",
		"\364\220\200\200", "\200", "\377", "\342\202", "\342(\254" };
	char conf[64];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		begin(state);
		sprintf(conf, "kernel=\"/a/%s\"\n", bad[i]);
		firmware_give("\\boot\\loader.conf", conf, strlen(conf));
		assert_fails(": the path is not UTF-8 (Invalid Parameter");
		assert_non_null(strstr(outcome.said, "/a/\357\277\275"));
	}
}

static void
a_path_as_long_as_can_be(void **state)
{
	char conf[1100] = "kernel=\"/", path[1100] = "\\";
	int i;

	(void)state;
	for (i = 0; i < 254; i++) {
		strcat(conf, "x");
		strcat(path, "x");
	}
	strcat(conf, "\"");
	strcat(path, ".gz");
	firmware_give("\\boot\\loader.conf", conf, strlen(conf));
	assert_fails(": no such file (Not Found");
	assert_string_equal(outcome.last_path, path);
	begin(state);
	firmware_give("\\boot\\loader.conf", conf, strlen(conf));
	firmware_give(path, kernel, sizeof(kernel));
	assert_boots();
}

/* ---- files */

static void
what_is_wrong_with_a_file(void **state)
{
	struct firmware_file *f = firmware.file;

	(void)state;
	f->folder = true;
	assert_fails("loader: /boot/kernel/kernel: is a folder (Unsupported");
	f->folder = false;
	f->bad_from = 3;
	assert_fails("loader: /boot/kernel/kernel: read error after 0 of 16384 "
		     "bytes (Device Error");
	f->bad_from = 1;
	assert_fails("loader: /boot/kernel/kernel: read error after 0 of 16384 "
		     "bytes (Device Error");
	f->path = "\\boot\\kernel\\kernel.gz";
	f->bad_from = 0;
	assert_boots();
	f->path = "\\elsewhere";
	assert_fails("loader: /boot/kernel/kernel: no such file (Not Found");
}

#ifdef Z_SOLO
unsigned long crc32(
    unsigned long crc, const unsigned char *bytes, unsigned size);

/* A gzip file of one block that is not compressed. */
static uint32_t
pack(unsigned char *to, const unsigned char *from, uint16_t size)
{
	static const unsigned char head[10] = { 0x1f, 0x8b, 8 };
	const uint16_t not_size = (uint16_t)~size;
	const uint32_t sum = (uint32_t)crc32(0, from, size), length = size;

	memcpy(to, head, 10);
	to[10] = 1; /* the last */
	memcpy(to + 11, &size, 2);
	memcpy(to + 13, &not_size, 2);
	memcpy(to + 15, from, size);
	memcpy(to + 15 + size, &sum, 4);
	memcpy(to + 19 + size, &length, 4);
	return 23u + size;
}

static void
gzip_s_trailer_counts(void **state)
{
	static unsigned char packed[sizeof(kernel) + 32];
	const uint32_t size = pack(packed, kernel, sizeof(kernel));
	uint32_t i;

	(void)state;
	firmware.file[0].data = packed;
	firmware.file[0].size = size;
	assert_boots();
	assert_non_null(strstr(outcome.said,
	    "loader: /boot/kernel/kernel: 16407 bytes, unpacked 16384\r\n"));
	for (i = 1; i <= 8; i++) {
		packed[size - i] ^= 0x10;
		assert_fails(i > 4
			? "loader: /boot/kernel/kernel: gzip: incorrect data "
			  "check (Load Error"
			: "loader: /boot/kernel/kernel: gzip: incorrect length "
			  "check (Load Error");
		packed[size - i] ^= 0x10;
	}
	for (i = 1; i <= 8; i++) {
		firmware.file[0].size = size - i;
		assert_fails("loader: /boot/kernel/kernel: gzip: it ends too "
			     "early (Load Error");
	}
	firmware.file[0].size = size + 1; /* a zero is no harm */
	assert_boots();
	packed[size] = 1;
	assert_fails("loader: /boot/kernel/kernel: gzip: bytes after its end "
		     "(Load Error");
}

/* One after the other, and zeroes between and after them. */
static void
gzip_files_in_a_row_are_one(void **state)
{
	static unsigned char packed[2 * sizeof(kernel)];
	const uint16_t part = sizeof(kernel) / 32;
	uint32_t size = 0, i;

	(void)state;
	firmware.file[0].data = packed;
	for (i = 0; i < 32; i++)
		size += pack(packed + size, kernel + i * part, part) + 10 * i;
	firmware.file[0].size = size;
	assert_boots();
	assert_non_null(strstr(outcome.said, ", unpacked 16384\r\n"));
}

static void
gzip_may_hold_much(void **state)
{
	static const char conf[] = "one_load=\"YES\"\none_name=\"/m\"\n";
	static unsigned char large[0xffff], packed[sizeof(large) + 32];
	uint32_t i;

	(void)state;
	for (i = 0; i < sizeof(large); i++)
		large[i] = (unsigned char)(i % 239);
	firmware_give("\\boot\\loader.conf", conf, strlen(conf));
	firmware_give("\\m", packed, pack(packed, large, sizeof(large)));
	assert_boots();
	assert_int_equal(got.module[0].size, sizeof(large));
	assert_memory_equal(
	    firmware_memory + got.module[0].addr, large, sizeof(large));
}
#endif

/* From the boot manager it waits, as that clears the screen. */
static void
a_failure_can_be_read(void **state)
{
	(void)state;
	firmware.file[0].path = NULL;
	assert_fails("no such file");
	assert_int_equal(outcome.waited, 0);
	firmware.shell = false;
	assert_fails("loader: press a key, or wait 10 seconds\r\n");
	assert_int_equal(outcome.waited, 100000000);
	firmware.failing = outcome.calls; /* the last: to make a timer */
	assert_fails("no such file");
	assert_int_equal(outcome.waited, 0);
	assert_null(strstr(outcome.said, "press a key"));
}

/*
 * Each call of the firmware that can fail does so once: there is one line that
 * says so, or the boot does without.
 */
static void
any_call_may_fail(void **state)
{
	static const char conf[] = "one_load=\"YES\"\none_name=\"/m\"\n";
	uint32_t n, failed = 0;
	const char *line;

	for (n = 1;; n++) {
		begin(state);
		firmware_give("\\boot\\loader.conf", conf, strlen(conf));
		firmware_give("\\m", module, sizeof(module));
		firmware_set(0x204000, 0x205000, EfiBootServicesData);
		make_screen(0, PixelBitMask);
		TEXT("loader.efi a=1");
		firmware.failing = n;
		if (firmware_boots()) {
			if (outcome.calls < n)
				break;
			continue;
		}
		failed++;
		assert_int_equal(0,
		    memcmp(firmware.type, outcome.type, sizeof(outcome.type)));
		assert_int_equal(outcome.opened, outcome.closed);
		line = strstr(outcome.said, ", status 0x");
		assert_non_null(line);
		assert_null(strstr(line + 1, ", status 0x"));
	}
	assert_in_range(n, 40, 100);
	assert_in_range(failed, 25, n);
}

static const struct CMUnitTest tests[] = {
	EFI(nothing_but_a_kernel),
	EFI(all_that_can_be_given),
	EFI(the_kernel_is_staged),
	EFI(little_memory_is_out_of_the_way),
	EFI(memory_follows_kernend),
	EFI(a_map_that_changes_is_read_again),
	EFI(a_firmware_that_does_not_end),
	EFI(five_levels_of_page_tables),
	EFI(the_rsdp_of_acpi_2_is_better),
	EFI(a_screen_whose_lines_are_longer),
	EFI(a_screen_without_a_frame_buffer),
	EFI(the_shell_puts_the_loader_s_name_first),
	EFI(a_boot_entry_does_not),
	EFI(load_options_that_are_no_text),
	EFI(arguments_beyond_ascii),
	EFI(half_a_surrogate_pair_is_no_text),
	EFI(files_beyond_ascii),
	EFI(files_in_another_encoding),
	EFI(a_path_as_long_as_can_be),
	EFI(what_is_wrong_with_a_file),
#ifdef Z_SOLO
	EFI(gzip_s_trailer_counts),
	EFI(gzip_files_in_a_row_are_one),
	EFI(gzip_may_hold_much),
#endif
	EFI(a_failure_can_be_read),
	EFI(any_call_may_fail),
};

int
main(void)
{
	make_kernel();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("efi", tests, NULL, NULL);
}
