/* SPDX-License-Identifier: BSD-2-Clause */
/* Prints defects and warnings on the early console. */
#include "kit.h"

#define PVH_TEXT(code, text) [code] = text,
static const char *const texts[] = { PVH_DEFECTS(PVH_TEXT) };
_Static_assert(PVH_CODES - PVH_ONCE <= 64, "boot_view.warned has 64 bits");

void
pvh_put_string(const char *s)
{
	while (*s != '\0')
		pvh_putc(*s++);
}

void
pvh_put_number(uint64_t value, unsigned base)
{
	char digits[20];
	unsigned n = 0;

	do
		digits[n++] = "0123456789abcdef"[value % base];
	while ((value /= base) != 0);
	while (n > 0)
		pvh_putc(digits[--n]);
}

void
pvh_print(const char *prefix, struct pvh_defect defect)
{
	const char *text;

	pvh_put_string(prefix);
	for (text = texts[defect.code]; *text != '\0'; text++) {
		if (*text == '#') {
			pvh_put_number(defect.index, 10);
		} else if (*text == '@') {
			pvh_put_string("0x");
			pvh_put_number(defect.value, 16);
		} else {
			pvh_putc(*text);
		}
	}
	pvh_putc('\n');
}

bool
pvh_defect(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value)
{
	view->defect = (struct pvh_defect){ code, index, value };
	return false;
}

void
pvh_warn(
    struct boot_view *view, enum pvh_code code, uint32_t index, uint64_t value)
{
	if (code >= PVH_ONCE) {
		if ((view->warned & 1ull << (code - PVH_ONCE)) != 0)
			return;
		view->warned |= 1ull << (code - PVH_ONCE);
	}
	pvh_print("pvh: warning: ", (struct pvh_defect){ code, index, value });
}
