/* SPDX-License-Identifier: BSD-2-Clause */
/* The APICs, and other MSRs that all CPUs have to have alike. */
#include "kit.h"
#include "mp.h"

#define LEAF_FEATURES  1
#define ECX_X2APIC     (1u << 21)
#define EDX_MTRR       (1u << 12)

#define APIC_BASE      0x1b
#define APIC_BASE_BSP  (1ull << 8)
#define APIC_BASE_X2   (1ull << 10)
#define APIC_BASE_ON   (1ull << 11)
#define XAPIC_ID       (0x20 / 4)
#define XAPIC_ICR_LOW  (0x300 / 4)
#define XAPIC_ICR_HIGH (0x310 / 4)
#define XAPIC_PENDING  (1u << 12)
#define XAPIC_TRIES    0x100000
#define XAPIC_ID_ALL   0xff
#define X2APIC_ID      0x802
#define X2APIC_ICR     0x830

#define IO_SELECT      0
#define IO_WINDOW      (0x10 / 4)

#define MTRR_CAP       0xfe
#define MTRR_CAP_FIXED (1u << 8)
#define MTRR_TYPE      0x2ff
#define MTRR_TYPE_ON   (1ull << 11)
#define MTRR_PAIR      0x200
#define MTRR_PAIRS_MAX 24 /* no CPU has as many; they fit into MP_MSRS */
#define PAT            0x277

static uint64_t
rdmsr(uint32_t msr)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (uint64_t)high << 32 | low;
}

static void
wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile(
	    "wrmsr"
	    :
	    : "c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
	    : "memory");
}

struct apic
apic_open(const struct boot_view *view, bool x2_wanted)
{
	const struct cpuid features = cpuid(LEAF_FEATURES);
	const uint64_t base = rdmsr(APIC_BASE);
	struct apic apic = { .id = features.ebx >> 24 };

	if ((base & APIC_BASE_ON) == 0)
		return apic;
	apic.x2 = (base & APIC_BASE_X2) != 0;
	if (!apic.x2 && x2_wanted && (features.ecx & ECX_X2APIC) != 0) {
		wrmsr(APIC_BASE, base | APIC_BASE_X2);
		apic.x2 = true;
	}
	if (apic.x2) {
		apic.on = true;
		apic.id = (uint32_t)rdmsr(X2APIC_ID);
		return apic;
	}
	apic.words = pvh_at(view, base & ~(PAGE - 1), PAGE);
	if (apic.words != NULL) {
		apic.on = true;
		apic.id = apic.words[XAPIC_ID] >> 24;
	}
	return apic;
}

bool
apic_reaches(const struct apic *apic, uint32_t id)
{
	return apic->x2 || id < XAPIC_ID_ALL;
}

void
apic_send(const struct apic *apic, uint32_t id, uint32_t command)
{
	uint32_t tries = XAPIC_TRIES;

	__asm__ volatile("mfence; lfence" : : : "memory");
	if (apic->x2) {
		wrmsr(X2APIC_ICR, (uint64_t)id << 32 | command);
		return;
	}
	apic->words[XAPIC_ICR_HIGH] = id << 24;
	apic->words[XAPIC_ICR_LOW] = command;
	while (tries > 0 && (apic->words[XAPIC_ICR_LOW] & XAPIC_PENDING) != 0)
		tries--;
}

uint32_t
apic_io_read(volatile uint32_t *io, uint32_t number)
{
	io[IO_SELECT] = number;
	return io[IO_WINDOW];
}

void
apic_io_write(volatile uint32_t *io, uint32_t number, uint32_t value)
{
	io[IO_SELECT] = number;
	io[IO_WINDOW] = value;
}

/* Adds an MSR as this CPU has it, but for the bits of a mask. */
static struct mp_msr *
add(struct mp_msr *msr, uint32_t number, uint64_t without)
{
	*msr = (struct mp_msr){ number, rdmsr(number) & ~without };
	return msr + 1;
}

void
apic_msrs(struct mp_msr msr[MP_MSRS], uint64_t pat)
{
	static const uint16_t fixed[] = { 0x250, 0x258, 0x259, 0x268, 0x269,
		0x26a, 0x26b, 0x26c, 0x26d, 0x26e, 0x26f };
	uint32_t i, cap;

	if ((cpuid(LEAF_FEATURES).edx & EDX_MTRR) != 0) {
		cap = (uint32_t)rdmsr(MTRR_CAP);
		msr = add(msr, MTRR_TYPE, MTRR_TYPE_ON);
		for (i = 0; i < (cap & 0xff) && i < MTRR_PAIRS_MAX; i++) {
			msr = add(msr, MTRR_PAIR + 2 * i, 0);
			msr = add(msr, MTRR_PAIR + 2 * i + 1, 0);
		}
		for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]) &&
		     (cap & MTRR_CAP_FIXED) != 0;
		     i++)
			msr = add(msr, fixed[i], 0);
		msr = add(msr, MTRR_TYPE, 0);
	}
	if (pat != 0)
		*msr++ = (struct mp_msr){ PAT, pat };
	msr = add(msr, APIC_BASE, APIC_BASE_BSP);
	msr->number = 0;
}
