/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel under Xen: what it finds out, and its two consoles there, with a
 * daemon in dom0 that wakes up only when it is notified.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "trapped.h"
#include "arch/amd64/cons.h"
#include "arch/amd64/xen.h"
#include "kern/machine.h"
#include "kern/printf.h"
#include "fake_xen.h"

#define KHZ     5000000 /* more than 32 bits of Hz */
#define PFN     0xfeffc
#define PORT    2
#define SECONDS ((uint64_t)KHZ * 1000)
#define OUT     2048

/* io/console.h of Xen's public headers. */
static struct page {
	char in[1024], out[OUT];
	uint32_t in_cons, in_prod, out_cons, out_prod;
} ring;

/* The domain. */
static bool dom0, may_write;
static uint64_t pfn, port;
static bool mappable;
static uint32_t shutdowns, reason;

/* The daemon: what it has read, and how it does that. */
static char text[0x10000];
static size_t length;
static bool awake;
static uint32_t notified, yields;
static uint32_t pause;     /* yields between two reads; 0: it never reads */
static uint32_t at_once;   /* bytes that it reads, at most */
static uint64_t starts_at; /* the time when it begins to read */

static void
daemon_reads(void)
{
	uint32_t n;

	if (!awake || pause == 0 || yields % pause != 0 ||
	    fake_xen.tsc < starts_at)
		return;
	need(ring.out_prod - ring.out_cons <= OUT);
	for (n = 0; n < at_once && ring.out_cons != ring.out_prod; n++)
		text[length++] = ring.out[ring.out_cons++ % OUT];
	need(length < sizeof(text));
	awake = ring.out_cons != ring.out_prod;
}

static int64_t
hypercall(uint64_t number, uint64_t a, uint64_t b, uint64_t c)
{
	struct {
		uint16_t domid, pad;
		uint32_t index;
		uint64_t value;
	} *parameter = (void *)b;
	struct {
		uint32_t index, submap;
	} *features = (void *)b;

	if (number == 17 && a == 6 && features->index == 0) {
		features->submap = dom0 ? ~0u : ~(1u << 11);
		return 0;
	}
	if (number == 34 && a == 1) {
		need(parameter->domid == 0x7ff0);
		parameter->value = parameter->index == 17 ? pfn
		    : parameter->index == 18              ? port
							  : 99;
		return pfn == 1 ? -22 : 0;
	}
	if (number == 18 && a == 0) {
		need(b <= 128 && length + b < sizeof(text));
		if (!may_write)
			return -1;
		memcpy(text + length, (const char *)c, b);
		length += b;
		notified++;
		return 0;
	}
	if (number == 32 && a == 4) {
		need(*(uint32_t *)b == PORT);
		notified++;
		awake = true;
		return 0;
	}
	if (number == 29 && a == 0) {
		yields++;
		daemon_reads();
		return 0;
	}
	need(number == 29 && a == 2);
	shutdowns++;
	reason = *(uint32_t *)b;
	return 0;
}

void *
pmap_map(uint64_t paddr, uint64_t len)
{
	need(paddr == PFN * 4096ull && len == 4096);
	return mappable ? &ring : NULL;
}

static char printed[64];

void
printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(printed, sizeof(printed), fmt, ap);
	va_end(ap);
}

void
printf_text(struct text t)
{
	need(t.len < sizeof(printed));
	memcpy(printed, t.s, t.len);
	printed[t.len] = '\0';
}

/* A domU whose console is there, and has a daemon that reads all at once. */
static int
begin(void **state)
{
	(void)state;
	memset(&ring, 0, sizeof(ring));
	fake_xen = (struct fake_xen){ .vendor = AMD,
		.leaf = 0x40000000,
		.tsc_khz = KHZ,
		.tick = SECONDS / 100,
		.call = hypercall };
	dom0 = may_write = awake = false;
	mappable = true;
	pfn = PFN;
	port = PORT;
	pause = 1;
	at_once = OUT;
	starts_at = 0;
	return 0;
}

static bool
put(const char *s)
{
	while (*s != '\0')
		if (!xen_ring_driver.putc(*s++))
			return false;
	return true;
}

/* n bytes that are told apart by where they are. */
static bool
put_many(uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (!xen_ring_driver.putc((char)('!' + i % 93)))
			return false;
	return true;
}

static bool
has_many(uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (text[i] != (char)('!' + i % 93))
			return false;
	return length == n;
}

/* ---- leaves and hypercalls */

static const uint32_t leaves[] = { 0x40000000, 0x40000100, 0x40000200,
	0x4000ff00 };

static void
leaf_is_found(void)
{
	need(xen_leaf() == fake_xen.leaf);
	need(xen_tsc_hz() == KHZ * 1000ull);
	need(strcmp(hypervisor_domain(), "domU") == 0);
	need(xen_hvm_param(HVM_PARAM_CONSOLE_PFN) == PFN);
	hypervisor_print();
	need(strcmp(printed, "Xen 4.17") == 0);
	fake_xen.leaf ^= 0x300;
	need(xen_leaf() == (fake_xen.leaf ^ 0x300)); /* asked once */
}

static void
xen_s_leaves_are_anywhere(void **state)
{
	size_t i;

	for (i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
		begin(state);
		fake_xen.leaf = leaves[i];
		fake_xen_runs(leaf_is_found);
	}
}

static void
xen_is_found(void)
{
	need(xen_leaf() == fake_xen.leaf);
}

static void
xen_is_not_found(void)
{
	need(xen_leaf() == 0);
}

/* Each block says how far it goes; there are no more after one that does not.
 */
static void
blocks_of_leaves_have_an_end(void **state)
{
	(void)state;
	fake_xen.leaf = 0x40000100;
	fake_xen.span = 0xff;
	fake_xen_runs(xen_is_found);
	fake_xen.span = 0x100;
	fake_xen_runs(xen_is_not_found);
	fake_xen.span = 0;
	fake_xen.leaf = 0x40010000;
	fake_xen_runs(xen_is_not_found);
}

static void
leaf_is_not_found(void)
{
	need(xen_leaf() == 0);
	need(hypervisor_domain() == NULL);
	need(!xen_ring_driver.probe());
	need(!xen_log_driver.probe());
	need(fake_xen.vmmcalls == 0 && fake_xen.vmcalls == 0);
	hypervisor_print();
	need(strcmp(printed, fake_xen.hypervisor ? "Hyper-V" : "none") == 0);
}

static void
others_are_not_xen(void **state)
{
	(void)state;
	fake_xen.leaf = 0;
	fake_xen_runs(leaf_is_not_found);
	fake_xen.hypervisor = true;
	fake_xen_runs(leaf_is_not_found);
}

static void
vmmcall_is_used(void)
{
	need(xen_leaf() != 0 && !xen_is_dom0());
	need(fake_xen.vmmcalls == 1 && fake_xen.vmcalls == 0);
}

static void
vmcall_is_used(void)
{
	need(xen_leaf() != 0 && !xen_is_dom0());
	need(fake_xen.vmmcalls == 0 && fake_xen.vmcalls == 1);
}

static void
each_cpu_has_its_instruction(void **state)
{
	(void)state;
	fake_xen_runs(vmmcall_is_used);
	fake_xen.vendor = HYGON;
	fake_xen_runs(vmmcall_is_used);
	fake_xen.vendor = INTEL;
	fake_xen_runs(vmcall_is_used);
	fake_xen.vendor = SHANGHAI;
	fake_xen_runs(vmcall_is_used);
}

static void
end_is_told(void)
{
	need(xen_leaf() != 0);
	xen_shutdown(true);
	need(shutdowns == 1 && reason == 0);
	xen_shutdown(false);
	need(shutdowns == 2 && reason == 3);
}

static void
a_good_end_and_a_bad_one(void **state)
{
	(void)state;
	fake_xen_runs(end_is_told);
}

/* ---- the ring */

static void
ring_is_not_there(void)
{
	need(!xen_ring_driver.probe());
}

static void
a_ring_that_is_not_there(void **state)
{
	dom0 = true;
	fake_xen_runs(ring_is_not_there);
	begin(state);
	pfn = 0;
	fake_xen_runs(ring_is_not_there);
	begin(state);
	pfn = 1; /* an error */
	fake_xen_runs(ring_is_not_there);
	begin(state);
	port = 0;
	fake_xen_runs(ring_is_not_there);
	begin(state);
	mappable = false;
	fake_xen_runs(ring_is_not_there);
}

static void
line_is_notified(void)
{
	need(xen_ring_driver.probe());
	need(put("a line"));
	need(notified == 0 && yields == 0);
	need(put("\n"));
	need(notified == 1);
	need(ring.out_prod == 8); /* before the notification */
	need(memcmp(ring.out, "a line\r\n", 8) == 0);
	need(fake_xen.rdtscs == 0);
	xen_yield();
	need(length == 8 && memcmp(text, "a line\r\n", 8) == 0);
}

static void
the_daemon_is_notified_of_a_line(void **state)
{
	(void)state;
	fake_xen_runs(line_is_notified);
}

static void
last_bytes_arrive(void)
{
	need(xen_ring_driver.probe());
	xen_ring_driver.flush(); /* nothing to wait for */
	need(notified == 0 && yields == 0 && fake_xen.rdtscs == 0);
	need(put("boot: ok\nand more"));
	xen_ring_driver.flush();
	need(ring.out_cons == ring.out_prod);
	need(length == 18 && memcmp(text, "boot: ok\r\nand more", 18) == 0);
}

/* Whatever the daemon does, all has been read when flush() is back. */
static void
the_last_bytes_arrive_before_the_end(void **state)
{
	fake_xen_runs(last_bytes_arrive);
	begin(state);
	pause = 3;
	at_once = 5;
	fake_xen_runs(last_bytes_arrive);
	begin(state);
	starts_at = 29 * SECONDS;
	fake_xen_runs(last_bytes_arrive);
}

static void
much_arrives(void)
{
	ring.out_prod = ring.out_cons = UINT32_MAX - 3000; /* wraps */
	need(xen_ring_driver.probe());
	need(put_many(20000));
	xen_ring_driver.flush();
	need(has_many(20000));
}

static void
a_full_ring_waits_for_the_daemon(void **state)
{
	fake_xen_runs(much_arrives);
	begin(state);
	at_once = 1;
	pause = 2;
	fake_xen_runs(much_arrives);
	begin(state);
	starts_at = 29 * SECONDS;
	at_once = 700;
	fake_xen_runs(much_arrives);
}

/* It reads a byte every twenty seconds: it is not absent. */
static void
slow_daemon_is_waited_for(void)
{
	need(xen_ring_driver.probe());
	need(put_many(OUT + 20));
	need(fake_xen.tsc > 300 * SECONDS);
	at_once = OUT;
	xen_ring_driver.flush();
	need(has_many(OUT + 20));
}

static void
a_slow_daemon_is_waited_for(void **state)
{
	(void)state;
	at_once = 1;
	pause = 20;
	fake_xen.tick = SECONDS;
	fake_xen_runs(slow_daemon_is_waited_for);
}

/* Half a minute, then the ring takes no more; what is in it stays. */
static void
stalled_daemon_is_left(void)
{
	uint64_t since;

	need(xen_ring_driver.probe());
	need(put_many(OUT));
	need(fake_xen.rdtscs == 0);
	since = fake_xen.tsc;
	need(!xen_ring_driver.putc('x'));
	need(fake_xen.tsc - since > 30 * SECONDS);
	need(fake_xen.tsc - since < 31 * SECONDS);
	need(ring.out_prod == OUT && ring.out_cons == 0);
	since = fake_xen.tsc;
	xen_ring_driver.flush();
	need(fake_xen.tsc - since < 31 * SECONDS);
	need(notified >= 2);
	pause = 1;
	xen_ring_driver.flush();
	need(has_many(OUT));
}

static void
a_stalled_daemon_is_left(void **state)
{
	(void)state;
	pause = 0;
	fake_xen_runs(stalled_daemon_is_left);
}

static void
time_is_assumed(void)
{
	need(xen_ring_driver.probe());
	need(put_many(OUT));
	need(!xen_ring_driver.putc('x'));
	need(fake_xen.tsc > 30000000000 && fake_xen.tsc < 31000000000);
}

static void
a_xen_that_does_not_tell_the_time(void **state)
{
	(void)state;
	fake_xen.tsc_khz = 0;
	pause = 0;
	fake_xen_runs(time_is_assumed);
}

/* ---- Xen's log */

static void
log_gets_lines(void)
{
	int i;

	need(xen_log_driver.probe());
	length = notified = 0;
	need(xen_log_driver.putc('a') && xen_log_driver.putc('b'));
	need(length == 0);
	need(xen_log_driver.putc('\n'));
	need(length == 3 && memcmp(text, "ab\n", 3) == 0);
	for (i = 0; i < 127; i++)
		need(xen_log_driver.putc('x'));
	need(length == 3);
	need(xen_log_driver.putc('y'));
	need(length == 131 && text[130] == 'y');
	need(xen_log_driver.putc('z'));
	need(length == 131);
	xen_log_driver.flush();
	need(length == 132 && text[131] == 'z' && notified == 3);
	may_write = false;
	need(xen_log_driver.putc('x'));
	need(!xen_log_driver.putc('\n'));
}

static void
log_is_not_ours(void)
{
	need(!xen_log_driver.probe());
}

static void
xen_s_log_gets_whole_lines(void **state)
{
	dom0 = may_write = true;
	fake_xen_runs(log_gets_lines);
	dom0 = false;
	fake_xen_runs(log_is_not_ours);
	begin(state);
	dom0 = true;
	fake_xen_runs(log_is_not_ours);
}

#define XEN(test) cmocka_unit_test_setup(test, begin)
static const struct CMUnitTest tests[] = {
	XEN(xen_s_leaves_are_anywhere),
	XEN(blocks_of_leaves_have_an_end),
	XEN(others_are_not_xen),
	XEN(each_cpu_has_its_instruction),
	XEN(a_good_end_and_a_bad_one),
	XEN(a_ring_that_is_not_there),
	XEN(the_daemon_is_notified_of_a_line),
	XEN(the_last_bytes_arrive_before_the_end),
	XEN(a_full_ring_waits_for_the_daemon),
	XEN(a_slow_daemon_is_waited_for),
	XEN(a_stalled_daemon_is_left),
	XEN(a_xen_that_does_not_tell_the_time),
	XEN(xen_s_log_gets_whole_lines),
};

int
main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("domain", tests, NULL, NULL);
}
