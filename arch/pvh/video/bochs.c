/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's VGA and bochs-display: PCI devices with the registers of Bochs's VGA
 * (QEMU, docs/specs/standard-vga.rst).
 */
#include "device.h"

#define QEMU_VGA       0x11111234 /* device ID and vendor ID, at 0 */
#define COMMAND        0x4
#define COMMAND_MEMORY 0x2

/* In BAR 2: VGA's ports from 0x3c0 on, bytes; DISPI's registers, words. */
#define REGISTERS  0x1000
#define VGA_PORT   0x400 /* 0x3c0: the attribute controller's index */
#define VGA_STATUS 0x41a /* 0x3da: read, it makes 0x3c0 take an index */
#define VGA_SHOW   0x20  /* in that index: the screen is not blank */
#define DISPI      0x500
enum {
	DISPI_ID,
	DISPI_WIDTH,
	DISPI_HEIGHT,
	DISPI_BPP,
	DISPI_ENABLE,
	DISPI_ROW = 6, /* pixels from a row to the next */
	DISPI_LEFT = 8,
	DISPI_TOP,
	DISPI_MEMORY /* in 64 KiB */
};
#define DISPI_ID_ANY  0xb0c0 /* the last digit is the version */
#define DISPI_ENABLED 0x41   /* as a linear frame buffer */

/* Whether [paddr, paddr + size) is in reach and nobody's memory by the map. */
static bool
is_device(const struct boot_view *view, uint64_t paddr, uint64_t size)
{
	struct memmap_range r;
	uint32_t cursor = 0;

	if (size == 0 || pvh_at(view, paddr, size) == NULL)
		return false;
	while (memmap_next(&view->map, &cursor, &r))
		if (r.type != MEMMAP_RESERVED && r.first < paddr + size &&
		    paddr <= r.last)
			return false;
	return true;
}

static bool
bochs_usable(
    struct boot_view *view, uint32_t function, struct video_device *device)
{
	uint32_t command = pci_read(function, COMMAND);
	uint64_t registers = pci_bar(function, 2);

	if ((command & COMMAND_MEMORY) == 0) {
		pvh_warn(view, PVH_VIDEO_OFF, 0, command);
		return false;
	}
	if (!is_device(view, registers, REGISTERS)) {
		pvh_warn(
		    view, PVH_VIDEO_BAR, 2, pci_read(function, PCI_BAR(2)));
		return false;
	}
	device->dispi = pvh_at(view, registers + DISPI, REGISTERS - DISPI);
	if ((device->dispi[DISPI_ID] & ~0xf) != DISPI_ID_ANY) {
		pvh_warn(view, PVH_VIDEO_ID, 0, device->dispi[DISPI_ID]);
		device->dispi = NULL;
		return false;
	}
	device->memory = pci_bar(function, 0);
	device->size = device->dispi[DISPI_MEMORY] * 0x10000ull;
	if (!is_device(view, device->memory, device->size)) {
		pvh_warn(
		    view, PVH_VIDEO_BAR, 0, pci_read(function, PCI_BAR(0)));
		device->dispi = NULL;
		return false;
	}
	return true;
}

bool
bochs_find(struct boot_view *view, struct video_device *device)
{
	uint32_t function = 0, id;

	if (!pci_present())
		return false;
	while (function < PCI_FUNCTIONS) {
		id = pci_read(function, 0);
		if (id == QEMU_VGA && bochs_usable(view, function, device))
			return true;
		function += id == UINT32_MAX && function % 8 == 0 ? 8 : 1;
	}
	return false;
}

enum pvh_code
bochs_set(const struct video_device *device, struct video *video)
{
	volatile uint16_t *dispi = device->dispi;
	volatile uint8_t *vga = (volatile uint8_t *)dispi - DISPI;

	if (video_size(video) > device->size)
		return PVH_VIDEO_ROOM;
	dispi[DISPI_ENABLE] = 0;
	dispi[DISPI_WIDTH] = (uint16_t)video->width;
	dispi[DISPI_HEIGHT] = (uint16_t)video->height;
	dispi[DISPI_BPP] = video->bpp;
	dispi[DISPI_ROW] = (uint16_t)video->width;
	dispi[DISPI_LEFT] = 0;
	dispi[DISPI_TOP] = 0;
	dispi[DISPI_ENABLE] = DISPI_ENABLED;
	(void)vga[VGA_STATUS];
	vga[VGA_PORT] = VGA_SHOW;
	video->paddr = device->memory;
	return dispi[DISPI_WIDTH] == video->width &&
		dispi[DISPI_HEIGHT] == video->height &&
		dispi[DISPI_BPP] == video->bpp &&
		dispi[DISPI_ROW] == video->width
	    ? PVH_OK
	    : PVH_VIDEO_REFUSED;
}
