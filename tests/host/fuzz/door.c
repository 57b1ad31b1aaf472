/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole shim on a case. What must hold of its result is asserted without
 * the kit's own functions: of the metadata's bytes here, of the map in
 * door_map.c. The kernel's reader must find the same.
 */
#include "door.h"
#include <string.h>
#include "fuzz.h"
#include "guest.h"
#include "reader.h"

#define MD(type)   (MODINFO_METADATA | (type))
#define COPY_LIMIT (128 * KIB) /* bytes of modules in one boot */
#define MAP_LIMIT  43690       /* entries in 1 MiB; longer maps take too long */

static struct hvm_start_info info;
static struct hvm_modlist_entry modlist[BOOT_MODULES];
static uint32_t listed; /* entries of modlist */
static unsigned char originals[COPY_LIMIT];
static struct kept { /* the modules that the kernel gets */
	uint64_t paddr, size;
	const unsigned char *bytes;
} kept[BOOT_MODULES];
static uint32_t kept_count;
static struct reader got;

/*
 * A record that other loaders add to the metadata. A case asks for it by a bit
 * of a field that the PVH ABI reserves.
 */
#define FW_HANDLE 0x0123456789abcdefull
static const uint64_t fw_handle = FW_HANDLE;
static const struct freebsd_record fw_record = { MODINFOMD_FW_HANDLE,
	sizeof(fw_handle), (const char *)&fw_handle };

/* Where the metadata is being read, and the record that was read last. */
static struct {
	const char *at, *data;
	uint32_t size; /* of data */
} md;

static uint32_t
next_type(void)
{
	uint32_t type;

	memcpy(&type, md.at, sizeof(type));
	return type;
}

static const char *
take(uint32_t type)
{
	const char *p, *end = view.arena.base + view.arena.used;

	CHECK((uintptr_t)md.at % 8 == 0 && end - md.at >= 8);
	CHECK(next_type() == type);
	memcpy(&md.size, md.at + 4, sizeof(md.size));
	md.data = md.at + 8;
	CHECK(md.size <= end - md.data);
	md.at = md.data + (md.size + 7) / 8 * 8;
	for (p = md.data + md.size; p < md.at; p++)
		CHECK(*p == 0);
	return md.data;
}

static uint64_t
take_number(uint32_t type)
{
	uint64_t value;

	memcpy(&value, take(type), sizeof(value));
	CHECK(md.size == sizeof(value));
	return value;
}

static const char *
take_string(uint32_t type)
{
	take(type);
	CHECK(md.size > 0 &&
	    memchr(md.data, 0, md.size) == md.data + md.size - 1);
	return md.data;
}

static bool
same(struct reader_string s, const char *expected)
{
	size_t length = strlen(expected);

	while (length > 0 && strchr(" \t", expected[length - 1]) != NULL)
		length--; /* the kernel ignores blanks at the end */
	return s.length == length && memcmp(s.s, expected, length) == 0;
}

static void
check_kenv(const char *block)
{
	const char *s = block, *equals;
	uint32_t i, other;

	for (i = 0; *s != '\0'; i++, s += strlen(s) + 1) {
		equals = strchr(s, '=');
		CHECK(equals != NULL && equals > s);
		CHECK(i < got.kenv_count && got.name[i].s == s);
		CHECK(got.name[i].length == (uint64_t)(equals - s));
		CHECK(got.value[i].s == equals + 1);
		CHECK(got.value[i].length == strlen(equals + 1));
		if (got.name[i].length >= 7 &&
		    memcmp(equals - 7, ".device", 7) == 0)
			continue; /* a device has any number of such */
		for (other = i < 64 ? 0 : i; other < i; other++)
			CHECK(got.name[other].length != got.name[i].length ||
			    memcmp(got.name[other].s, s, equals - s) != 0);
	}
	CHECK(i == got.kenv_count && i <= BOOT_VARIABLES);
	CHECK(((uint64_t)(s + 1 - view.arena.base) + 7) / 8 * 8 ==
	    bsd.modulep - ARENA_AT);
	CHECK((got.howto & got.howto_env) == got.howto_env);
}

static bool
touch(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
	return a_size > 0 && b_size > 0 &&
	    (a < b ? b - a < a_size : a - b < b_size);
}

/* The module is in its place with all its bytes, and its pages are not RAM. */
static void
check_module(uint32_t i)
{
	const struct kept *m = &kept[i];
	uint64_t addr = got.module[i].addr, end = page_up(addr + m->size), k;
	const struct placed *p = placed;

	CHECK(got.module[i].size == m->size);
	if (m->size == 0) {
		CHECK(addr == m->paddr);
		return;
	}
	CHECK(addr % PAGE == 0 && addr >= DOOR_END);
	CHECK(addr < end && end <= GIB && end <= bsd.kernend);
	CHECK(memcmp(memory + addr, m->bytes, m->size) == 0);
	while (p->paddr != addr)
		CHECK(++p < placed + placed_count);
	CHECK(p->size == m->size);
	CHECK(memcmp(memory + addr + m->size, p->tail, end - addr - m->size) ==
	    0);
	for (k = 0; k < i; k++)
		CHECK(kept[k].size == 0 ||
		    !touch(addr, end - addr, got.module[k].addr,
			page_up(kept[k].size)));
	for (k = 0; k < got.range_count; k++)
		CHECK(got.range[k].type != RAM || got.range[k].last < addr ||
		    got.range[k].first >= end);
}

static void
check_modules(void)
{
	uint64_t highest = DOOR_END, end;
	const char *args;
	uint32_t i;

	CHECK(got.module_count == kept_count);
	for (i = 0; i < kept_count; i++) {
		CHECK(same(got.module[i].name, take_string(MODINFO_NAME)));
		CHECK(same(got.module[i].type, take_string(MODINFO_TYPE)));
		CHECK(take_number(MODINFO_ADDR) == got.module[i].addr);
		CHECK(take_number(MODINFO_SIZE) == got.module[i].size);
		args = next_type() == MODINFO_ARGS ? take_string(MODINFO_ARGS)
						   : "";
		CHECK(same(got.module[i].args, args));
		check_module(i);
		end = page_up(got.module[i].addr + kept[i].size);
		if (kept[i].size > 0 && end > highest)
			highest = end;
	}
	CHECK(bsd.kernend == highest);
}

static uint32_t
warned(enum pvh_code code)
{
	uint32_t i, n = 0;

	for (i = 0; i < warning_count; i++)
		n += warnings[i].code == code;
	return n;
}

/* There is a warning for each thing that was left out, and if room is short. */
static void
check_warnings(void)
{
	bool room = false;
	uint32_t i;

	for (i = 0; i < got.range_count; i++)
		if (got.range[i].type == RAM &&
		    got.range[i].first <= bsd.kernend &&
		    got.range[i].last >= bsd.kernend + 2 * MIB - 1)
			room = true;
	CHECK(warned(PVH_ODD_HEADROOM) == !room);
	CHECK(warned(PVH_MODULE_RANGE) + warned(PVH_MODULE_KERNEL) ==
	    listed - kept_count);
	CHECK(warned(PVH_MODLIST_MISSING) + warned(PVH_MODLIST_RANGE) +
		warned(PVH_MODLIST_FULL) ==
	    (info.nr_modules > listed));
}

static void
check_metadata(void)
{
	uint64_t envp;

	md.at = view.arena.base + (bsd.modulep - ARENA_AT);
	CHECK(bsd.modulep % 8 == 0 && bsd.modulep > ARENA_AT);
	CHECK(strcmp(take_string(MODINFO_NAME), "kernel") == 0);
	CHECK(strcmp(take_string(MODINFO_TYPE), KERNEL_TYPE) == 0);
	CHECK(take_number(MODINFO_ADDR) == KERNEL_START);
	CHECK(take_number(MODINFO_SIZE) == KERNEL_END - KERNEL_START);
	CHECK(memcmp(take(MD(MODINFOMD_HOWTO)), &got.howto, 4) == 0);
	CHECK(md.size == 4);
	envp = take_number(MD(MODINFOMD_ENVP));
	CHECK(envp >= ARENA_AT && envp < bsd.modulep);
	check_kenv(view.arena.base + (envp - ARENA_AT));
	CHECK(take_number(MD(MODINFOMD_KERNEND)) == bsd.kernend);
	CHECK(take_number(MD(MODINFOMD_MODULEP)) == bsd.modulep);
	take(MD(MODINFOMD_SMAP));
	CHECK(md.size == got.range_count * sizeof(struct bios_smap));
	if (bsd.record_count > 0)
		CHECK(take_number(MD(MODINFOMD_FW_HANDLE)) == FW_HANDLE);
	check_modules();
	take(MODINFO_END);
	CHECK(md.size == 0 && md.at == view.arena.base + view.arena.used);
	CHECK(view.arena.used <= BOOT_ARENA);
}

/* Whether the kernel gets the module; one without bytes may be anywhere. */
static bool
is_kept(const struct hvm_modlist_entry *m)
{
	return m->size == 0 ||
	    (m->paddr != 0 && range_below(m->paddr, m->size, 1ull << 40) &&
		!touch(
		    m->paddr, m->size, KERNEL_START, DOOR_END - KERNEL_START));
}

/* How many modules of the list the kit looks at; copies them to modlist. */
static uint32_t
read_modlist(void)
{
	uint64_t at = info.modlist_paddr;
	uint64_t size = info.nr_modules * sizeof(*modlist);
	uint32_t n = info.nr_modules;

	if (at == 0 || !range_below(at, size, 4 * GIB) ||
	    touch(at, size, DOOR_START, DOOR_END - DOOR_START))
		return 0;
	if (n > BOOT_MODULES)
		n = BOOT_MODULES;
	memcpy(modlist, memory + at, n * sizeof(*modlist));
	return n;
}

/* Notes what the loader gave, before a module is moved over it. */
static void
remember(uint64_t start_info)
{
	const struct hvm_modlist_entry *m;
	uint64_t offset = 0;

	memcpy(&info, memory + start_info, sizeof(info));
	CHECK(info.magic == HVM_START_MAGIC && info.version != 0);
	door_remember_map(info.memmap_paddr, info.memmap_entries);
	kept_count = 0;
	listed = read_modlist();
	for (m = modlist; m < modlist + listed; m++) {
		if (!is_kept(m))
			continue;
		if (m->size > COPY_LIMIT - offset)
			return; /* nor does the kit copy so much */
		guest_read(originals + offset, m->paddr, m->size);
		kept[kept_count++] =
		    (struct kept){ m->paddr, m->size, originals + offset };
		offset += m->size;
	}
}

static void
check_refusal(void)
{
	uint32_t i;

	CHECK(view.defect.code > PVH_OK && view.defect.code < PVH_WARNINGS);
	for (i = 0; i < warning_count; i++)
		CHECK(warnings[i].code > PVH_WARNINGS &&
		    warnings[i].code < PVH_CODES);
}

/* Whether the boot takes long for a good reason, which is no hang. */
static bool
is_long(uint64_t start_info)
{
	const struct hvm_start_info *p =
	    physmem_at(&view.mem, start_info, sizeof(*p));

	return p != NULL && p->version != 0 && p->memmap_entries > MAP_LIMIT;
}

/* What pvh.h promises to a format, where it is not all asked for. */
static void
check_promises(void)
{
	uint32_t used = view.arena.used;
	uint64_t paddr = 0;

	CHECK(!pvh_copy(&view, 0, PAGE, 0) && !pvh_copy(&view, PAGE, 0, 0));
	CHECK(pvh_take(&view, view.arena.size, &paddr) == NULL);
	CHECK(view.arena.used == used && paddr == 0);
	if (view.arena.size - used < 16)
		return;
	CHECK(pvh_take(&view, 8, &paddr) != NULL && paddr % 8 == 0);
	CHECK(paddr >= ARENA_AT + used && view.arena.used <= used + 16);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t start_info = guest_load(data, size);

	guest_copy_limit = COPY_LIMIT;
	if (is_long(start_info))
		return 0;
	if (!pvh_parse(&view, start_info)) {
		check_refusal();
		return 0;
	}
	remember(start_info);
	bsd.record[0] = fw_record;
	bsd.record_count = info.reserved & 1;
	modules_check(&view);
	if (!names_read(&bsd) || !settle_modules(&bsd) || !args_parse(&bsd) ||
	    !preload_write(&bsd)) {
		if (!guest_spared)
			check_refusal();
		return 0;
	}
	reader_read(&got, view.arena.base - ARENA_AT, ARENA_AT,
	    ARENA_AT + view.arena.used, bsd.modulep);
	CHECK(got.error == NULL);
	CHECK(got.modulep == bsd.modulep && got.kernend == bsd.kernend);
	check_metadata();
	check_warnings();
	door_check_map(&got);
	check_promises();
	return 0;
}
