/* SPDX-License-Identifier: BSD-2-Clause */
/* Starts another CPU (mp.asm; Intel SDM 3A, 8.4 and 10.6). */
#include "kit.h"
#include "mp.h"

#define LOW_END   0xa0000 /* of RAM that a CPU can start in */
#define HHDM_SLOT (LIMINE_HHDM_BASE >> 39 & 511)
#define EFER_LME  0x100
#define CODE64    8 /* in the door's GDT */

/* TSC ticks, of which a CPU has 1 to 5 in a nanosecond. */
#define SHORT_WAIT (1ull << 23)
#define LONG_WAIT  (1ull << 33)

uint64_t
mp_low_page(const struct boot_view *view)
{
	uint64_t page = LOW_END;

	while ((page -= PAGE) != 0)
		if (memmap_is(&view->map, page, page + PAGE - 1, MEMMAP_RAM))
			return page;
	return 0;
}

void
mp_prepare(struct starter *s)
{
	struct limine *l = s->l;
	const uint64_t size = (uint64_t)(mp_high_end - mp_high);
	const uint64_t low_size = (uint64_t)(mp_low_end - mp_low);
	char *low = pvh_at(l->view, s->low, PAGE);
	char *high = pvh_at(l->view, s->high_paddr, 2 * PAGE);
	struct mp_low *data = (struct mp_low *)(low + low_size);
	struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) gdtr;
	uint64_t cr3, cr4, *pml4;

	__asm__ volatile("mov %%cr3, %0; mov %%cr4, %1; sgdt %2"
			 : "=r"(cr3), "=r"(cr4), "=m"(gdtr));
	pml4 = (uint64_t *)(cr3 & ~(PAGE - 1));
	pml4[HHDM_SLOT] =
	    ((uint64_t *)pvh_at(l->view, l->pages.root, PAGE))[HHDM_SLOT];
	physmem_copy(high + PAGE, low, PAGE);
	physmem_copy(low, mp_low, low_size);
	*data = (struct mp_low){ (uint32_t)cr4, (uint32_t)cr3,
		(uint32_t)l->last->efer | EFER_LME, gdtr.limit,
		(uint32_t)gdtr.base, (uint32_t)s->high_paddr, CODE64 };
	physmem_copy(high, mp_high, size);
	s->high = (struct mp_high *)(high + size);
	s->high->root = l->pages.root;
	s->high->gdt_limit = l->last->gdt_limit;
	s->high->gdt_base = l->last->gdt_base;
	apic_msrs(s->high->msr, l->last->pat);
}

/* Whether the CPU is ready before so many ticks have passed. */
static bool
ready(const struct limine_cpu *cpu, uint64_t ticks)
{
	const uint64_t start = __builtin_ia32_rdtsc();

	while (*(const volatile uint64_t *)&cpu->reserved == 0)
		if (__builtin_ia32_rdtsc() - start > ticks)
			return false;
		else
			__asm__ volatile("pause");
	return true;
}

bool
mp_start(struct starter *s, const struct limine_cpu *cpu, uint64_t address,
    uint64_t stack)
{
	const uint32_t startup = APIC_STARTUP | (uint32_t)(s->low / PAGE);

	s->high->cpu = address;
	s->high->stack = stack;
	if (!apic_reaches(&s->apic, cpu->lapic_id))
		return false;
	apic_send(&s->apic, cpu->lapic_id, APIC_INIT);
	(void)ready(cpu, SHORT_WAIT);
	apic_send(&s->apic, cpu->lapic_id, startup);
	if (ready(cpu, SHORT_WAIT))
		return true;
	apic_send(&s->apic, cpu->lapic_id, startup);
	if (ready(cpu, LONG_WAIT))
		return true;
	apic_send(&s->apic, cpu->lapic_id, APIC_INIT);
	return false;
}
