/* SPDX-License-Identifier: BSD-2-Clause */
/* Which of the kernel's consoles gets what, whatever is there and gives up. */
#include "unit.h"
#define printf  kern_printf
#define vprintf kern_vprintf
#include "arch/amd64/cons.c"
#include "arch/amd64/cons_attach.c"
#undef printf

#define MOST 0x10000

/* What a device got, and how much it takes. */
static struct device {
	bool there;
	size_t room, len;
	char text[MOST];
	unsigned flushes;
} com1_got, debug_got, log_got, ring_got, screen_got;

static bool
take(struct device *d, char c)
{
	if (d->room == 0)
		return false;
	d->room--;
	assert_true(d->len < MOST);
	d->text[d->len++] = c;
	return true;
}

#define DEVICE(name)                         \
	static bool name##_probe(void)       \
	{                                    \
		return name##_got.there;     \
	}                                    \
	static bool name##_putc(char c)      \
	{                                    \
		return take(&name##_got, c); \
	}
#define FLUSH(name)                    \
	static void name##_flush(void) \
	{                              \
		name##_got.flushes++;  \
	}
DEVICE(com1)
DEVICE(debug)
DEVICE(log)
FLUSH(log)
DEVICE(ring)
FLUSH(ring)

const struct cons_driver uart_driver = { com1_probe, com1_putc, NULL };
const struct cons_driver debugcon_driver = { debug_probe, debug_putc, NULL };
const struct cons_driver xen_log_driver = { log_probe, log_putc, log_flush };
const struct cons_driver xen_ring_driver = { ring_probe, ring_putc,
	ring_flush };

bool
display_attach(const struct boot *boot)
{
	assert_null(boot);
	return screen_got.there;
}

void
display_putc(char c)
{
	assert_true(take(&screen_got, c));
}

void
kern_printf(const char *format, ...)
{
	char line[128], *s = line;
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	while (*s != '\0')
		cons_putc(*s++);
}

static int
begin(void **state)
{
	(void)state;
	com1_got = debug_got = log_got = ring_got = screen_got =
	    (struct device){ .room = MOST };
	com1 = false;
	driver = NULL;
	screen = NULL;
	memset(&early, 0, sizeof(early));
	com1_got.there = true;
	return 0;
}

/* n bytes that are told apart by where they are. */
static void
put_many(size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		cons_putc((char)('!' + i % 93));
}

static void
assert_many(const struct device *d, size_t n)
{
	size_t i;

	assert_true(d->len >= n);
	for (i = 0; i < n; i++)
		assert_int_equal(d->text[i], '!' + i % 93);
}

static void
assert_text(const struct device *d, const char *text)
{
	assert_int_equal(d->len, strlen(text));
	assert_memory_equal(d->text, text, d->len);
}

#define NO_MORE \
	"\nconsole: Xen's console takes no more, going on at port 0xE9\n"

static void
com1_and_the_debug_port_get_all(void **state)
{
	(void)state;
	cons_init();
	say("ab\n");
	cons_attach(NULL);
	say("c");
	cons_flush();
	assert_text(&com1_got, "ab\nc");
	assert_text(&debug_got, "ab\nc");
	assert_int_equal(log_got.len + ring_got.len + screen_got.len, 0);
}

static void
com1_may_be_missing_or_give_up(void **state)
{
	com1_got.there = false;
	cons_init();
	say("ab");
	assert_text(&com1_got, "");
	assert_text(&debug_got, "ab");
	begin(state);
	com1_got.room = 2;
	cons_init();
	say("abc");
	com1_got.room = 9; /* it is not tried again */
	say("d");
	assert_text(&com1_got, "ab");
	assert_text(&debug_got, "abcd");
}

static void
a_dom0_has_xen_s_log(void **state)
{
	(void)state;
	log_got.there = true;
	log_got.room = 3;
	cons_init();
	say("abc");
	cons_flush();
	assert_int_equal(log_got.flushes, 1);
	say("de");
	assert_text(&log_got, "abc");
	assert_text(&debug_got, NO_MORE "de");
	assert_int_equal(com1_got.len, 5 + strlen(NO_MORE));
	cons_flush();
	assert_int_equal(log_got.flushes, 1);
}

static void
the_ring_and_the_screen_get_what_was_printed(void **state)
{
	(void)state;
	ring_got.there = screen_got.there = true;
	cons_init();
	say("ab\n");
	cons_attach(NULL);
	say("c");
	assert_text(&com1_got, "ab\nc");
	assert_text(&debug_got, "ab\n");
	assert_text(&ring_got, "ab\nc");
	assert_text(&screen_got, "ab\nc");
	cons_flush();
	assert_int_equal(ring_got.flushes, 1);
	cons_fall_back();
	say("d");
	cons_flush();
	assert_text(&com1_got, "ab\ncd");
	assert_text(&debug_got, "ab\nd");
	assert_text(&ring_got, "ab\nc");
	assert_text(&screen_got, "ab\nc");
	assert_int_equal(ring_got.flushes, 1);
}

/* Then the old console, which has had all of it, goes on. */
static void
a_ring_that_does_not_take_it_is_none(void **state)
{
	(void)state;
	ring_got.there = true;
	ring_got.room = 2;
	cons_init();
	say("abc");
	cons_attach(NULL);
	ring_got.room = 9;
	say("d");
	assert_text(&ring_got, "ab");
	assert_text(&debug_got, "abcd");
}

static void
a_ring_that_stops_is_left(void **state)
{
	(void)state;
	ring_got.there = true;
	ring_got.room = 4;
	cons_init();
	say("abc");
	cons_attach(NULL);
	say("def");
	assert_text(&ring_got, "abcd");
	assert_text(&debug_got, "abc" NO_MORE "ef");
}

/* As much is kept as there is room for; the ring is told of the rest. */
static void
what_could_not_be_kept_is_counted(void **state)
{
	const size_t most = sizeof(early.text);
	static const char three[] = "\nconsole: 3 bytes are missing here\n";

	ring_got.there = screen_got.there = true;
	cons_init();
	put_many(most);
	assert_int_equal(cons_lost(), 0);
	cons_attach(NULL);
	assert_int_equal(ring_got.len, most);
	assert_many(&ring_got, most);
	assert_int_equal(screen_got.len, most);
	assert_many(&screen_got, most);
	begin(state);
	ring_got.there = screen_got.there = true;
	cons_init();
	put_many(most + 3);
	assert_int_equal(cons_lost(), 3);
	cons_attach(NULL);
	assert_int_equal(ring_got.len, most + strlen(three));
	assert_many(&ring_got, most);
	assert_memory_equal(ring_got.text + most, three, strlen(three));
	assert_many(&screen_got, most);
	assert_int_equal(debug_got.len, most + 3);
}

#define CONS(test) cmocka_unit_test_setup(test, begin)
static const struct CMUnitTest tests[] = {
	CONS(com1_and_the_debug_port_get_all),
	CONS(com1_may_be_missing_or_give_up),
	CONS(a_dom0_has_xen_s_log),
	CONS(the_ring_and_the_screen_get_what_was_printed),
	CONS(a_ring_that_does_not_take_it_is_none),
	CONS(a_ring_that_stops_is_left),
	CONS(what_could_not_be_kept_is_counted),
};

MAIN("cons")
