/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A Limine kernel of the base revision REVISION: it prints every response that
 * it is handed, and checks what the protocol promises about each. -DBAD_... is
 * for one with something wrong in it.
 */
#include "kernel.h"

#define INTERNAL_REQUIRED 1
#define INTERNAL_OPTIONAL 0
#ifdef BAD_REQUIRED
#define FLAGS INTERNAL_REQUIRED
#else
#define FLAGS INTERNAL_OPTIONAL
#endif
#ifdef BAD_STACK
#define STACK (1ull << 40)
#else
#define STACK 0x12345
#endif
#ifdef BAD_LEVELS
#define LEVELS 1
#else
#define LEVELS 0
#endif

void requested(void);
void kmain(uint64_t stack, uint64_t registers, uint64_t which, uint64_t flags);

static const struct {
	const char *path, *string;
	uint64_t flags;
} second = { "second", "the kernel's own string", FLAGS };
static const void *const internal[] = { &second };
#ifdef BAD_INTERNAL
#define INTERNAL (const void *)0x1000
#else
#define INTERNAL internal
#endif

/* Before the start marker nothing counts. */
static volatile uint64_t outside[] WHERE_IN(
    ".requests.a") = { MAGIC, 0x8c2f75d90bef28a8, 0x7045a4688eac00c3, 0, 0 };
static volatile uint64_t start[] WHERE_IN(".requests.b") = { 0xf6b8f4b39de7d1ae,
	0xfab91a6940fcb9cf, 0x785c6ed015d3e316, 0x181e920a7852b9d9 };
#ifndef BAD_CUT
static volatile uint64_t stop[] WHERE_IN(
    ".requests.d") = { 0xadc0e0531bb10d03, 0x9572709f31764c62 };
#endif

static volatile uint64_t revision[] WHERE = { BASE_TAG, REVISION };

#define REQUEST(name, id2, id3, revision)                             \
	volatile uint64_t name##_request[] WHERE = { MAGIC, id2, id3, \
		revision, 0 }
static REQUEST(loader, 0xf55038d8e2a1202f, 0x279426fcf5f59740, 0);
static REQUEST(cmdline, 0x4b161536e598651e, 0xb390ad4a2f1f303a, 0);
static REQUEST(firmware, 0x8c2f75d90bef28a8, 0x7045a4688eac00c3, 0);
REQUEST(hhdm, 0x48dcf1cb8ad2b852, 0x63984e959a98244b, 0);
REQUEST(map, 0x67cf3d9d378a806f, 0xe304acdfc50c3c62, 0);
static REQUEST(screen, 0x9d5827dcd881dd75, 0xa3148604f6fab11b, 1);
static REQUEST(file, 0xad97e90e83f1ed67, 0x31eb5d1c5ff23b69, 0);
static REQUEST(rsdp, 0xc5e77b6b397e7b43, 0x27637845accdcf3c, 0);
static REQUEST(smbios, 0x9e9046f11e095391, 0xaa4a520fefbde5ee, 0);
static REQUEST(efi, 0x5ceba5163eaaf6d6, 0x0a6981610cf65fcc, 0);
static REQUEST(tree, 0xb40ddb48fb54bac7, 0x545081493f81ffb7, 0);
static REQUEST(date, 0x502746e184c088aa, 0xfbc5ec83e6327893, 0);
static REQUEST(place, 0x71ba76863cc55f63, 0xb2644a48c516a487, 0);
static volatile uint64_t stack_request[] WHERE = { MAGIC, 0x224ef0460a8e8926,
	0xe1cb0fc25f46ea3d, 0, 0, STACK };
static volatile uint64_t paging_request[] WHERE = { MAGIC, 0x95c1a0edab0944cb,
	0xa4e5cb3842f7488a, 1, 0, 1, 1, LEVELS };
static struct {
	uint64_t id[4], revision, response, count;
	const void *list;
} modules_request WHERE = { { MAGIC, 0x3e7e279702be32af, 0xca1c4f3bd1280cee },
	1, 0, 1, INTERNAL };
#ifdef ENTRY_POINT
static struct {
	uint64_t id[4], revision, response;
	void (*entry)(void);
} entry_request WHERE = { { MAGIC, 0x13d86c035a1cd3e1, 0x2b0caa89d8f3026a }, 0,
	0, ENTRY_POINT };
#endif
#ifdef BAD_TWICE
static REQUEST(another, 0x48dcf1cb8ad2b852, 0x63984e959a98244b, 0);
#endif
#ifdef BAD_CUT /* it begins 16 bytes before the end of the image */
static volatile uint64_t cut[512]
    __attribute__((used, section(".last"), aligned(4096))) = { [510] = MAGIC };
#endif

const uint64_t *
response(const volatile uint64_t *request)
{
	return (const uint64_t *)request[RESPONSE];
}

/* The response of a request, if it has one and is where it has to be. */
static const uint64_t *
checked(const char *name, const volatile uint64_t *request)
{
	const uint64_t *r = response(request);

	put(name);
	if (r == NULL) {
		put(": none\n");
		return NULL;
	}
	put(": ");
	claim(type_of((uint64_t)r) == RECLAIM, name);
	return r;
}

static void
show_file(const uint64_t *f)
{
	const uint8_t *bytes = (const uint8_t *)f[1];
	uint64_t sum = 0, i;

	put((const char *)f[3]);
	put(" \"");
	put((const char *)f[4]);
	put("\", ");
	put_decimal(f[2]);
	for (i = 0; i < f[2]; i++)
		sum = sum * 31 + bytes[i];
	line(" bytes, sum", sum & 0xffffffff);
	claim(f[1] % 4096 == 0, "a file begins with a page");
	claim(type_of(f[1]) == EXECUTABLE, "a file's memory");
	for (i = 5; i < 14; i++)
		claim(f[i] == 0, "a file's medium");
}

static void
show_modules(void)
{
	const uint64_t *r;
	uint64_t i;

	r = checked("modules", (const volatile uint64_t *)&modules_request);
	if (r == NULL)
		return;
	put_decimal(r[1]);
	line(", revision", r[0]);
	for (i = 0; i < r[1]; i++) {
		put("module: ");
		show_file(((const uint64_t **)r[2])[i]);
	}
}

static void
show_screen(void)
{
	const uint64_t *r = checked("frame buffer", screen_request), *f;
	const uint8_t *colours;

	if (r == NULL)
		return;
	put_decimal(r[1]);
	line(", revision", r[0]);
	f = ((const uint64_t **)r[2])[0];
	colours = (const uint8_t *)f + 34;
	line("frame buffer: pitch", f[3]);
	line("frame buffer: width", f[1]);
	line("frame buffer: height", f[2]);
	line("frame buffer: bits, RGB", f[4] & 0xffffff);
	line("frame buffer: red, green", *(const uint32_t *)(colours + 1));
	line("frame buffer: blue", *(const uint16_t *)(colours + 5));
	claim(type_of(f[0]) == 7, "the frame buffer's memory");
	claim(f[6] == 0 && f[7] == 0, "no EDID");
	claim(r[0] == 0 || f[8] == 1, "one mode");
	*(volatile uint32_t *)f[0] = 0xffffff;
}

static void
show_rsdp(void)
{
	const uint64_t *r = checked("RSDP", rsdp_request);

	if (r == NULL)
		return;
	if (REVISION == 3) {
		put(r[1] < response(hhdm_request)[1] ? "physical\n" : "?\n");
	} else {
		claim(*(const uint64_t *)r[1] == 0x2052545020445352, "RSDP");
		put("in the direct map\n");
	}
}

static void
show_place(void)
{
	const uint64_t *r = checked("kernel", place_request);
	const uint64_t *hhdm = response(hhdm_request);
	uint64_t here = (uint64_t)internal - r[2] + r[1];

	put_hex(r[1]);
	line(" at", r[2]);
	claim(type_of(hhdm[1] + here) == EXECUTABLE, "the kernel's memory");
	claim(*(const uint64_t *)(hhdm[1] + here) == (uint64_t)internal[0],
	    "the kernel is where it is said to be");
}

static void
show_words(void)
{
	const uint64_t *r = checked("loader", loader_request);

	if (r != NULL) {
		put((const char *)r[1]);
		put(" ");
		put((const char *)r[2]);
		put("\n");
	}
	r = checked("command line", cmdline_request);
	if (r != NULL) {
		put((const char *)r[1]);
		put("\n");
	}
	r = checked("file", file_request);
	if (r != NULL) {
		show_file((const uint64_t *)r[1]);
		claim(
		    response(cmdline_request)[1] == ((const uint64_t *)r[1])[4],
		    "the file's string is the command line");
	}
}

static void
show_number(const char *name, const volatile uint64_t *request)
{
	const uint64_t *r = checked(name, request);

	if (r != NULL) {
		put_decimal(r[1]);
		put("\n");
	}
}

void
kmain(uint64_t stack, uint64_t registers, uint64_t which, uint64_t flags)
{
	put("base revision: ");
	put_decimal(REVISION);
	put(revision[2] == 0 && revision[1] == REVISION ? ", loaded\n"
							: ", not loaded\n");
	put(which == 0 ? "entry: the file's\n" : "entry: the requested one\n");
	claim(registers == 0, "all registers are 0");
	claim((flags & 0x600) == 0, "IF and DF");
	line("direct map", response(hhdm_request)[1]);
	show_words();
	show_number("firmware", firmware_request);
	show_number("paging mode", paging_request);
	show_number("date", date_request);
	show_number("SMBIOS", smbios_request);
	show_number("EFI", efi_request);
	show_number("device tree", tree_request);
	claim(outside[RESPONSE] == 0, "nothing counts before the marker");
	claim(checked("stack", stack_request) != NULL, "stack size");
	line("bytes", STACK);
	claim(type_of(stack - STACK) == RECLAIM, "stack: its size");
	show_place();
	show_rsdp();
	show_modules();
	show_screen();
	show_map();
	check_machine(stack);
	end();
}
