/* SPDX-License-Identifier: BSD-2-Clause */
#include "rule.h"
#include <string.h>

const struct rule_text rule_texts[RULES] = {
	[RULE_NOT_ELF] = { "not-elf", "The kernel has to be an ELF file.",
	    "System V ABI, chapter 4",
	    "Give the file that the linker wrote, not what objcopy -O binary "
	    "made of it." },
	[RULE_PACKED] = { "packed",
	    "Most loaders take a kernel as it is, not a compressed one.",
	    "linux-loader; QEMU, hw/i386/x86-common.c; libxenguest unpacks",
	    "Unpack it (gunzip, unxz, ...) and check what comes out." },
	[RULE_BZIMAGE] = { "bzimage",
	    "A Linux bzImage is booted by Linux's protocol, not by PVH; Xen "
	    "unpacks the ELF file inside and boots that.",
	    "Linux, Documentation/arch/x86/boot.rst",
	    "Check the vmlinux that is in it: Linux's scripts/extract-vmlinux "
	    "takes it out." },
	[RULE_PE_HEADER] = { "pe-header",
	    "A file with a PE header in front is for UEFI, and no loader here "
	    "looks for the ELF file behind it.",
	    "UEFI specification, 2.1.1",
	    "Give the ELF file that the PE file was made of by objcopy." },
	[RULE_ELF_CLASS] = { "elf-class",
	    "This loader takes ELF64 only; PVH's entry is 32-bit code in "
	    "either.",
	    "linux-loader, src/loader/elf; alioth; boot/load/elf.c",
	    "Link with -m elf_x86_64, and leave out objcopy -O elf32-i386." },
	[RULE_ELF_DATA] = { "elf-data", "The file has to be little-endian.",
	    "all loaders", "Link for x86-64: -m elf_x86_64." },
	[RULE_ELF_MACHINE] = { "elf-machine",
	    "The file has to be for x86-64 or, where that will do, i386.",
	    "QEMU, include/hw/elf_ops.h.inc; FreeBSD, stand/common/load_elf.c",
	    "Build for x86-64: set CROSS_COMPILE, or CC and LD." },
	[RULE_ELF_TYPE] = { "elf-type",
	    "The kernel has to be an executable (ET_EXEC), not an object, and "
	    "for some loaders not position-independent.",
	    "FreeBSD, stand/common/load_elf.c; boot/load/elf.c",
	    "Link with -no-pie, or -static, and without -r and -shared." },
	[RULE_ELF_VERSION] = { "elf-version",
	    "e_ident[EI_VERSION] and e_version have to be 1.",
	    "GRUB, grub-core/kern/elf.c; FreeBSD, stand/common/load_elf.c",
	    "Let the linker write the header; nothing else sets these." },
	[RULE_ELF_FLAGS] = { "elf-flags",
	    "e_flags has a bit (0x10004) that QEMU takes for a header of "
	    "another kind.",
	    "QEMU, load_elfboot()", "x86-64 defines no flags: leave it 0." },
	[RULE_PHDR_SIZE] = { "phdr-size",
	    "e_phentsize has to be that of the class: 56 in ELF64, 32 in "
	    "ELF32.",
	    "System V ABI, chapter 5; linux-loader",
	    "Let the linker write the header." },
	[RULE_PHDR_PLACE] = { "phdr-place",
	    "The program headers have to be in the file, and for some loaders "
	    "in its first bytes.",
	    "libelf, elf_init(); linux-loader; FreeBSD: the first 4096 bytes",
	    "Do not truncate the file, and link the headers where the linker "
	    "puts them: right after the ELF header." },
	[RULE_SHDR_PLACE] = { "shdr-place",
	    "The section headers that the ELF header promises have to be in "
	    "the file.",
	    "libelf, elf_init()",
	    "Copy the whole file, or strip it with strip, which sets e_shnum "
	    "to 0 if there are none left." },
	[RULE_MULTIBOOT1] = { "multiboot1",
	    "QEMU looks for a Multiboot 1 header first, in the first 8 KiB. If "
	    "there is one, PVH is not looked for; and a 64-bit file with one "
	    "is refused.",
	    "QEMU, hw/i386/multiboot.c",
	    "Take the Multiboot 1 header out of the kernel that is for PVH, or "
	    "link its section behind the first 8 KiB of the file. Multiboot 2 "
	    "may stay." },
	[RULE_MULTIBOOT2] = { "multiboot2",
	    "FreeBSD's loader.efi refuses a kernel that has a Multiboot 2 "
	    "header without a 64-bit EFI entry.",
	    "FreeBSD, stand/efi/loader/arch/amd64/multiboot2.c",
	    "Take the header out of the kernel that is for FreeBSD's loaders, "
	    "or put it behind the first 32 KiB of the file." },
	[RULE_SYMTAB] = { "symtab",
	    "GRUB's kfreebsd hands the symbol table over, and fails without "
	    "one (\"no symbol table\").",
	    "GRUB, grub-core/loader/i386/bsdXX.c",
	    "Do not strip the kernel; strip -g, which takes the debugging "
	    "information only, is fine." },
	[RULE_NOTE_MISSING] = { "note-missing",
	    "An ELF note of type 18 (XEN_ELFNOTE_PHYS32_ENTRY) in a PT_NOTE "
	    "says where PVH enters the kernel.",
	    "Xen, docs/misc/pvh.pandoc and public/elfnote.h",
	    "Link the object that has .note.Xen (the kit's pvh.o), give the "
	    "script \"note PT_NOTE FLAGS(4);\" in PHDRS and \".note.Xen : "
	    "{ KEEP(*(.note.Xen)) } :pvh :note\", and do not discard "
	    ".note.*." },
	[RULE_NOTE_SECTION] = { "note-section",
	    "The note is in a section only. Most loaders read the program "
	    "headers, so a PT_NOTE has to point to it.",
	    "QEMU, include/hw/elf_ops.h.inc; linux-loader",
	    "Make it a note that is loaded: in NASM \"section .note.Xen note "
	    "alloc noexec nowrite align=4\", in C or GNU as \"a\",@note; and "
	    "name a PT_NOTE in PHDRS." },
	[RULE_NOTE_OWNER] = { "note-owner",
	    "The note's owner has to be \"Xen\", a name of 4 bytes with its "
	    "NUL. QEMU, StratoVirt and alioth do not look at it.",
	    "Xen, public/elfnote.h; libelf; linux-loader",
	    "Write namesz 4 and the bytes 'X', 'e', 'n', 0." },
	[RULE_NOTE_TYPE] = { "note-type",
	    "Xen has notes of other types; the one that PVH needs is 18, "
	    "PHYS32_ENTRY.",
	    "Xen, public/elfnote.h",
	    "Add a note of type 18 whose descriptor is the entry's physical "
	    "address; the type is the third word." },
	[RULE_NOTE_SIZE] = { "note-size",
	    "The note's descriptor is the entry's address: 4 or 8 bytes.",
	    "libelf takes 1, 2, 4, 8; linux-loader 4 or more; alioth 4 or 8",
	    "Write descsz 8 and \"dd entry, 0\": 8 bytes are right for every "
	    "loader." },
	[RULE_NOTE_ALIGN] = { "note-align",
	    "QEMU, StratoVirt and alioth pad a note's parts by PT_NOTE's "
	    "p_align; the note itself is padded to 4. With 8 or more they miss "
	    "it or read something else, and with 0 QEMU divides by it.",
	    "QEMU, read_pvh_start_addr(); kata-containers 3145",
	    "Keep everything but .note.Xen out of the PT_NOTE, above all "
	    ".note.gnu.property: \"/DISCARD/ : { *(.note.gnu.*) }\", or "
	    "objcopy --remove-section '.note.gnu*'. Align .note.Xen to 4." },
	[RULE_NOTE_LAST] = { "note-last",
	    "With several PT_NOTEs these loaders keep what the last one has, "
	    "also if that is nothing.",
	    "linux-loader, Elf::load(); QEMU keeps the last entry",
	    "Have one PT_NOTE in PHDRS with .note.Xen alone in it; give "
	    ".note.gnu.* no \":note\", or discard them." },
	[RULE_NOTE_ORPHAN] = { "note-orphan",
	    "Something that is no note lies in the PT_NOTE, and loaders walk "
	    "over it as if it were one, or take its alignment.",
	    "System V ABI, chapter 5",
	    "Name a segment for the section after .note.Xen in the script "
	    "(\":pvh\"): a section without one goes where the section before "
	    "it went." },
	[RULE_NOTE_BOUNDS] = { "note-bounds",
	    "The notes' sizes lead out of the file: a PT_NOTE is cut, or not "
	    "what it seems.",
	    "all loaders",
	    "Do not truncate the file; namesz and descsz are those without "
	    "padding." },
	[RULE_NOTE_COUNT] = { "note-count",
	    "No kernel has hundreds of PT_NOTEs and note sections, and "
	    "pvh-check looks at no more than 256.",
	    "boot/check",
	    "Link the kernel again; objcopy may have gone wrong." },
	[RULE_NOTE_PLACE] = { "note-place",
	    "alioth loads every segment that has bytes, the PT_NOTE and others "
	    "as well, at its p_paddr.",
	    "alioth, src/loader/xen",
	    "Put the section into the PT_LOAD, too: \":pvh :note\"; then AT() "
	    "gives both the same p_paddr." },
	[RULE_LEGACY_NOTES] = { "legacy-notes",
	    "Notes that are meant for Xen's PV guests are checked in PVH "
	    "kernels, too, by some versions.",
	    "Xen, xen/common/libelf/libelf-dominfo.c",
	    "Leave out all of Xen's notes but type 18; or, for Xen 4.14 and a "
	    "kernel in the higher half, add VIRT_BASE (3) = KERNBASE and "
	    "PADDR_OFFSET (4) = 0." },
	[RULE_FEATURES] = { "features",
	    "A feature with a \"!\" in a FEATURES note is required, and Xen "
	    "refuses a kernel that requires one it does not know; one that "
	    "requires \"dom0\" is no domU.",
	    "Xen, elf_xen_parse_features()",
	    "Leave the FEATURES note (type 10) out, or drop the \"!\"." },
	[RULE_ENTRY_OUTSIDE] = { "entry-outside",
	    "The entry that the note names is a physical address and has to "
	    "lie in a segment.",
	    "libelf: \"ELF start or entries are out of bounds\"",
	    "Write the physical address into the note: \"dd pvh_start32 - "
	    "KERNBASE, 0\"; and link its section into a PT_LOAD." },
	[RULE_E_ENTRY_LOW] = { "e-entry-low",
	    "e_entry has to be 1 MiB or more, although PVH does not use it.",
	    "linux-loader, InvalidEntryAddress",
	    "Name an entry in the script: ENTRY(btext). Without one, or with "
	    "an unknown name, it may be 0." },
	[RULE_E_ENTRY_OUTSIDE] = { "e-entry-outside",
	    "These loaders enter the kernel at e_entry, which has to lie in an "
	    "executable segment.",
	    "boot/load/elf.c; GRUB, FreeBSD",
	    "Name an entry in the script, ENTRY(btext), whose section is in a "
	    "segment with FLAGS(5)." },
	[RULE_E_ENTRY_WINDOW] = { "e-entry-window",
	    "FreeBSD's loaders take the upper 40 bits of e_entry as the base "
	    "of the kernel: it has to be in the first 16 MiB of a GiB, and so "
	    "has every segment to follow from there.",
	    "FreeBSD, stand/common/load_elf.c",
	    "Link the kernel at KERNBASE + 2 MiB, with e_entry in the first 14 "
	    "MiB." },
	[RULE_NATIVE_ENTRY] = { "native-entry",
	    "This loader enters a kernel at e_entry in long mode with "
	    "FreeBSD's metadata, and this kernel's e_entry expects something "
	    "else.",
	    "arch/pvh/README, THE CONTRACT",
	    "Boot it through PVH, or by loader.elf, which speaks Multiboot and "
	    "Limine." },
	[RULE_NO_FORMAT] = { "no-format",
	    "loader.elf boots what has a Limine request, a Multiboot header, "
	    "or is linked as FreeBSD's kernel is.",
	    "boot/pvh/README, FORMATS",
	    "Link it at KERNBASE or at its physical address, from 1 MiB up, "
	    "with e_entry in an executable segment; or add a Multiboot 2 "
	    "header." },
	[RULE_NO_SEGMENT] = { "no-segment",
	    "Without a PT_LOAD there is nothing to load.", "all loaders",
	    "Link a whole kernel (not with -r), and name a PT_LOAD in PHDRS." },
	[RULE_SEGMENT_BOUNDS] = { "segment-bounds",
	    "A segment's bytes have to be in the file.", "all loaders",
	    "Copy the whole file: it has been truncated." },
	[RULE_SEGMENT_SIZE] = { "segment-size",
	    "p_filesz must not exceed p_memsz.",
	    "QEMU, ELF_LOAD_TOO_BIG; boot/load/elf.c",
	    "Let the linker write the program headers." },
	[RULE_SEGMENT_WRAPS] = { "segment-wraps",
	    "A segment must not go beyond the last address.",
	    "linux-loader; boot/load/elf.c",
	    "Give every section an address in memory: AT(ADDR(section) - "
	    "KERNBASE)." },
	[RULE_SEGMENT_OVERLAP] = { "segment-overlap",
	    "Two segments go to the same memory, and one overwrites the other.",
	    "QEMU: \"Some ROM regions are overlapping\"; boot/load/elf.c",
	    "Give every section AT(ADDR(section) - KERNBASE), so that p_paddr "
	    "goes up as p_vaddr does." },
	[RULE_SEGMENT_EMPTY] = { "segment-empty",
	    "A PT_LOAD without bytes at address 0 makes the kernel begin at 0 "
	    "for a loader that takes the lowest p_paddr.",
	    "libelf, elf_parse_binary(); GRUB, grub_bsd_load_elf()",
	    "Take the segment out of PHDRS, or give it a section." },
	[RULE_SEGMENT_FLAGS] = { "segment-flags",
	    "Xen does not load a PT_LOAD whose p_flags has none of R, W, X.",
	    "libelf, elf_phdr_is_loadable()",
	    "Give the segment FLAGS in PHDRS: 5 for code, 4 or 6 for data." },
	[RULE_SEGMENT_COUNT] = { "segment-count",
	    "The loader has room for fewer segments.", "boot/load/elf.h: 32",
	    "Put sections of the same permissions into one segment." },
	[RULE_PADDR_LOW] = { "paddr-low",
	    "Below 1 MiB lie the firmware's and the loader's own data: a "
	    "segment's p_paddr has to be 1 MiB or more.",
	    "QEMU's option ROM, Firecracker's and Cloud Hypervisor's layout.rs",
	    "Link the kernel at 2 MiB: \". = KERNBASE + 0x200000;\" and "
	    "AT(ADDR(section) - KERNBASE)." },
	[RULE_PADDR_HIGH] = { "paddr-high",
	    "The kernel goes to p_paddr, so there has to be RAM, and the "
	    "loader has to reach it.",
	    "the limit is the loader's; see the value",
	    "Give every section AT(ADDR(section) - KERNBASE), and link the "
	    "kernel low." },
	[RULE_PADDR_ALIGN] = { "paddr-align",
	    "The lowest p_paddr has to be a multiple of 4096.",
	    "libxenguest: \"segment boundary isn't page aligned\"",
	    "Begin the first section at a page: \". = ALIGN(4096);\"." },
	[RULE_PADDR_BASE] = { "paddr-base",
	    "p_vaddr - p_paddr has to be the same in all segments: KERNBASE "
	    "(-2 GiB) or 0 for loaders that enter the kernel with paging.",
	    "boot/load/elf.c; GRUB and FreeBSD map it so",
	    "Give every section AT(ADDR(section) - KERNBASE), with one "
	    "KERNBASE." },
};

enum rule
rule_named(const char *id)
{
	enum rule rule;

	for (rule = RULE_NONE + 1; rule < RULES; rule++)
		if (strcmp(rule_texts[rule].id, id) == 0)
			return rule;
	return RULE_NONE;
}
