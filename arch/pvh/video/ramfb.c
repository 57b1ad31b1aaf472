/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's ramfb: a frame buffer in RAM, whose place is written into a file of
 * fw_cfg, by its DMA interface (QEMU, docs/specs/fw_cfg.rst). Numbers are
 * big-endian there.
 */
#include "device.h"
#include "memory/ram.h"

#define DMA_HIGH   0x514 /* reads as "QEMU", so nothing is written to find it */
#define DMA_LOW    0x518 /* written, it starts the transfer */
#define DMA_SIGN   0x554d4551
#define DMA_READ   0x02
#define DMA_SELECT 0x08 /* the file whose key is in the upper half */
#define DMA_WRITE  0x10
#define DIRECTORY  0x19
#define FILES      0x4000 /* as many as there are keys */
#define RAMFB_SIZE 28
#define XRGB8888   0x34325258 /* "XR24", as in drm_fourcc.h of Linux */

struct file {
	uint32_t size;
	uint16_t key;
	uint16_t reserved;
	char name[56];
};
_Static_assert(sizeof(struct file) == 64, "fw_cfg.rst, File Directory");

struct ramfb {
	uint64_t paddr;
	uint32_t format, flags, width, height, pitch;
};

struct fw_cfg {
	uint32_t control;
	uint32_t length;
	uint64_t paddr; /* of data */
	union {
		uint32_t count;
		struct file file;
		struct ramfb ramfb;
	} data;
};
_Static_assert(offsetof(struct fw_cfg, data) == 16, "FWCfgDmaAccess");

static bool
transfer(const struct video_device *device, uint32_t control, uint32_t length)
{
	struct fw_cfg *cfg = device->fw_cfg;

	cfg->control = __builtin_bswap32(control);
	cfg->length = __builtin_bswap32(length);
	cfg->paddr =
	    __builtin_bswap64(device->block + offsetof(struct fw_cfg, data));
	outl(DMA_LOW, __builtin_bswap32((uint32_t)device->block));
	return *(volatile uint32_t *)&cfg->control == 0;
}

/* Whether a name, which may have no end, is ramfb's. */
static bool
is_ramfb(const char *name)
{
	const char *ramfb = "etc/ramfb";

	while (*name == *ramfb) {
		if (*ramfb == '\0')
			return true;
		name++;
		ramfb++;
	}
	return false;
}

/*
 * Not under Xen: a dom0 reaches the ports of the machine's own fw_cfg, which
 * takes other addresses than a dom0's for physical ones.
 */
bool
ramfb_find(struct boot_view *view, struct video_device *device)
{
	const struct file *file;
	uint32_t count;

	if (xen_present() || inl(DMA_HIGH) != DMA_SIGN)
		return false;
	device->fw_cfg = pvh_take(view, sizeof(struct fw_cfg), &device->block);
	if (device->fw_cfg == NULL ||
	    !transfer(device, DIRECTORY << 16 | DMA_SELECT | DMA_READ, 4))
		return false;
	file = &device->fw_cfg->data.file;
	count = __builtin_bswap32(device->fw_cfg->data.count);
	if (count > FILES)
		return false;
	while (count-- > 0 && transfer(device, DMA_READ, sizeof(*file))) {
		device->key = __builtin_bswap16(file->key);
		if (__builtin_bswap32(file->size) == RAMFB_SIZE &&
		    is_ramfb(file->name))
			return true;
	}
	return false;
}

enum pvh_code
ramfb_set(struct boot_view *view, const struct video_device *device,
    struct video *video)
{
	struct ramfb *ramfb = &device->fw_cfg->data.ramfb;
	uint64_t i, size = page_up(video_size(video)), *pixels;

	video->paddr = ram_take(view, size, MEMMAP_RESERVED, AVOID_NONE);
	pixels = pvh_at(view, video->paddr, size);
	if (pixels == NULL)
		return PVH_VIDEO_ROOM;
	for (i = 0; i < size / sizeof(*pixels); i++)
		pixels[i] = 0;
	ramfb->paddr = __builtin_bswap64(video->paddr);
	ramfb->format = __builtin_bswap32(XRGB8888);
	ramfb->flags = 0;
	ramfb->width = __builtin_bswap32(video->width);
	ramfb->height = __builtin_bswap32(video->height);
	ramfb->pitch = __builtin_bswap32(video->pitch);
	return transfer(device,
		   (uint32_t)device->key << 16 | DMA_SELECT | DMA_WRITE,
		   RAMFB_SIZE)
	    ? PVH_OK
	    : PVH_VIDEO_REFUSED;
}
