/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pvh-check's rows: a kernel that all loaders boot, then one change each. What
 * the rows say of it is in check.txt; with UPDATE=1 that is written.
 */
#include <elf.h>
#include "unit.h"
#include "boot/check/row.h"
#include "boot/load/elf.h"

#define BASE  0xffffffff80000000ull
#define SIZE  0x8000
#define NOTES 0x1800 /* in the file; the text is at 0x1000 */
#define NAMES 0x2800
#define MANY  0x3000 /* another table of program headers */

static struct kernel {
	Elf64_Ehdr h;
	Elf64_Phdr p[6];
	Elf64_Shdr s[6];
} * k;
static unsigned char file[SIZE];
static uint32_t notes_end; /* in the file */

/* ---- a good kernel: text with its notes, data, a PT_NOTE, sections */

static void
put_note(uint32_t type, const char *owner, uint64_t value, uint32_t descsz)
{
	const uint32_t header[] = { 4, descsz, type };

	memcpy(file + notes_end, header, sizeof(header));
	memcpy(file + notes_end + 12, owner, 4);
	memset(file + notes_end + 16, 0, (descsz + 3) & ~3u);
	memcpy(file + notes_end + 16, &value, descsz < 8 ? descsz : 8);
	notes_end += 16 + ((descsz + 3) & ~3u);
	k->p[2].p_filesz = k->p[2].p_memsz = notes_end - NOTES;
}

static void
new_notes(void)
{
	memset(file + NOTES, 0xcc, 0x400);
	notes_end = NOTES;
}

static int
new_kernel(void **state)
{
	static const char names[] = "\0.note.Xen\0.symtab\0.shstrtab\0"
				    ".nothing";

	(void)state;
	memset(file, 0, sizeof(file));
	k = (struct kernel *)file;
	memcpy(k->h.e_ident, "\177ELF\2\1\1", 7);
	k->h.e_type = ET_EXEC;
	k->h.e_machine = EM_X86_64;
	k->h.e_version = 1;
	k->h.e_entry = BASE + 0x200100;
	k->h.e_phoff = offsetof(struct kernel, p);
	k->h.e_shoff = offsetof(struct kernel, s);
	k->h.e_phentsize = sizeof(Elf64_Phdr);
	k->h.e_shentsize = sizeof(Elf64_Shdr);
	k->h.e_phnum = 3;
	k->h.e_shnum = 4;
	k->h.e_shstrndx = 3;
	k->p[0] = (Elf64_Phdr){ PT_LOAD, 7, 0x1000, BASE + 0x200000, 0x200000,
		0x1000, 0x1000, 0x1000 };
	k->p[1] = (Elf64_Phdr){ PT_LOAD, 6, 0x2000, BASE + 0x201000, 0x201000,
		0x400, 0x2000, 0x1000 };
	k->p[2] = (Elf64_Phdr){ PT_NOTE, 4, NOTES, BASE + 0x200800, 0x200800, 0,
		0, 4 };
	new_notes();
	put_note(18, "Xen", 0x200000, 8);
	put_note(3, "Xen", BASE, 8);
	put_note(4, "Xen", 0, 8);
	k->s[1] = (Elf64_Shdr){ .sh_name = 1,
		.sh_type = SHT_NOTE,
		.sh_offset = NOTES,
		.sh_size = k->p[2].p_filesz,
		.sh_addralign = 4 };
	k->s[2] = (Elf64_Shdr){ .sh_name = 11,
		.sh_type = SHT_SYMTAB,
		.sh_offset = NAMES,
		.sh_link = 3,
		.sh_size = 24 };
	k->s[3] = (Elf64_Shdr){ .sh_name = 19,
		.sh_type = SHT_STRTAB,
		.sh_offset = NAMES,
		.sh_size = sizeof(names) };
	memcpy(file + NAMES, names, sizeof(names));
	return 0;
}

/* ---- what the rows say; nothing after size bytes can be accessed */

static struct row rows[ROW_COUNT];

static void
judge(uint64_t size)
{
	unsigned char *bytes = malloc(size);
	struct image image;
	struct row *row = rows;

	assert_true(size == 0 || bytes != NULL);
	memcpy(bytes, file, size);
	image_open(&image, bytes, size);
	for (; row < rows + ROW_COUNT; row++) {
		*row = row_make(&row_names[row - rows], &image);
		if (row->answer == ANSWER_YES)
			continue;
		assert_true(row->rule > RULE_NONE && row->rule < RULES);
		assert_in_range(strlen(row->value), 1, ROW_VALUE - 2);
	}
	free(bytes);
}

static bool
equal(const struct row *a, const struct row *b)
{
	return a->answer == b->answer && a->rule == b->rule &&
	    strcmp(a->value, b->value) == 0 && a->remark == b->remark;
}

static void
print_answer(const struct row *row, FILE *to)
{
	static const char *const words[] = { "yes", "no", "else" };

	fprintf(to, "  %s", words[row->answer]);
	if (row->answer != ANSWER_YES)
		fprintf(to, ", %s: %s", rule_texts[row->rule].id, row->value);
	if (row->remark != NULL)
		fprintf(to, " (%s)", row->remark);
	fprintf(to, "\n   ");
}

/* What they say of the file, and below it all that say so. */
static void
print_answers(FILE *to)
{
	bool said[ROW_COUNT] = { false };
	uint32_t i, j;

	judge(SIZE);
	for (i = 0; i < ROW_COUNT; i++) {
		if (said[i])
			continue;
		print_answer(&rows[i], to);
		for (j = i; j < ROW_COUNT; j++) {
			if (!equal(&rows[j], &rows[i]))
				continue;
			fprintf(to, " %s", row_names[j].name);
			said[j] = true;
		}
		fprintf(to, "\n");
	}
}

static void
assert_all(uint64_t size, enum rule rule)
{
	uint32_t i;

	judge(size);
	for (i = 0; i < ROW_COUNT; i++)
		assert_int_equal(rows[i].rule, rule);
}

/* ---- one change each */

static void
put_note_first(void)
{
	const Elf64_Phdr load = k->p[0];

	k->p[0] = k->p[2];
	k->p[2] = load;
}

static void
change_nothing(void)
{
}

static void
change_no_note(void)
{
	k->p[2].p_type = PT_NULL;
	k->s[1].sh_type = SHT_NULL;
}

static void
change_discard_segment(void)
{
	k->p[2].p_type = PT_NULL;
}

static void
change_progbits(void)
{
	k->p[2].p_type = PT_NULL;
	k->s[1].sh_type = SHT_PROGBITS;
}

static void
change_owner(void)
{
	new_notes();
	put_note(18, "Foo", 0x200000, 8);
}

static void
change_namesz(void)
{
	file[NOTES] = 3;
}

static void
change_type(void)
{
	new_notes();
	put_note(17, "Xen", 0x200000, 8);
}

static void
change_size_2(void)
{
	new_notes();
	put_note(18, "Xen", 0x200000, 2);
	put_note(3, "Xen", BASE, 8);
}

static void
change_size_12(void)
{
	new_notes();
	put_note(18, "Xen", 0x200000, 12);
	put_note(3, "Xen", BASE, 8);
}

static void
change_align_0(void)
{
	k->p[2].p_align = 0;
}

static void
change_align_8(void)
{
	k->p[2].p_align = 8;
}

static void
change_align_16(void)
{
	k->p[2].p_align = 16;
}

static void
change_property(void)
{
	new_notes();
	put_note(5, "GNU", 0, 16);
	put_note(18, "Xen", 0x200000, 8);
	put_note(3, "Xen", BASE, 8);
	k->p[2].p_align = 8;
}

static void
change_two(void)
{
	k->h.e_phnum = 4;
	k->p[3] = k->p[2];
	k->p[3].p_offset = NOTES + 24; /* types 3 and 4 */
	k->p[3].p_filesz -= 24;
}

static void
change_orphan(void)
{
	new_notes();
	memset(file + NOTES, 0x11, 16);
	notes_end += 16;
	put_note(18, "Xen", 0x200000, 8);
	k->s[1].sh_type = SHT_PROGBITS;
	k->s[1].sh_name = 29; /* .nothing */
	put_note_first();
}

static void
change_notes_cut(void)
{
	k->p[2].p_offset = SIZE - 16;
}

/* Of the first PT_NOTE's entry all is there, of the second one's nothing. */
static void
change_entry_cut(void)
{
	const uint32_t header[] = { 4, 8, 18 };

	memcpy(file + SIZE - 16, header, sizeof(header));
	k->h.e_phnum = 4;
	k->p[3] = k->p[2];
	k->p[3].p_offset = SIZE - 16;
	k->p[3].p_filesz = k->p[3].p_memsz = 16;
}

static void
change_offset_alone(void)
{
	new_notes();
	put_note(18, "Xen", 0x200000, 8);
	put_note(4, "Xen", 0, 8);
}

static void
change_no_legacy(void)
{
	new_notes();
	put_note(18, "Xen", 0x200000, 8);
}

static void
change_p2m(void)
{
	put_note(15, "Xen", 0x200000, 8);
}

static void
change_feature(void)
{
	put_note(10, "Xen", 0x622161217c61ull, 8); /* "a|!a!b" */
}

static void
change_feature_dom0(void)
{
	put_note(10, "Xen", 0x306d6f6421ull, 8); /* "!dom0" */
}

static void
change_entry_outside(void)
{
	new_notes();
	put_note(18, "Xen", 0x300000, 8);
	put_note(3, "Xen", BASE, 8);
}

static void
change_entry_far(void)
{
	new_notes();
	put_note(18, "Xen", 0x12300000, 8);
	put_note(3, "Xen", BASE, 8);
}

static void
change_entry_zero(void)
{
	new_notes();
	put_note(18, "Xen", 0, 8);
	put_note(3, "Xen", BASE, 8);
}

static void
change_e_entry_low(void)
{
	k->h.e_entry = 0x1000;
}

static void
change_e_entry_pvh(void)
{
	k->h.e_entry = BASE + 0x200000;
}

static void
put_multiboot(uint32_t at, uint32_t flags)
{
	const uint32_t header[] = { 0x1badb002, flags, 0 - 0x1badb002 - flags };

	memcpy(file + at, header, sizeof(header));
}

static void
change_multiboot(void)
{
	put_multiboot(0x1400, 0);
}

static void
change_multiboot_addresses(void)
{
	put_multiboot(0x1400, 1u << 16);
}

static void
change_multiboot_behind(void)
{
	put_multiboot(8192, 0);
}

static void
change_multiboot2(void)
{
	const uint32_t header[] = { 0xe85250d6, 0, 24, 0 - 0xe85250d6 - 24, 0,
		8 };

	memcpy(file + 0x1400, header, sizeof(header));
}

static void
change_limine(void)
{
	const uint64_t id[] = { 0xc7b1dd30df4c8b88ull, 0x0a82e883a194f07bull };

	memcpy(file + 0x1400, id, sizeof(id));
}

static void
change_machine(void)
{
	k->h.e_machine = EM_AARCH64;
}

static void
change_big_endian(void)
{
	k->h.e_ident[EI_DATA] = ELFDATA2MSB;
}

static void
change_flags(void)
{
	k->h.e_flags = 4;
}

static void
change_dyn(void)
{
	k->h.e_type = ET_DYN;
}

static void
change_version(void)
{
	k->h.e_version = 0;
}

static void
change_phentsize(void)
{
	k->h.e_phentsize = 64;
}

static void
change_phoff(void)
{
	k->h.e_phoff = SIZE;
}

static void
change_phnum(void)
{
	k->h.e_phnum = 0;
}

static void
change_shoff(void)
{
	k->h.e_shoff = SIZE;
}

static void
change_symtab(void)
{
	k->s[2].sh_type = SHT_NULL;
}

static void
change_no_load(void)
{
	k->p[0].p_type = k->p[1].p_type = PT_NULL;
}

static void
change_cut(void)
{
	k->p[1].p_offset = SIZE;
}

static void
change_filesz(void)
{
	k->p[1].p_memsz = 0x200;
}

static void
change_wrap(void)
{
	k->p[1].p_paddr = 0 - 0x1000ull;
}

static void
change_overlap(void)
{
	k->p[1].p_paddr = 0x200f00;
	k->p[1].p_vaddr = BASE + 0x200f00;
}

static void
change_low(void)
{
	k->p[1].p_paddr = 0xa0000;
	k->p[1].p_vaddr = BASE + 0xa0000;
}

static void
change_high(void)
{
	k->p[1].p_paddr = 0x100000000ull;
	k->p[1].p_vaddr = BASE + 0x100000000ull;
}

static void
change_ends_high(void)
{
	k->p[1].p_paddr = 0x3ffff000;
	k->p[1].p_vaddr = BASE + 0x3ffff000;
}

static void
change_unaligned(void)
{
	k->p[0].p_paddr += 0x10;
	k->p[0].p_vaddr += 0x10;
	k->p[0].p_memsz -= 0x10;
	k->p[0].p_filesz -= 0x10;
	new_notes();
	put_note(18, "Xen", 0x200010, 8);
	put_note(3, "Xen", BASE, 8);
}

static void
change_base(void)
{
	k->p[1].p_vaddr += 0x400000;
}

static void
change_empty(void)
{
	k->h.e_phnum = 4;
	k->p[3] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = 4 };
}

static void
change_no_flags(void)
{
	k->p[1].p_flags = 0;
}

/* What is wrong with the second PT_NOTE comes before what is with a PT_LOAD. */
static void
change_align_second(void)
{
	change_entry_cut();
	k->p[3].p_align = 8;
	change_low();
}

static void
change_reloc(void)
{
	put_note(19, "Xen", 0x1000, 4);
	change_low();
}

static void
change_note_paddr(void)
{
	k->p[2].p_paddr = k->p[2].p_vaddr;
}

/* ---- further changes, of what lies around it */

static void
change_orphan_not(void)
{
	change_type();
	k->s[2].sh_type = SHT_NULL;
}

static void
change_property_short(void)
{
	new_notes();
	put_note(5, "GNU", 0, 16);
	put_note(18, "Xen", 0x200000, 4);
	k->p[2].p_align = 8;
}

static void
change_note_first(void)
{
	change_type();
	put_note_first();
}

/* Sorted by their addresses it is the outer ones that overlap. */
static void
change_overlap_falling(void)
{
	k->h.e_phnum = 4;
	k->p[3] = k->p[0];
	k->p[0].p_paddr = 0x205000;
	k->p[1].p_paddr = 0x204000;
	k->p[3].p_paddr = 0x204800;
}

/* So many program headers, all but the first three like this one. */
static void
change_many(uint16_t count, Elf64_Phdr p)
{
	Elf64_Phdr *table = (Elf64_Phdr *)(file + MANY);
	uint16_t i;

	memcpy(table, k->p, 3 * sizeof(*table));
	for (i = 3; i < count; i++) {
		table[i] = p;
		p.p_paddr += p.p_memsz;
		p.p_vaddr += p.p_memsz;
	}
	k->h.e_phoff = MANY;
	k->h.e_phnum = count;
}

static void
change_notes(void)
{
	const Elf64_Phdr note = k->p[2];

	k->s[0] = k->s[1];
	k->s[1].sh_type = SHT_NULL;
	put_note_first();
	change_many(256 + 2, note); /* and two segments, less a section */
}

static void
change_loads(void)
{
	change_many(3 + ELF_SEGMENTS - 1,
	    (Elf64_Phdr){ PT_LOAD, 6, 0x2000, BASE + 0x203000, 0x203000, 0x10,
		0x1000, 0x1000 });
}

static void
change_packed(const void *magic, size_t size)
{
	memcpy(file, magic, size);
}

static void
change_entry_of_xen_cut(void)
{
	change_entry_cut();
	memcpy(file + SIZE - 4, "Xen", 4);
}

/* All of a second PT_NOTE's note is there, up to the file's last byte. */
static void
change_note_last(void)
{
	change_entry_cut();
	k->p[3].p_offset = SIZE - 24;
	k->p[3].p_filesz = k->p[3].p_memsz = 24;
	memcpy(file + SIZE - 24, file + NOTES, 24);
}

static void
change_align_huge(void)
{
	k->p[2].p_align = UINT64_MAX;
}

static void
change_symtab_first(void)
{
	change_symtab();
	k->s[0].sh_type = SHT_SYMTAB;
}

static void
change_1_mib(void)
{
	k->p[1].p_paddr = 0x100000;
	k->p[1].p_vaddr = BASE + 0x100000;
}

static void
change_outside_of_high(void)
{
	change_entry_outside();
	k->p[1].p_paddr = 0x90000000;
}

static void
change_multiboot_late(void)
{
	put_multiboot(8192 - 48 - 4, 0);
}

static void
change_multiboot_later(void)
{
	put_multiboot(8192 - 48, 0);
}

static void
change_multiboot_low(void)
{
	change_multiboot_addresses();
	change_low();
}

static void
change_multiboot2_addresses(void)
{
	const uint32_t header[] = { 0xe85250d6, 0, 48, 0 - 0xe85250d6 - 48,
		2 | 1u << 16, 24, 0x200000, 0x200000, 0, 0, 0, 8 };

	memcpy(file + 0x1400, header, sizeof(header));
	change_low();
}

static void
change_limine_data(void)
{
	change_limine();
	memcpy(file + 0x2000, file + 0x1400, 16);
	memset(file + 0x1400, 0, 16);
}

/* The same kernel, as i386's. */
static void
change_to_elf32(void)
{
	Elf32_Ehdr *h = (Elf32_Ehdr *)file;
	Elf32_Phdr *p = (Elf32_Phdr *)(file + 0x100);
	Elf32_Shdr *s = (Elf32_Shdr *)(file + 0x200);
	const struct kernel old = *k;
	uint32_t i;

	memset(file, 0, sizeof(*k));
	memcpy(h->e_ident, old.h.e_ident, sizeof(h->e_ident));
	h->e_ident[EI_CLASS] = ELFCLASS32;
	h->e_type = ET_EXEC;
	h->e_machine = EM_386;
	h->e_version = 1;
	h->e_entry = 0x200100;
	h->e_phoff = 0x100;
	h->e_shoff = 0x200;
	h->e_phentsize = sizeof(*p);
	h->e_shentsize = sizeof(*s);
	h->e_phnum = 3;
	h->e_shnum = 4;
	h->e_shstrndx = 3;
	for (i = 0; i < 3; i++)
		p[i] = (Elf32_Phdr){ old.p[i].p_type, old.p[i].p_offset,
			old.p[i].p_paddr, old.p[i].p_paddr, old.p[i].p_filesz,
			old.p[i].p_memsz, old.p[i].p_flags, old.p[i].p_align };
	for (i = 1; i < 4; i++)
		s[i] = (Elf32_Shdr){ .sh_name = old.s[i].sh_name,
			.sh_type = old.s[i].sh_type,
			.sh_offset = old.s[i].sh_offset,
			.sh_size = old.s[i].sh_size,
			.sh_addralign = old.s[i].sh_addralign };
}

static void
change_elf32_type(void)
{
	change_to_elf32();
	file[NOTES + 8] = 17;
}

static void
change_elf32_section(void)
{
	change_to_elf32();
	((Elf32_Phdr *)(file + 0x100))[2].p_type = PT_NULL;
}

static void
change_elf32_multiboot(void)
{
	change_to_elf32();
	change_multiboot();
}

static void
change_phoff_63(void)
{
	k->h.e_phoff = 63;
}

static void
change_phoff_late(void)
{
	k->h.e_phoff = SIZE - 2 * sizeof(Elf64_Phdr);
}

static void
change_empty_first(void)
{
	memmove(&k->p[1], &k->p[0], 3 * sizeof(k->p[0]));
	k->p[0] = (Elf64_Phdr){ .p_type = PT_LOAD };
	k->h.e_phnum = 4;
}

static void
change_gzip(void)
{
	change_packed("\x1f\x8b\x08", 3);
}

static void
change_xz(void)
{
	change_packed("\xfd"
		      "7zXZ",
	    6);
}

static void
change_zstd(void)
{
	change_packed("\x28\xb5\x2f\xfd", 4);
}

static void
change_bzip2(void)
{
	change_packed("BZh", 3);
}

static void
change_lzma(void)
{
	change_packed("\x5d\0\0", 3);
}

static void
change_lz4(void)
{
	change_packed("\x02\x21\x4c\x18", 4);
}

static void
change_lzop(void)
{
	change_packed("\x89LZO", 4);
}

static void
change_pe(void)
{
	change_packed("MZ\0\0", 4);
}

static void
change_bzimage(void)
{
	change_pe();
	memcpy(file + 0x202, "HdrS", 4);
}

static void
change_no_elf_multiboot(void)
{
	change_multiboot();
	file[0] = 0;
}

static void
change_no_elf_multiboot2(void)
{
	change_multiboot2();
	file[0] = 0;
}

static void
change_not_elf(void)
{
	file[0] = 0;
}

static void
change_elf32(void)
{
	k->h.e_ident[EI_CLASS] = ELFCLASS32;
}

static const struct change {
	const char *name;
	void (*change)(void);
} changes[] = {
	{ "nothing", change_nothing },
	{ "no note", change_no_note },
	{ "no PT_NOTE", change_discard_segment },
	{ "a note in PROGBITS", change_progbits },
	{ "another owner", change_owner },
	{ "an owner of three bytes", change_namesz },
	{ "another type", change_type },
	{ "two bytes", change_size_2 },
	{ "twelve bytes", change_size_12 },
	{ "p_align 0", change_align_0 },
	{ "p_align 8", change_align_8 },
	{ "p_align 16", change_align_16 },
	{ "a property note before it", change_property },
	{ "two PT_NOTEs", change_two },
	{ "an orphan", change_orphan },
	{ "notes that are cut", change_notes_cut },
	{ "an entry that is cut", change_entry_cut },
	{ "PADDR_OFFSET", change_offset_alone },
	{ "no VIRT_BASE", change_no_legacy },
	{ "INIT_P2M", change_p2m },
	{ "a required feature", change_feature },
	{ "!dom0", change_feature_dom0 },
	{ "an entry outside", change_entry_outside },
	{ "an entry far outside", change_entry_far },
	{ "an entry of 0", change_entry_zero },
	{ "e_entry below 1 MiB", change_e_entry_low },
	{ "e_entry of PVH", change_e_entry_pvh },
	{ "Multiboot 1", change_multiboot },
	{ "Multiboot 1, addresses", change_multiboot_addresses },
	{ "Multiboot 1 behind 8 KiB", change_multiboot_behind },
	{ "Multiboot 2", change_multiboot2 },
	{ "Limine", change_limine },
	{ "another machine", change_machine },
	{ "big-endian", change_big_endian },
	{ "e_flags", change_flags },
	{ "ET_DYN", change_dyn },
	{ "e_version", change_version },
	{ "e_phentsize", change_phentsize },
	{ "e_phoff", change_phoff },
	{ "e_phnum", change_phnum },
	{ "e_shoff", change_shoff },
	{ "no symbols", change_symtab },
	{ "no PT_LOAD", change_no_load },
	{ "a segment that is cut", change_cut },
	{ "p_filesz", change_filesz },
	{ "an end beyond the last address", change_wrap },
	{ "segments that overlap", change_overlap },
	{ "p_paddr below 1 MiB", change_low },
	{ "p_paddr above 4 GiB", change_high },
	{ "an end above 1 GiB", change_ends_high },
	{ "p_paddr in a page", change_unaligned },
	{ "another base", change_base },
	{ "an empty PT_LOAD", change_empty },
	{ "p_flags", change_no_flags },
	{ "p_align 8, of the second", change_align_second },
	{ "PHYS32_RELOC", change_reloc },
	{ "PT_NOTE at p_vaddr", change_note_paddr },
	{ "another type, no symbols", change_orphan_not },
	{ "a property note, four bytes", change_property_short },
	{ "another type, its PT_NOTE first", change_note_first },
	{ "segments that overlap, in any order", change_overlap_falling },
	{ "257 notes", change_notes },
	{ "33 PT_LOADs", change_loads },
	{ "an entry of Xen's that is cut", change_entry_of_xen_cut },
	{ "a note that ends with the file", change_note_last },
	{ "p_align as large as can be", change_align_huge },
	{ "symbols in section 0", change_symtab_first },
	{ "p_paddr at 1 MiB", change_1_mib },
	{ "an entry outside, a segment above 2 GiB", change_outside_of_high },
	{ "Multiboot 1 as late as can be", change_multiboot_late },
	{ "Multiboot 1 too late", change_multiboot_later },
	{ "Multiboot 1, addresses, below 1 MiB", change_multiboot_low },
	{ "Multiboot 2, addresses, below 1 MiB", change_multiboot2_addresses },
	{ "Limine, in the data", change_limine_data },
	{ "an ELF32 kernel", change_to_elf32 },
	{ "ELF32, another type", change_elf32_type },
	{ "ELF32, no PT_NOTE", change_elf32_section },
	{ "ELF32, Multiboot 1", change_elf32_multiboot },
	{ "e_phoff in the ELF header", change_phoff_63 },
	{ "e_phoff, the last one cut", change_phoff_late },
	{ "an empty PT_LOAD first, without flags", change_empty_first },
	{ "gzip", change_gzip },
	{ "xz", change_xz },
	{ "zstd", change_zstd },
	{ "bzip2", change_bzip2 },
	{ "lzma", change_lzma },
	{ "lz4", change_lz4 },
	{ "lzop", change_lzop },
	{ "a PE file", change_pe },
	{ "bzImage", change_bzimage },
	{ "no ELF file", change_not_elf },
	{ "no ELF file, Multiboot 1", change_no_elf_multiboot },
	{ "no ELF file, Multiboot 2", change_no_elf_multiboot2 },
	{ "ELF32", change_elf32 },
};

/* ---- */

#define EXPECTED "tests/host/unit/check.txt"

static void
update(FILE *got)
{
	FILE *file_new = fopen(EXPECTED, "w");
	int c;

	assert_non_null(file_new);
	while ((c = getc(got)) != EOF)
		putc(c, file_new);
	assert_int_equal(fclose(file_new), 0);
}

static void
assert_expected(FILE *got)
{
	char line[2][400], change[400] = "";
	FILE *expected = fopen(EXPECTED, "r");
	bool more;

	assert_non_null(expected);
	do {
		line[0][0] = line[1][0] = '\0';
		more = fgets(line[0], sizeof(line[0]), expected) != NULL;
		if (fgets(line[1], sizeof(line[1]), got) != NULL)
			more = true;
		if (line[0][0] != ' ')
			strcpy(change, line[0]);
		if (strcmp(line[0], line[1]) != 0)
			print_message("# %s", change);
		assert_string_equal(line[0], line[1]);
	} while (more);
	fclose(expected);
}

static void
rows_say_what_a_change_breaks(void **state)
{
	const char *wanted = getenv("UPDATE");
	const struct change *c = changes;
	FILE *got = tmpfile();

	assert_non_null(got);
	for (; c < changes + COUNT(changes); c++) {
		new_kernel(state);
		c->change();
		fprintf(got, "%s\n", c->name);
		print_answers(got);
	}
	rewind(got);
	if (wanted != NULL && wanted[0] != '\0')
		update(got);
	else
		assert_expected(got);
	fclose(got);
}

/* A loop that goes one too far over a table would see these. */
#define NOTE_BEHIND 0x2600
static const Elf64_Phdr segments_behind[] = {
	{ PT_LOAD, 7, SIZE, 0, 0, UINT64_MAX / 2, UINT64_MAX / 4, 3 },
	{ PT_LOAD, 7, 0x1000, 0x1000, 0x300000, 0x1000, 0x1000, 0x1000 },
	{ PT_NOTE, 4, NOTE_BEHIND, 0, 0, 24, 24, 4 },
	{ PT_NOTE, 4, SIZE - 4, 0, UINT64_MAX / 2, 24, 24, 6 },
	{ PT_NOTE, 4, NAMES, 0, 0, 24, 24, 4 },
};
static const Elf64_Shdr sections_behind[] = {
	{ .sh_name = 1,
	    .sh_type = SHT_NOTE,
	    .sh_offset = NOTE_BEHIND,
	    .sh_size = 24,
	    .sh_addralign = 4 },
	{ .sh_name = 11,
	    .sh_type = SHT_SYMTAB,
	    .sh_offset = NOTES,
	    .sh_size = 24 },
	{ .sh_name = 1, .sh_type = SHT_PROGBITS },
};

static void
assert_unseen(
    const struct row before[ROW_COUNT], const struct change *c, uint32_t i)
{
	judge(SIZE);
	for (; i < ROW_COUNT; i++)
		if (!equal(&rows[i], &before[i]))
			fail_msg("%s: %s: %s", c->name, row_names[i].name,
			    rows[i].value);
}

static void
put_note_behind(uint32_t at)
{
	const uint32_t header[] = { 4, 8, 18 };

	memcpy(file + at, header, sizeof(header));
	memcpy(file + at + 12, "Xen", 4);
	memset(file + at + 16, 0, 8);
	file[at + 16 + 2] = 0x20;
}

static void
what_is_behind_a_table_does_not_count(void **state)
{
	struct row before[ROW_COUNT];
	const struct change *c = changes;
	bool at_home;
	size_t i;

	for (; c < changes + COUNT(changes); c++) {
		new_kernel(state);
		c->change();
		judge(SIZE);
		memcpy(before, rows, sizeof(before));
		put_note_behind(NOTE_BEHIND);
		at_home = k->h.e_phoff == offsetof(struct kernel, p);
		for (i = 0; at_home && i < COUNT(segments_behind); i++) {
			k->p[k->h.e_phnum] = segments_behind[i];
			assert_unseen(before, c, 0);
		}
		for (i = 0; i < COUNT(sections_behind); i++) {
			k->s[k->h.e_shnum] = sections_behind[i];
			assert_unseen(before, c, 0);
		}
	}
}

/* But QEMU, the first row, goes on. */
static void
what_is_behind_the_notes_does_not_count(void **state)
{
	struct row before[ROW_COUNT];
	const struct change *c = changes;
	uint32_t judged = 0;

	for (; c < changes + COUNT(changes); c++) {
		new_kernel(state);
		c->change();
		if (k->p[2].p_offset + k->p[2].p_filesz != notes_end ||
		    k->p[2].p_align != 4)
			continue;
		k->s[1].sh_size = k->p[2].p_filesz;
		judge(SIZE);
		memcpy(before, rows, sizeof(before));
		put_note_behind(notes_end);
		assert_unseen(before, c, 1);
		judged++;
	}
	assert_true(judged > COUNT(changes) / 2);
}

/* A file that ends in the ELF header is none. */
static void
an_elf_header_is_whole(void **state)
{
	uint32_t i;

	(void)state;
	assert_all(0, RULE_NOT_ELF);
	assert_all(63, RULE_NOT_ELF);
	judge(64);
	for (i = 0; i < ROW_COUNT; i++)
		assert_int_not_equal(rows[i].rule, RULE_NOT_ELF);
	file[EI_CLASS] = ELFCLASS32;
	assert_all(51, RULE_NOT_ELF);
	judge(52);
	assert_int_equal(rows[0].rule, RULE_NO_SEGMENT);
}

static void
segments_at_one_place_keep_their_order(void **state)
{
	struct image image;
	uint32_t one, other;

	(void)state;
	k->p[1].p_paddr = k->p[0].p_paddr;
	image_open(&image, file, SIZE);
	assert_true(image_overlap(&image, &one, &other));
	assert_true(one == 0 && other == 1);
}

/* Each end of the file, and noise: no access beyond, and an answer. */
static void
any_file_has_an_answer(void **state)
{
	uint32_t i, n;

	for (i = 0; i < SIZE; i += 1 + (i > 600) * 37)
		judge(i);
	for (n = 0; n < 3000; n++) {
		new_kernel(state);
		for (i = (uint32_t)below(5); i < 5; i++)
			file[below(3) != 0 ? below(sizeof(*k))
					   : NOTES + below(0x100)] =
			    (unsigned char)any();
		judge(below(4) == 0 ? below(SIZE) : SIZE);
	}
}

static void
rules_have_names_and_all_texts(void **state)
{
	enum rule rule;

	(void)state;
	for (rule = RULE_NONE + 1; rule < RULES; rule++) {
		assert_non_null(rule_texts[rule].id);
		assert_non_null(rule_texts[rule].what);
		assert_non_null(rule_texts[rule].source);
		assert_non_null(rule_texts[rule].change);
		assert_int_equal(rule_named(rule_texts[rule].id), rule);
	}
	assert_int_equal(rule_named("none"), RULE_NONE);
}

/* What gzip packed counts for the loaders that unpack it. */
static void
gzip_is_looked_into(void **state)
{
	static const unsigned char magic[64] = { 0x1f, 0x8b, 8 };
	struct image image, inside;
	struct row row;
	uint32_t i;

	(void)state;
	image_open(&image, magic, sizeof(magic));
	image_open(&inside, file, SIZE);
	image.inside = &inside;
	for (i = 0; i < ROW_COUNT; i++) {
		row = row_make(&row_names[i], &image);
		assert_int_equal(
		    row.answer, row_names[i].unpacks ? ANSWER_YES : ANSWER_NO);
		assert_int_equal(
		    row.rule, row_names[i].unpacks ? RULE_NONE : RULE_PACKED);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test_setup(rows_say_what_a_change_breaks, new_kernel),
	PLAIN(what_is_behind_a_table_does_not_count),
	PLAIN(what_is_behind_the_notes_does_not_count),
	cmocka_unit_test_setup(an_elf_header_is_whole, new_kernel),
	cmocka_unit_test_setup(
	    segments_at_one_place_keep_their_order, new_kernel),
	cmocka_unit_test_setup(any_file_has_an_answer, new_kernel),
	PLAIN(rules_have_names_and_all_texts),
	cmocka_unit_test_setup(gzip_is_looked_into, new_kernel),
};

MAIN("check")
