/* SPDX-License-Identifier: BSD-2-Clause */
/* The response with the other CPUs, on a machine that has none to start. */
#include "unit.h"
#include "mp.h"
#include "memory/ram.h"

/* In place of the other files: the APIC, and what starts a CPU. */
static struct apic the_apic;
static bool x2_asked;
static uint64_t low_page;
static uint32_t refuses, started[16], started_count;
static uint64_t stacks[16];

struct apic
apic_open(const struct boot_view *v, bool x2_wanted)
{
	assert_ptr_equal(v, &view);
	x2_asked = x2_wanted;
	return the_apic;
}

uint64_t
mp_low_page(const struct boot_view *v)
{
	assert_ptr_equal(v, &view);
	return low_page;
}

static struct limine l;
static struct limine_request request;

void
mp_prepare(struct starter *s)
{
	/* What was in the low page goes behind the first one, and it changes.
	 */
	memcpy(memory + s->high_paddr + PAGE, memory + s->low, PAGE);
	memset(memory + s->low, 0xee, PAGE);
}

bool
mp_start(struct starter *s, const struct limine_cpu *cpu, uint64_t address,
    uint64_t stack)
{
	assert_int_equal(address,
	    LIMINE_HHDM_BASE + view.arena.paddr +
		(uint64_t)((const char *)cpu - view.arena.base));
	assert_int_equal(cpu->reserved | cpu->goto_address, 0);
	assert_true(started_count < COUNT(started));
	started[started_count] = cpu->lapic_id;
	stacks[started_count++] = stack;
	assert_int_equal(memory[s->low], 0xee);
	return cpu->lapic_id != refuses;
}

/* The list of CPUs comes from here, and not from tables. */
static struct madt_cpu cpus[8];
static uint32_t cpu_count;

static struct madt
find(const struct boot_view *v)
{
	assert_ptr_equal(v, &view);
	return (struct madt){ NULL, 0 };
}

static bool
next(const struct madt *madt, uint32_t *at, struct madt_cpu *cpu)
{
	assert_null(madt->bytes);
	if (*at == cpu_count)
		return false;
	*cpu = cpus[(*at)++];
	return true;
}
#define madt_find find
#define madt_next next
#include "arch/pvh/limine/mp.c"

static int
new_cpus(void **state)
{
	static const struct madt_cpu four[] = { { 10, 4 }, { 11, 0 }, { 12, 6 },
		{ 13, 9 } };

	new_small(state);
	memmap_clear(&view.map);
	assert_true(memmap_merge(&view.map, 0, WINDOW - 1, RAM));
	view.module_count = 0;
	memcpy(cpus, four, sizeof(four));
	cpu_count = COUNT(four);
	the_apic = (struct apic){ .on = true };
	low_page = 0x9f000;
	memory[low_page] = 0x12;
	memory[low_page + PAGE - 1] = 0x34;
	refuses = UINT32_MAX;
	started_count = 0;
	memset(&l, 0, sizeof(l));
	l.view = &view;
	l.stack_size = 0x10000;
	memset(&request, 0, sizeof(request));
	return 0;
}
#define CPUS(test) cmocka_unit_test_setup_teardown(test, new_cpus, no_machine)

/* What the kernel reaches at that address, which is in the arena. */
static void *
reached(uint64_t address)
{
	return view.arena.base + (address - LIMINE_HHDM_BASE - ARENA_AT);
}

/* The response has these CPUs, processor ID and APIC ID. */
static void
assert_response(const struct madt_cpu *expected, uint64_t count)
{
	const struct limine_mp_response *r;
	const struct limine_cpu *cpu;
	const uint64_t *list;
	uint64_t i;

	assert_true(limine_mp(&l, &request));
	r = reached(request.response);
	assert_int_equal(r->revision, 0);
	assert_int_equal(r->flags, the_apic.x2 ? 1 : 0);
	assert_int_equal(r->bsp_lapic_id, the_apic.id);
	assert_int_equal(r->cpu_count, count);
	list = reached(r->cpus);
	for (i = 0; i < count; i++) {
		cpu = reached(list[i]);
		assert_int_equal(cpu->processor_id, expected[i].processor_id);
		assert_int_equal(cpu->lapic_id, expected[i].apic_id);
		assert_int_equal(cpu->goto_address, 0);
		assert_int_equal(cpu->extra_argument, 0);
	}
	assert_int_equal(memory[low_page], 0x12);
	assert_int_equal(memory[low_page + PAGE - 1], 0x34);
}

static const struct madt_cpu all[] = { { 11, 0 }, { 10, 4 }, { 12, 6 },
	{ 13, 9 } };

static void
the_boot_cpu_comes_first(void **state)
{
	uint32_t i;

	(void)state;
	assert_response(all, 4);
	assert_int_equal(started_count, 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(started[i], all[i + 1].apic_id);
		assert_int_equal(stacks[i], stacks[0] + i * l.stack_size);
		assert_true(memmap_is(&view.map,
		    stacks[i] - LIMINE_HHDM_BASE - l.stack_size,
		    stacks[i] - LIMINE_HHDM_BASE - 1, LIMINE_RECLAIM));
	}
	assert_true(stacks[2] - LIMINE_HHDM_BASE <= WINDOW && !x2_asked);
	assert_string_equal(printed(), "");
}

static void
the_response_says_which_apic_it_is(void **state)
{
	(void)state;
	request.mp_flags = UINT64_MAX;
	the_apic.x2 = true;
	assert_response(all, 4);
	assert_true(x2_asked);
	request.mp_flags = ~1ull;
	assert_response(all, 4);
	assert_false(x2_asked);
}

static void
an_id_counts_once(void **state)
{
	(void)state;
	cpus[cpu_count++] = (struct madt_cpu){ 14, 4 };
	cpus[cpu_count++] = (struct madt_cpu){ 15, 9 };
	assert_response(all, 4);
	assert_int_equal(started_count, 3);
}

static void
one_that_does_not_start_is_left_out(void **state)
{
	static const struct madt_cpu three[] = { { 11, 0 }, { 10, 4 },
		{ 13, 9 } };

	(void)state;
	refuses = 6;
	assert_response(three, 3);
	assert_string_equal(printed(),
	    "pvh: warning: limine: CPU 12 with APIC ID 0x6 does not start, "
	    "left out\n");
}

static void
the_boot_cpu_may_be_alone(void **state)
{
	static const struct madt_cpu one = { 11, 0 }, unknown = { 0, 0 };

	(void)state;
	the_apic.on = false;
	assert_response(&one, 1);
	assert_string_equal(printed(),
	    "pvh: warning: limine: the APIC is off; 3 other CPUs are left "
	    "out\n");
	the_apic.on = true;
	l.stack_size = 2 * MIB;
	assert_response(&one, 1);
	assert_string_equal(printed(),
	    "pvh: warning: limine: no RAM to start 3 other CPUs, left out\n");
	cpu_count = 0;
	assert_response(&unknown, 1);
	assert_string_equal(printed(), "");
	assert_int_equal(started_count, 0);
}

static void
without_a_low_page_it_is_alone(void **state)
{
	static const struct madt_cpu one = { 11, 0 };
	uint64_t page = low_page;

	(void)state;
	low_page = 0;
	assert_true(limine_mp(&l, &request));
	assert_string_equal(printed(),
	    "pvh: warning: limine: no RAM to start 3 other CPUs, left out\n");
	low_page = page;
	cpu_count = 2;
	cpus[0] = one;
	assert_response(&one, 1);
}

static void
a_full_arena_ends_it(void **state)
{
	(void)state;
	new_arena(191);
	assert_false(limine_mp(&l, &request));
	assert_refused(PVH_LIMINE_ARENA, 0, 192,
	    "limine: no room for 0xc0 bytes of a response");
	assert_int_equal(request.response, 0);
}

static const struct CMUnitTest tests[] = {
	CPUS(the_boot_cpu_comes_first),
	CPUS(the_response_says_which_apic_it_is),
	CPUS(an_id_counts_once),
	CPUS(one_that_does_not_start_is_left_out),
	CPUS(the_boot_cpu_may_be_alone),
	CPUS(without_a_low_page_it_is_alone),
	CPUS(a_full_arena_ends_it),
};

MAIN("mp")
