/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What this project's own loaders find in a file: their readers decide
 * (boot/load, arch/pvh/multiboot), and what these say becomes a rule.
 */
#include <string.h>
#include "check.h"
#include "elf.h"
#include "limine_abi.h"
#include "multiboot.h"

static struct boot_view view; /* of it only the warnings are used */

/* A defect's field tells the rule, as the reader has one reason for each. */
static enum rule
rule_of(const struct elf_defect *d)
{
	static const struct {
		const char *field;
		enum rule rule;
	} fields[] = {
		{ "size", RULE_NOT_ELF },
		{ "e_ident[EI_MAG]", RULE_NOT_ELF },
		{ "e_ident[EI_CLASS]", RULE_ELF_CLASS },
		{ "e_ident[EI_DATA]", RULE_ELF_DATA },
		{ "e_ident[EI_VERSION]", RULE_ELF_VERSION },
		{ "e_machine", RULE_ELF_MACHINE },
		{ "e_type", RULE_ELF_TYPE },
		{ "e_phentsize", RULE_PHDR_SIZE },
		{ "e_phoff", RULE_PHDR_PLACE },
		{ "e_phnum", RULE_NO_SEGMENT },
		{ "e_entry", RULE_E_ENTRY_OUTSIDE },
		{ "p_filesz", RULE_SEGMENT_SIZE },
		{ "p_offset", RULE_SEGMENT_BOUNDS },
		{ "p_memsz", RULE_PADDR_HIGH },
		{ "p_type", RULE_SEGMENT_COUNT },
	};
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(d->field, fields[i].field) == 0)
			return fields[i].rule;
	if (strstr(d->why, "wraps") != NULL)
		return RULE_SEGMENT_WRAPS;
	if (strstr(d->why, "overlaps") != NULL)
		return RULE_SEGMENT_OVERLAP;
	if (strcmp(d->field, "p_vaddr") == 0)
		return RULE_PADDR_BASE;
	return d->value < MIB ? RULE_PADDR_LOW : RULE_PADDR_HIGH;
}

bool
kit_elf(const struct image *f, struct row *row, bool physical)
{
	struct elf_image image;
	struct elf_defect d;

	if (elf_read(f->bytes, f->size, physical ? ELF_PHYSICAL : ELF_FREEBSD,
		&image, &d))
		return true;
	if (d.index == ELF_HEADER)
		return row_no(row, rule_of(&d), "%s is 0x%llx: %s", d.field,
		    (unsigned long long)d.value, d.why);
	return row_no(row, rule_of(&d), "program header %u: %s is 0x%llx: %s",
	    d.index, d.field, (unsigned long long)d.value, d.why);
}

bool
kit_multiboot(const struct image *f, uint32_t version)
{
	struct multiboot_kernel kernel;

	return multiboot_find(
	    &view, version, (const char *)f->bytes, f->size, &kernel);
}

/* Whether a header of Multiboot 2 has a tag of this type. */
static bool
has_tag(const struct image *f, uint64_t at, uint32_t type)
{
	uint64_t size;

	for (at += sizeof(struct mb2_header); image_has(f, at, 8);
	     at += (size + 7) & ~7ull) {
		size = image_number(f, at + 4, 4);
		if (image_number(f, at, 2) == type)
			return true;
		if (image_number(f, at, 2) == MB2_END || size < 8)
			break;
	}
	return false;
}

/* Of version 1 the same fields say where the kernel goes and its entry. */
static bool
says(const struct image *f, uint32_t version, uint32_t type)
{
	const char *bytes = (const char *)f->bytes;
	struct multiboot_kernel kernel;
	uint64_t at;

	if (!multiboot_find(&view, version, bytes, f->size, &kernel))
		return false;
	at = (uint64_t)(kernel.header - bytes);
	if (version == 1)
		return (image_number(f, at + 4, 4) & MB1_ADDRESS) != 0;
	return has_tag(f, at, type);
}

bool
kit_places(const struct image *f, uint32_t version)
{
	return says(f, version, MB2_ADDRESS);
}

bool
kit_enters(const struct image *f, uint32_t version)
{
	return says(f, version, MB2_ENTRY);
}

/* A request is a multiple of 8 bytes in memory. */
static bool
has_request(const struct image *f, const struct elf_segment *s)
{
	uint64_t at = (0 - s->paddr) % 8;

	for (; at + 16 <= s->filesz; at += 8)
		if (image_number(f, s->offset + at, 8) == LIMINE_ID_0 &&
		    image_number(f, s->offset + at + 8, 8) == LIMINE_ID_1)
			return true;
	return false;
}

bool
kit_is_limine(const struct image *f)
{
	struct elf_image image;
	struct elf_defect d;
	uint32_t i;

	if (!elf_read(f->bytes, f->size, ELF_VIRTUAL, &image, &d))
		return false;
	for (i = 0; i < image.count; i++)
		if (has_request(f, &image.segment[i]))
			return true;
	return false;
}

/* ---- loader.elf, which is given the kernel as its module */

static bool
multiboot(const struct image *f, struct row *row, uint32_t version)
{
	row->remark =
	    version == 2 ? "as a Multiboot 2 kernel" : "as a Multiboot kernel";
	return kit_places(f, version) || kit_elf(f, row, true);
}

void
row_loader_elf(const struct image *f, struct row *row)
{
	if (!check_unpacked(f, row))
		return;
	if (kit_is_limine(f)) {
		row->remark = "as a Limine kernel";
	} else if (kit_multiboot(f, 2)) {
		(void)multiboot(f, row, 2);
	} else if (kit_multiboot(f, 1)) {
		(void)multiboot(f, row, 1);
	} else if (check_elf(f, row)) {
		row->remark = "as FreeBSD's kernel, if it is like one";
		(void)(kit_elf(f, row, false) && check_not_pvh(f, row));
	}
	if (row->answer == ANSWER_NO)
		row->remark = NULL;
}
