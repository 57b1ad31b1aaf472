/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF notes, as each loader walks them. They differ in the alignment that they
 * take, in whether they look at the owner, and in which of several wins.
 */
#ifndef NOTE_H
#define NOTE_H

#include "image.h"

#define NOTE_ENTRY 18    /* XEN_ELFNOTE_PHYS32_ENTRY */
#define NOTE_MOST  65536 /* that one loader looks at: Xen's limit */

/* A note's header, and where its parts lie in the file. */
struct note {
	uint32_t namesz, descsz, type;
	uint64_t name, desc, next;
};

/*
 * The note at an offset of the file, padded to a multiple of align. False if
 * its header is not in the file, or its sizes make no sense; else next > at.
 */
bool note_read(
    const struct image *image, uint64_t at, uint64_t align, struct note *note);

/* What a loader finds in one place. */
enum note_found {
	NOTE_NONE,
	NOTE_HERE,  /* entry is what the loader reads, and note says where */
	NOTE_SHORT, /* it is too small for an entry */
	NOTE_BROKEN /* the walk left the file */
};
struct note_result {
	struct note note;
	uint64_t entry;
};

/*
 * QEMU's load_elf() and read_pvh_start_addr(); StratoVirt's is like it, but
 * stays in the segment. align is not 0.
 */
enum note_found note_qemu(const struct image *image, const struct segment *s,
    struct note_result *result);
enum note_found note_stratovirt(const struct image *image,
    const struct segment *s, struct note_result *result);

/* linux-loader's parse_elf_note(), of Firecracker and others. */
enum note_found note_rust(const struct image *image, const struct segment *s,
    struct note_result *result);

/* alioth's search_pvh_note(), of a segment or a section. */
enum note_found note_alioth(const struct image *image, uint64_t offset,
    uint64_t size, uint64_t align, struct note_result *result);

/* What Xen's libelf keeps of all notes whose owner is "Xen". */
#define NOTE_XEN_TYPES 20
struct note_xen {
	uint32_t total; /* notes that were looked at, of any owner */
	uint32_t count; /* of Xen's */
	bool has[NOTE_XEN_TYPES];
	uint64_t value[NOTE_XEN_TYPES]; /* the last one's, if it is a number */
	uint32_t descsz[NOTE_XEN_TYPES];
	uint64_t desc[NOTE_XEN_TYPES]; /* where it is in the file */
};
void note_xen(const struct image *image, struct note_xen *notes);

#endif
