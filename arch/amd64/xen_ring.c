/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console of a domU: a ring in a page that it shares with a daemon in
 * dom0 (io/console.h of Xen's public headers). The daemon may be slow, or start
 * late; if it reads nothing for PATIENCE seconds, it counts as absent.
 */
#include "arch/amd64/cons.h"
#include "arch/amd64/cpu.h"
#include "arch/amd64/pmap.h"
#include "arch/amd64/xen.h"
#include "kern/machine.h"

#define PATIENCE 30
#define SLOW_TSC 1000000000ull /* assumed, if Xen does not tell */

struct xencons_interface {
	char in[1024], out[2048];
	uint32_t in_cons, in_prod;
	uint32_t out_cons, out_prod; /* all bytes ever; prod is ours */
};
_Static_assert(offsetof(struct xencons_interface, out_cons) == 3080, "the ABI");

static struct xencons_interface *ring;
static uint32_t port;
static uint64_t patience; /* by the time stamp counter */

static bool
xen_ring_probe(void)
{
	uint64_t pfn, hz;

	if (xen_leaf() == 0 || xen_is_dom0())
		return false;
	pfn = xen_hvm_param(HVM_PARAM_CONSOLE_PFN);
	port = (uint32_t)xen_hvm_param(HVM_PARAM_CONSOLE_EVTCHN);
	if (pfn == 0 || port == 0)
		return false;
	ring = pmap_map(pfn * PAGE_SIZE, PAGE_SIZE);
	hz = xen_tsc_hz();
	patience = (hz != 0 ? hz : SLOW_TSC) * PATIENCE;
	return ring != NULL;
}

static uint32_t
unread(void)
{
	return ring->out_prod -
	    __atomic_load_n(&ring->out_cons, __ATOMIC_ACQUIRE);
}

/*
 * Waits until at most max bytes are unread; false if the daemon reads nothing.
 * The clock is read only if there is something to wait for: where Xen emulates
 * it, that costs as much as a hypercall.
 */
static bool
wait(uint32_t max)
{
	uint32_t left = unread(), now;
	uint64_t since;

	if (left <= max)
		return true;
	xen_notify(port);
	since = rdtsc();
	while ((now = unread()) > max) {
		if (now != left)
			since = rdtsc();
		else if (rdtsc() - since > patience)
			return false;
		left = now;
		xen_yield();
	}
	return true;
}

static bool
send(char c)
{
	uint32_t prod = ring->out_prod;

	if (!wait(sizeof(ring->out) - 1))
		return false;
	ring->out[prod % sizeof(ring->out)] = c;
	__atomic_store_n(&ring->out_prod, prod + 1, __ATOMIC_RELEASE);
	return true;
}

static bool
xen_ring_putc(char c)
{
	if (c == '\n' && !send('\r'))
		return false;
	if (!send(c))
		return false;
	if (c == '\n')
		xen_notify(port);
	return true;
}

static void
xen_ring_flush(void)
{
	wait(0);
}

const struct cons_driver xen_ring_driver = {
	.probe = xen_ring_probe,
	.putc = xen_ring_putc,
	.flush = xen_ring_flush,
};
