/* SPDX-License-Identifier: BSD-2-Clause */
/* Prepares the last steps, in memory that they do not overwrite. */
#include "kit.h"
#include "loader.h"
#include "move.h"

static char *
append(char *to, const char *from, const char *end)
{
	physmem_copy(to, from, end - from);
	return to + (end - from);
}

/* A copy of the door's GDT, whose selectors are in use. */
static void
copy_gdt(struct table_register *gdt, char *to)
{
	__asm__("sgdt %0" : "=m"(*gdt));
	physmem_copy(to, (const char *)gdt->base, gdt->limit + 1ull);
	gdt->base = (uint64_t)to;
}

/* The door's IDT, unless the door will be overwritten: then it has no gates. */
static void
keep_idt(struct table_register *idt, bool overwritten)
{
	__asm__("sidt %0" : "=m"(*idt));
	if (overwritten)
		*idt = (struct table_register){ 0, 0 };
}

/* A page is for the code and its stack, and one for what it is given. */
void
enter(const struct boot_view *view, const struct entry *entry,
    struct native_args *native)
{
	const struct extent door = view->mem.door;
	const struct place *place = &entry->place;
	char *code = (char *)entry->safe;
	struct move_args *args = (struct move_args *)(code + PAGE);
	struct move *move = args->move;

	append(append(code, move_code, move_code_end), entry->steps,
	    entry->steps_end);
	args->cr3 = entry->cr3;
	args->stack = (uint64_t)args;
	args->entry = entry->address;
	args->first = entry->args.first;
	args->second = entry->args.second;
	if (place->to != place->from)
		*move++ = (struct move){ place->to, place->from,
			place->size / sizeof(struct word) };
	move->words = 0;
	copy_gdt(&args->gdt, (char *)(move + 1));
	keep_idt(&args->idt,
	    overlaps(door.start, door.end - door.start, entry->avoid));
	native->first = (uint64_t)args;
	native->second = (uint64_t)code;
}
