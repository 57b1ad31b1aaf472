/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads the CMOS clock. Where there is none, all its bits are 1. */
#include "stages.h"

#define INDEX        0x70
#define DATA         0x71
#define STATUS_A     0x0a
#define UPDATE       0x80 /* the clock is being set forward */
#define UPDATE_TRIES 0x10000

static uint8_t
cmos_read(uint8_t i)
{
	uint8_t value;

	__asm__ volatile("outb %1, %2; inb %3, %0"
			 : "=a"(value)
			 : "0"(i), "Nd"((uint16_t)INDEX), "Nd"((uint16_t)DATA));
	return value;
}

/* Twice, until both agree: an update may come in between. */
void
limine_cmos(uint8_t registers[CMOS_SIZE])
{
	static const uint8_t used[] = { CMOS_SECONDS, CMOS_MINUTES, CMOS_HOURS,
		CMOS_DAY, CMOS_MONTH, CMOS_YEAR, CMOS_STATUS, CMOS_CENTURY };
	uint32_t tries = UPDATE_TRIES, i, same = 0;
	uint8_t value;

	for (i = 0; i < CMOS_SIZE; i++)
		registers[i] = 0xff; /* no time */
	for (; same < sizeof(used) && tries > 0; tries--) {
		if (cmos_read(STATUS_A) != 0xff &&
		    (cmos_read(STATUS_A) & UPDATE) != 0)
			continue;
		for (i = 0, same = 0; i < sizeof(used); i++) {
			value = cmos_read(used[i]);
			if (value == registers[used[i]])
				same++;
			registers[used[i]] = value;
		}
	}
}
