/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pvh-check's rows: a kernel that all loaders boot, then one change each, and
 * which rows say no (ROW=RULE) or boot something else (ROW~RULE).
 */
#include <elf.h>
#include "unit.h"
#include "boot/check/row.h"

#define BASE  0xffffffff80000000ull
#define SIZE  0x3000
#define NOTES 0x1800 /* in the file; the text is at 0x1000 */
#define NAMES 0x2800

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
	static const char names[] = "\0.note.Xen\0.symtab\0.shstrtab";

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

static void
judge(uint64_t size, char *said, size_t room)
{
	unsigned char *bytes = malloc(size);
	struct image image;
	struct row row;
	uint32_t i;

	assert_true(size == 0 || bytes != NULL);
	memcpy(bytes, file, size);
	image_open(&image, bytes, size);
	said[0] = '\0';
	for (i = 0; i < ROW_COUNT; i++) {
		row = row_make(&row_names[i], &image);
		if (row.answer == ANSWER_YES)
			continue;
		assert_true(row.rule > RULE_NONE && row.rule < RULES);
		assert_true(row.value[0] != '\0');
		snprintf(said + strlen(said), room - strlen(said), "%s%c%s ",
		    row_names[i].name, row.answer == ANSWER_NO ? '=' : '~',
		    rule_texts[row.rule].id);
	}
	free(bytes);
}

static void
assert_rows(uint64_t size, const char *expected)
{
	char said[1024];

	judge(size, said, sizeof(said));
	assert_string_equal(said, expected);
}

/* Several rows at once. */
#define XEN(rule)                                                      \
	"xen-domu-4.14=" rule " xen-domu=" rule " xen-dom0-4.17=" rule \
	" xen-dom0=" rule " "
#define CRATE(how, rule) \
	"firecracker" how rule " cloud-hypervisor=" rule " libkrun=" rule " "
#define OTHERS(rule) "stratovirt=" rule " alioth=" rule " "
#define NATIVE(rule)                                                          \
	"grub=" rule " freebsd=" rule " loader.efi=" rule " loader.elf=" rule \
	" "
#define PVH(how, rule) "qemu=" rule " " XEN(rule) CRATE(how, rule) OTHERS(rule)
#define ALL(rule)      PVH("=", rule) NATIVE(rule)

/* ---- one change each */

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
	k->s[1].sh_name = 11;
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

static const struct change {
	const char *name;
	void (*change)(void);
	const char *expected;
} changes[] = {
	{ "nothing", change_nothing, "" },
	{ "no note", change_no_note, PVH("~", "note-missing") },
	{ "no PT_NOTE", change_discard_segment,
	    "qemu=note-section " CRATE(
		"~", "note-section") "stratovirt=note-section " },
	{ "a note in PROGBITS", change_progbits, PVH("~", "note-section") },
	{ "another owner", change_owner,
	    XEN("note-owner") CRATE("~", "note-owner") },
	{ "an owner of three bytes", change_namesz, CRATE("~", "note-owner") },
	{ "another type", change_type, PVH("~", "note-type") },
	{ "two bytes", change_size_2,
	    "qemu=note-size " XEN("note-size") CRATE("=", "note-size")
		OTHERS("note-size") },
	{ "twelve bytes", change_size_12,
	    XEN("note-size") "alioth=note-size " },
	{ "p_align 0", change_align_0,
	    "qemu=note-align stratovirt=note-align " },
	{ "p_align 8", change_align_8,
	    "qemu=note-align " OTHERS("note-align") },
	{ "p_align 16", change_align_16,
	    "qemu=note-align " OTHERS("note-align") },
	{ "a property note before it", change_property,
	    "qemu=note-align stratovirt=note-align " },
	{ "two PT_NOTEs", change_two, CRATE("~", "note-last") },
	{ "an orphan", change_orphan, PVH("~", "note-orphan") },
	{ "notes that are cut", change_notes_cut,
	    "qemu=note-bounds " CRATE("=", "note-bounds")
		OTHERS("note-bounds") },
	{ "an entry that is cut", change_entry_cut,
	    "qemu=note-bounds " CRATE(
		"~", "note-last") "stratovirt=note-bounds " },
	{ "PADDR_OFFSET", change_offset_alone,
	    "xen-domu-4.14=legacy-notes xen-domu=legacy-notes "
	    "xen-dom0-4.17=legacy-notes " },
	{ "no VIRT_BASE", change_no_legacy, "xen-domu-4.14=legacy-notes " },
	{ "INIT_P2M", change_p2m,
	    "xen-domu=legacy-notes xen-dom0-4.17=legacy-notes "
	    "xen-dom0=legacy-notes " },
	{ "a required feature", change_feature, XEN("features") },
	{ "!dom0", change_feature_dom0,
	    "xen-domu-4.14=features xen-domu=features " },
	{ "an entry outside", change_entry_outside,
	    "qemu=entry-outside " XEN("entry-outside")
		CRATE("=", "entry-outside") OTHERS("entry-outside") },
	{ "an entry far outside", change_entry_far,
	    "qemu=entry-outside " XEN("entry-outside")
		CRATE("=", "entry-outside") OTHERS("entry-outside") },
	{ "an entry of 0", change_entry_zero,
	    "qemu=entry-outside " XEN("entry-outside")
		CRATE("=", "entry-outside") OTHERS("entry-outside") },
	{ "e_entry below 1 MiB", change_e_entry_low,
	    "xen-domu-4.14=legacy-notes firecracker=e-entry-low "
	    "cloud-hypervisor=e-entry-low grub=e-entry-outside "
	    "freebsd=e-entry-window loader.efi=e-entry-outside "
	    "loader.elf=e-entry-outside " },
	{ "e_entry of PVH", change_e_entry_pvh, NATIVE("native-entry") },
	{ "Multiboot 1", change_multiboot,
	    "qemu=multiboot1 grub~native-entry freebsd~native-entry "
	    "loader.efi~native-entry " },
	{ "Multiboot 1, addresses", change_multiboot_addresses,
	    "qemu~multiboot1 " },
	{ "Multiboot 1 behind 8 KiB", change_multiboot_behind, "" },
	{ "Multiboot 2", change_multiboot2,
	    "grub~native-entry freebsd~native-entry "
	    "loader.efi~native-entry " },
	{ "Limine", change_limine,
	    "grub~native-entry freebsd~native-entry "
	    "loader.efi~native-entry " },
	{ "another machine", change_machine,
	    "qemu=elf-machine freebsd=elf-machine "
	    "loader.efi=elf-machine loader.elf=elf-machine " },
	{ "big-endian", change_big_endian, ALL("elf-data") },
	{ "e_flags", change_flags, "qemu=elf-flags " },
	{ "ET_DYN", change_dyn,
	    "freebsd=elf-type loader.efi=elf-type loader.elf=elf-type " },
	{ "e_version", change_version,
	    "grub=elf-version freebsd=elf-version " },
	{ "e_phentsize", change_phentsize,
	    XEN("phdr-size")
		CRATE("=", "phdr-size") "grub=phdr-size loader.efi=phdr-size "
					"loader.elf=phdr-size " },
	{ "e_phoff", change_phoff, ALL("phdr-place") },
	{ "e_phnum", change_phnum, ALL("no-segment") },
	{ "e_shoff", change_shoff, XEN("shdr-place") "grub=shdr-place " },
	{ "no symbols", change_symtab, "grub=symtab " },
	{ "no PT_LOAD", change_no_load, ALL("no-segment") },
	{ "a segment that is cut", change_cut, ALL("segment-bounds") },
	{ "p_filesz", change_filesz,
	    "qemu=segment-size " XEN("segment-size") CRATE("=", "segment-size")
		OTHERS(
		    "segment-size") "grub=segment-size loader.efi=segment-size "
				    "loader.elf=segment-size " },
	{ "an end beyond the last address", change_wrap,
	    "qemu=segment-wraps " XEN("segment-wraps")
		CRATE("=", "segment-wraps")
		    OTHERS("segment-wraps") "grub=paddr-base "
					    "loader.efi=segment-wraps "
					    "loader.elf=segment-wraps " },
	{ "segments that overlap", change_overlap,
	    "qemu=segment-overlap loader.efi=segment-overlap "
	    "loader.elf=segment-overlap " },
	{ "p_paddr below 1 MiB", change_low,
	    "qemu=paddr-low xen-dom0-4.17=paddr-low "
	    "xen-dom0=paddr-low " CRATE("=", "paddr-low") OTHERS(
		"paddr-low") "freebsd=e-entry-window "
			     "loader.efi=paddr-low loader.elf=paddr-low " },
	{ "p_paddr above 4 GiB", change_high,
	    "qemu=paddr-high xen-domu-4.14=legacy-notes "
	    "xen-domu=paddr-high "
	    "xen-dom0-4.17=paddr-high xen-dom0=paddr-high " CRATE("=",
		"paddr-high") OTHERS("paddr-high") "freebsd=e-entry-window "
						   "loader.efi=paddr-high "
						   "loader.elf=paddr-high " },
	{ "an end above 1 GiB", change_ends_high,
	    "grub=paddr-base loader.efi=paddr-high loader.elf=paddr-high " },
	{ "p_paddr in a page", change_unaligned,
	    "xen-domu-4.14=paddr-align xen-domu=paddr-align " },
	{ "another base", change_base,
	    "grub=paddr-base loader.efi=paddr-base "
	    "loader.elf=paddr-base " },
	{ "an empty PT_LOAD", change_empty,
	    "xen-dom0=segment-empty "
	    "freebsd=e-entry-window " },
	{ "p_flags", change_no_flags, XEN("segment-flags") },
	{ "p_align 8, of the second", change_align_second,
	    "qemu=note-align xen-dom0-4.17=paddr-low "
	    "xen-dom0=paddr-low " CRATE("=", "paddr-low") OTHERS(
		"paddr-low") "freebsd=e-entry-window "
			     "loader.efi=paddr-low loader.elf=paddr-low " },
	{ "PHYS32_RELOC", change_reloc,
	    "qemu=paddr-low xen-dom0-4.17=paddr-low " CRATE("=", "paddr-low")
		OTHERS(
		    "paddr-low") "freebsd=e-entry-window "
				 "loader.efi=paddr-low loader.elf=paddr-low " },
	{ "PT_NOTE at p_vaddr", change_note_paddr, "alioth=note-place " },
};

static void
rows_say_what_a_change_breaks(void **state)
{
	const struct change *c = changes;

	for (; c < changes + sizeof(changes) / sizeof(changes[0]); c++) {
		new_kernel(state);
		print_message("# %s\n", c->name);
		c->change();
		assert_rows(SIZE, c->expected);
	}
}

static void
files_without_elf_are_named(void **state)
{
	memcpy(file, "\x1f\x8b\x08", 3);
	assert_rows(SIZE,
	    "qemu=packed xen-domu-4.14~packed xen-domu~packed "
	    "xen-dom0-4.17~packed xen-dom0~packed " CRATE("=", "packed")
		OTHERS("packed") "grub=packed freebsd~packed loader.efi~packed "
				 "loader.elf~packed ");
	memcpy(file, "BZh", 3);
	assert_rows(SIZE, ALL("packed"));
	memcpy(file, "MZ\0\0", 4);
	assert_rows(SIZE, ALL("pe-header"));
	memcpy(file + 0x202, "HdrS", 4);
	assert_rows(SIZE,
	    "qemu~bzimage xen-domu-4.14~bzimage xen-domu~bzimage "
	    "xen-dom0-4.17~bzimage xen-dom0~bzimage firecracker=bzimage "
	    "cloud-hypervisor~bzimage libkrun=bzimage " OTHERS("bzimage")
		NATIVE("bzimage"));
	new_kernel(state);
	file[0] = 0;
	assert_rows(SIZE, ALL("not-elf"));
	assert_rows(0, ALL("not-elf"));
}

/* A file that ends in the ELF header is none. */
static void
an_elf_header_is_whole(void **state)
{
	char said[1024];

	(void)state;
	assert_rows(63, ALL("not-elf"));
	judge(64, said, sizeof(said));
	assert_null(strstr(said, "not-elf"));
	file[EI_CLASS] = ELFCLASS32;
	assert_rows(51, ALL("not-elf"));
	judge(52, said, sizeof(said));
	assert_memory_equal(said, "qemu=no-segment ", 16);
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
	char said[1024];
	uint32_t i, n;

	for (i = 0; i < SIZE; i += 1 + (i > 600) * 37)
		judge(i, said, sizeof(said));
	for (n = 0; n < 3000; n++) {
		new_kernel(state);
		for (i = (uint32_t)below(5); i < 5; i++)
			file[below(3) != 0 ? below(sizeof(*k))
					   : NOTES + below(0x100)] =
			    (unsigned char)any();
		judge(below(4) == 0 ? below(SIZE) : SIZE, said, sizeof(said));
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
	cmocka_unit_test_setup(files_without_elf_are_named, new_kernel),
	cmocka_unit_test_setup(an_elf_header_is_whole, new_kernel),
	cmocka_unit_test_setup(
	    segments_at_one_place_keep_their_order, new_kernel),
	cmocka_unit_test_setup(any_file_has_an_answer, new_kernel),
	PLAIN(rules_have_names_and_all_texts),
	cmocka_unit_test_setup(gzip_is_looked_into, new_kernel),
};

MAIN("check")
