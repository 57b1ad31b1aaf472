/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of text on the firmware's console. */
#include "loader.h"
#include "kit.h"
#include "say.h"

#define TEN_SECONDS 100000000 /* in units of 100 ns */

static char line[128];
static UINTN used;

/* What is not UTF-8 is shown as U+FFFD. */
static void
flush(void)
{
	CHAR16 text[COUNT(line)], *to = text;
	const char *from = line;
	uint32_t c;

	line[used] = '\0';
	used = 0;
	while (*from != '\0') {
		c = utf8_next(&from);
		to = utf16_put(to, c != TEXT_BAD ? c : 0xfffd);
	}
	*to = 0;
	loader_system->ConOut->OutputString(loader_system->ConOut, text);
}

/*
 * The kit's own lines are printed through this, too. A long line is shown in
 * pieces, and no character cut in two.
 */
void
pvh_putc(char c)
{
	if ((used > COUNT(line) - 6 && (c & 0xc0) != 0x80) ||
	    used == COUNT(line) - 1)
		flush();
	if (c == '\n')
		line[used++] = '\r';
	line[used++] = c;
	if (c == '\n')
		flush();
}

void
say(const char *format, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, format);
	say_args(format, args);
	__builtin_va_end(args);
	flush();
}

static const char *
status_name(EFI_STATUS status)
{
	static const char names[][24] = { [1] = "Load Error",
		[2] = "Invalid Parameter",
		[3] = "Unsupported",
		[4] = "Bad Buffer Size",
		[5] = "Buffer Too Small",
		[6] = "Not Ready",
		[7] = "Device Error",
		[8] = "Write Protected",
		[9] = "Out of Resources",
		[10] = "Volume Corrupt",
		[11] = "Volume Full",
		[12] = "No Media",
		[13] = "Media Changed",
		[14] = "Not Found",
		[15] = "Access Denied",
		[27] = "CRC Error",
		[31] = "End of File" };
	UINTN code = status & ~EFI_ERROR_MASK;

	return code < COUNT(names) ? names[code] : "";
}

EFI_STATUS
fail(EFI_STATUS status, const char *file, const char *format, ...)
{
	__builtin_va_list args;

	say("loader: %s: ", file);
	__builtin_va_start(args, format);
	say_args(format, args);
	__builtin_va_end(args);
	say(" (%s, status 0x%lx)\n", status_name(status), status);
	return status;
}

void
wait_for_key(void)
{
	EFI_EVENT events[2] = { loader_system->ConIn->WaitForKey };
	EFI_INPUT_KEY key;
	UINTN which;

	if (BOOT->CreateEvent(EVT_TIMER, 0, NULL, NULL, &events[1]) !=
	    EFI_SUCCESS)
		return;
	say("loader: press a key, or wait 10 seconds\n");
	loader_system->ConIn->Reset(loader_system->ConIn, FALSE);
	BOOT->SetTimer(events[1], TimerRelative, TEN_SECONDS);
	BOOT->WaitForEvent(2, events, &which);
	loader_system->ConIn->ReadKeyStroke(loader_system->ConIn, &key);
	BOOT->CloseEvent(events[1]);
}
