/* SPDX-License-Identifier: BSD-2-Clause */
/* What the room's files share: the devices, and their ports. */
#ifndef DEVICE_H
#define DEVICE_H

#include <stdbool.h>
#include <stdint.h>
#include "kit.h"
#include "video.h"

/* A device that has a frame buffer. Its kind is the one whose pointer is set.
 */
struct video_device {
	volatile uint16_t *dispi; /* Bochs's registers, and what they show: */
	uint64_t memory;
	uint64_t size;
	struct fw_cfg *fw_cfg; /* ramfb: a block for transfers, at a physical */
	uint64_t block;        /* address, and the file's key */
	uint16_t key;
};

/* False, perhaps after a warning, if there is none. */
bool bochs_find(struct boot_view *view, struct video_device *device);
bool ramfb_find(struct boot_view *view, struct video_device *device);

/*
 * Sets the mode that video has, but for paddr, which they set. PVH_OK, or what
 * is wrong.
 */
enum pvh_code bochs_set(const struct video_device *device, struct video *video);
enum pvh_code ramfb_set(struct boot_view *view,
    const struct video_device *device, struct video *video);

/*
 * Whether there is a PCI host bridge. Where none is, as in a Xen domU or a
 * microvm, the port reads as all ones and nothing is written; the register has
 * bits that are always 0.
 */
bool pci_present(void);

/* A word of a function's configuration space. */
#define PCI_FUNCTIONS 256 /* of bus 0: 32 devices of 8 */
#define PCI_BAR(i)    (0x10 + 4 * (i))
uint32_t pci_read(uint32_t function, uint32_t offset);

/* The address in a BAR; 0 if it has none below 4 GiB. */
uint64_t pci_bar(uint32_t function, uint32_t i);

static inline uint64_t
video_size(const struct video *video)
{
	return (uint64_t)video->pitch * video->height;
}

#if __STDC_HOSTED__ /* a test's */
uint32_t inl(uint16_t port);
void outl(uint16_t port, uint32_t value);
#else
static inline uint32_t
inl(uint16_t port)
{
	uint32_t value;

	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

/* The device may read and write memory then. */
static inline void
outl(uint16_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port) : "memory");
}
#endif

#endif
