/* SPDX-License-Identifier: BSD-2-Clause */
/* The time of the CMOS clock, which is taken for UTC (Motorola MC146818). */
#include "stages.h"

#define STATUS_BINARY   0x04 /* else numbers are BCD */
#define STATUS_24_HOURS 0x02
#define HOURS_PM        0x80 /* with 12 hours */

/* A register's number; 255, which no field may have, if it is none. */
static uint32_t
number(const uint8_t *registers, uint32_t i, uint8_t mask)
{
	const uint8_t value = registers[i] & mask;

	if ((registers[CMOS_STATUS] & STATUS_BINARY) != 0)
		return value;
	if ((value & 15) > 9 || value >> 4 > 9)
		return 255;
	return (value >> 4) * 10u + (value & 15);
}

/* Days from 1970-01-01 to a day since then: years begin in March here, so that
 * the leap day comes last. */
static int64_t
days(uint32_t year, uint32_t month, uint32_t day)
{
	const uint32_t y = month > 2 ? year : year - 1;
	const uint32_t m = month > 2 ? month - 3 : month + 9;

	return (int64_t)(y * 365 + y / 4 - y / 100 + y / 400 +
		   (m * 153 + 2) / 5 + day - 1) -
	    719468;
}

int64_t
limine_seconds(const uint8_t registers[CMOS_SIZE])
{
	const uint8_t status = registers[CMOS_STATUS];
	uint32_t hours = number(registers, CMOS_HOURS, 0xff);
	uint32_t minutes = number(registers, CMOS_MINUTES, 0xff);
	uint32_t seconds = number(registers, CMOS_SECONDS, 0xff);
	uint32_t day = number(registers, CMOS_DAY, 0xff);
	uint32_t month = number(registers, CMOS_MONTH, 0xff);
	uint32_t year = number(registers, CMOS_YEAR, 0xff);
	uint32_t century = number(registers, CMOS_CENTURY, 0xff);

	if ((status & STATUS_24_HOURS) == 0) {
		hours = number(registers, CMOS_HOURS, 0x7f);
		if (hours < 1 || hours > 12)
			return -1;
		hours = hours % 12 +
		    ((registers[CMOS_HOURS] & HOURS_PM) != 0 ? 12 : 0);
	}
	if (century < 20 || century > 29)
		century = 20; /* not all clocks have it */
	if (hours > 23 || minutes > 59 || seconds > 59 || day < 1 || day > 31 ||
	    month < 1 || month > 12 || year > 99)
		return -1;
	return ((days(century * 100 + year, month, day) * 24 + hours) * 60 +
		   minutes) *
	    60 +
	    seconds;
}
