/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules that loaders have: each has a name, a sentence, and a cure. */
#ifndef RULE_H
#define RULE_H

#include <stdbool.h>

enum rule {
	RULE_NONE,
	/* the file */
	RULE_NOT_ELF,
	RULE_PACKED,
	RULE_BZIMAGE,
	RULE_PE_HEADER,
	RULE_ELF_CLASS,
	RULE_ELF_DATA,
	RULE_ELF_MACHINE,
	RULE_ELF_TYPE,
	RULE_ELF_VERSION,
	RULE_ELF_FLAGS,
	RULE_PHDR_SIZE,
	RULE_PHDR_PLACE,
	RULE_SHDR_PLACE,
	RULE_MULTIBOOT1,
	RULE_MULTIBOOT2,
	RULE_SYMTAB,
	/* notes */
	RULE_NOTE_MISSING,
	RULE_NOTE_SECTION,
	RULE_NOTE_OWNER,
	RULE_NOTE_TYPE,
	RULE_NOTE_SIZE,
	RULE_NOTE_ALIGN,
	RULE_NOTE_LAST,
	RULE_NOTE_ORPHAN,
	RULE_NOTE_BOUNDS,
	RULE_NOTE_COUNT,
	RULE_NOTE_PLACE,
	RULE_LEGACY_NOTES,
	RULE_FEATURES,
	/* entries */
	RULE_ENTRY_OUTSIDE,
	RULE_E_ENTRY_LOW,
	RULE_E_ENTRY_OUTSIDE,
	RULE_E_ENTRY_WINDOW,
	RULE_NATIVE_ENTRY,
	RULE_NO_FORMAT,
	/* segments */
	RULE_NO_SEGMENT,
	RULE_SEGMENT_BOUNDS,
	RULE_SEGMENT_SIZE,
	RULE_SEGMENT_WRAPS,
	RULE_SEGMENT_OVERLAP,
	RULE_SEGMENT_EMPTY,
	RULE_SEGMENT_FLAGS,
	RULE_SEGMENT_COUNT,
	RULE_PADDR_LOW,
	RULE_PADDR_HIGH,
	RULE_PADDR_ALIGN,
	RULE_PADDR_BASE,
	RULES
};

struct rule_text {
	const char *id;
	const char *what;   /* the rule, a sentence or two */
	const char *source; /* where it stands */
	const char *change; /* in the linker script or the makefile */
};
extern const struct rule_text rule_texts[RULES];

/* The rule of that name, or RULE_NONE. */
enum rule rule_named(const char *id);

#endif
