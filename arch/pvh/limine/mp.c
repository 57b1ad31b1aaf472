/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers the request for the other CPUs: those that the MADT has, started. */
#include "mp.h"
#include "memory/ram.h"

/*
 * Lists the CPUs of the MADT after the boot CPU; returns how many. It is done
 * before memory is taken, which may be where the MADT is.
 */
static uint32_t
list_all(struct limine_cpu *cpu, const struct madt *madt, uint32_t others)
{
	struct madt_cpu found;
	uint32_t at = 0, i, n = 0;

	while (n < others && madt_next(madt, &at, &found)) {
		for (i = 0; i <= n && cpu[i].lapic_id != found.apic_id;)
			i++;
		if (i <= n)
			continue; /* the boot CPU, or one that was there */
		n++;
		cpu[n].processor_id = found.processor_id;
		cpu[n].lapic_id = found.apic_id;
	}
	return n;
}

/* Starts those that are listed; returns how many CPUs there are then. */
static uint64_t
start_all(struct starter *s, uint32_t others)
{
	const uint64_t stack = LIMINE_HHDM_BASE + s->high_paddr + 2 * PAGE;
	const struct limine_cpu *cpu = s->cpu;
	uint64_t address, count = 1;
	uint32_t n;

	for (n = 1; n <= others; n++) {
		address = s->address + n * sizeof(*cpu);
		if (mp_start(s, &cpu[n], address, stack + n * s->l->stack_size))
			s->list[count++] = address;
		else
			pvh_warn(s->l->view, PVH_LIMINE_CPU,
			    cpu[n].processor_id, cpu[n].lapic_id);
	}
	return count;
}

bool
limine_mp(struct limine *l, struct limine_request *request)
{
	const struct madt madt = madt_find(l->view);
	const bool x2 = (request->mp_flags & LIMINE_MP_X2APIC) != 0;
	struct starter s = { .l = l, .apic = apic_open(l->view, x2) };
	struct limine_mp_response *response;
	struct madt_cpu found;
	uint32_t at = 0, others = 0, processor_id = 0;
	uint64_t address;

	while (madt_next(&madt, &at, &found))
		if (found.apic_id == s.apic.id)
			processor_id = found.processor_id;
		else
			others++;
	response = limine_take(l,
	    sizeof(*response) +
		(others + 1) * (sizeof(*s.cpu) + sizeof(*s.list)),
	    &address);
	if (response == NULL)
		return false;
	s.cpu = (struct limine_cpu *)(response + 1);
	s.address = address + sizeof(*response);
	s.list = (uint64_t *)(s.cpu + others + 1);
	s.list[0] = s.address;
	*s.cpu = (struct limine_cpu){ processor_id, s.apic.id, 0, 0, 0 };
	*response =
	    (struct limine_mp_response){ 0, s.apic.x2 ? LIMINE_MP_X2APIC : 0,
		    s.apic.id, 1, s.address + (others + 1) * sizeof(*s.cpu) };
	request->response = address;
	others = list_all(s.cpu, &madt, others);
	if (others == 0)
		return true;
	if (!s.apic.on) {
		pvh_warn(l->view, PVH_LIMINE_APIC, others, 0);
		return true;
	}
	s.low = mp_low_page(l->view);
	if (s.low != 0)
		s.high_paddr =
		    ram_take(l->view, 2 * PAGE + others * l->stack_size,
			LIMINE_RECLAIM, AVOID_NONE);
	if (s.high_paddr == 0) {
		pvh_warn(l->view, PVH_LIMINE_CPUS, others, 0);
		return true;
	}
	mp_prepare(&s);
	response->cpu_count = start_all(&s, others);
	pvh_copy(l->view, s.low, s.high_paddr + PAGE, PAGE);
	return true;
}
