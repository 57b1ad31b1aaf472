/* SPDX-License-Identifier: BSD-2-Clause */
/* What the firmware knows: tables, the screen, the load options. */
#include "loader.h"

#define CR4_LA57 0x1000

EFI_STATUS
system_check(void)
{
	uint64_t cr4;

	__asm__("mov %%cr4, %0" : "=r"(cr4));
	if ((cr4 & CR4_LA57) != 0)
		return fail(EFI_UNSUPPORTED, "firmware",
		    "it runs with five levels of page tables (LA57)");
	return EFI_SUCCESS;
}

static bool
same_guid(const EFI_GUID *a, const EFI_GUID *b)
{
	const struct word *x = (const struct word *)a;
	const struct word *y = (const struct word *)b;

	return x[0].bytes == y[0].bytes && x[1].bytes == y[1].bytes;
}

/* ACPI 2.0's pointer, else ACPI 1.0's; 0 if there is neither. */
uint64_t
system_rsdp(void)
{
	static const EFI_GUID acpi1 = ACPI_TABLE_GUID;
	static const EFI_GUID acpi2 = ACPI_20_TABLE_GUID;
	EFI_CONFIGURATION_TABLE *table = loader_system->ConfigurationTable;
	uint64_t rsdp = 0;
	UINTN i;

	for (i = 0; i < loader_system->NumberOfTableEntries; i++, table++) {
		if (same_guid(&table->VendorGuid, &acpi2))
			return (uint64_t)table->VendorTable;
		if (same_guid(&table->VendorGuid, &acpi1))
			rsdp = (uint64_t)table->VendorTable;
	}
	return rsdp;
}

static void
set_masks(struct efi_fb *fb, const EFI_GRAPHICS_OUTPUT_MODE_INFORMATION *info)
{
	bool rgb = info->PixelFormat == PixelRedGreenBlueReserved8BitPerColor;

	fb->mask_red = rgb ? 0xff : 0xff0000;
	fb->mask_green = 0xff00;
	fb->mask_blue = rgb ? 0xff0000 : 0xff;
	fb->mask_reserved = 0xff000000;
	if (info->PixelFormat != PixelBitMask)
		return;
	fb->mask_red = info->PixelInformation.RedMask;
	fb->mask_green = info->PixelInformation.GreenMask;
	fb->mask_blue = info->PixelInformation.BlueMask;
	fb->mask_reserved = info->PixelInformation.ReservedMask;
}

static bool
is_linear(const EFI_GRAPHICS_OUTPUT_PROTOCOL *gop)
{
	return gop->Mode != NULL && gop->Mode->Info != NULL &&
	    gop->Mode->FrameBufferBase != 0 &&
	    gop->Mode->Info->PixelFormat < PixelBltOnly;
}

/* The first screen that has a linear frame buffer. */
static EFI_GRAPHICS_OUTPUT_PROTOCOL *
find_screen(void)
{
	static EFI_GUID guid = EFI_GRAPHICS_OUTPUT_PROTOCOL_GUID;
	EFI_GRAPHICS_OUTPUT_PROTOCOL *gop, *found = NULL;
	EFI_HANDLE *handles;
	UINTN count, i;

	if (BOOT->LocateHandleBuffer(
		ByProtocol, &guid, NULL, &count, &handles) != EFI_SUCCESS)
		return NULL;
	for (i = 0; i < count && found == NULL; i++)
		if (BOOT->HandleProtocol(handles[i], &guid, (void **)&gop) ==
			EFI_SUCCESS &&
		    is_linear(gop))
			found = gop;
	BOOT->FreePool(handles);
	return found;
}

/* False if there is no such screen. */
bool
system_framebuffer(struct efi_fb *fb)
{
	const EFI_GRAPHICS_OUTPUT_PROTOCOL *gop = find_screen();
	const EFI_GRAPHICS_OUTPUT_MODE_INFORMATION *info;

	if (gop == NULL)
		return false;
	info = gop->Mode->Info;
	fb->fb_addr = gop->Mode->FrameBufferBase;
	fb->fb_size = gop->Mode->FrameBufferSize;
	fb->height = info->VerticalResolution;
	fb->width = info->HorizontalResolution;
	fb->stride = info->PixelsPerScanLine;
	set_masks(fb, info);
	return true;
}

/* The UEFI shell installs a protocol of its own on the image's handle. */
bool
system_in_shell(void)
{
	static EFI_GUID guid = { 0x752f3136, 0x4e16, 0x4fdc,
		{ 0xa2, 0x2a, 0xe5, 0xf4, 0x68, 0x12, 0xf4, 0xca } };
	void *parameters;

	return BOOT->HandleProtocol(loader_image, &guid, &parameters) ==
	    EFI_SUCCESS;
}

/*
 * What follows the first word, in which quotes keep blanks: the UEFI shell's
 * name for the loader.
 */
static char *
skip_name(char *options)
{
	bool quote = false;

	while (*options == ' ')
		options++;
	for (; *options != '\0'; options++)
		if (*options == '"')
			quote = !quote;
		else if (!quote && (*options == ' ' || *options == '\t'))
			break;
	return options;
}

/*
 * The load options in UTF-8. The UEFI shell puts the name of the loader before
 * them, which is taken off. "" if there are none, or they are not text; NULL if
 * there is no memory.
 */
char *
system_options(void)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_LOADED_IMAGE *loaded;
	const CHAR16 *from, *end;
	char *options, *to;
	uint32_t c;

	if (BOOT->HandleProtocol(loader_image, &guid, (void **)&loaded) !=
		EFI_SUCCESS ||
	    loaded->LoadOptions == NULL)
		return "";
	from = loaded->LoadOptions;
	end = from + loaded->LoadOptionsSize / 2;
	options = to =
	    (char *)pages_below(EfiLoaderData, (end - from) * 3 + 1, BELOW_4G);
	if (options == NULL)
		return NULL;
	while (from < end && *from != 0) {
		c = utf16_next(&from, end);
		if (c == TEXT_BAD || (c < ' ' && c != '\t')) {
			say("loader: load options: not text, left out\n");
			return "";
		}
		to = utf8_put(to, c);
	}
	*to = '\0';
	return system_in_shell() ? skip_name(options) : options;
}
