/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PCI's configuration space, by the ports that every PC has for it (PCI 3.0,
 * 3.2.2.3.2 and 6.2.5.1). Only bus 0 is looked at.
 */
#include "device.h"

#define CONFIG_ADDRESS 0xcf8
#define CONFIG_DATA    0xcfc
#define CONFIG_ENABLE  0x80000000

#define BAR_IO         0x1
#define BAR_64         0x4
#define BAR_FLAGS      0xfull

uint32_t
pci_read(uint32_t function, uint32_t offset)
{
	outl(CONFIG_ADDRESS, CONFIG_ENABLE | function << 8 | offset);
	return inl(CONFIG_DATA);
}

bool
pci_present(void)
{
	if (inl(CONFIG_ADDRESS) == UINT32_MAX)
		return false;
	outl(CONFIG_ADDRESS, CONFIG_ENABLE);
	return inl(CONFIG_ADDRESS) == CONFIG_ENABLE;
}

uint64_t
pci_bar(uint32_t function, uint32_t i)
{
	uint32_t bar = pci_read(function, PCI_BAR(i));

	if ((bar & BAR_IO) != 0 ||
	    ((bar & BAR_64) != 0 && pci_read(function, PCI_BAR(i + 1)) != 0))
		return 0;
	return bar & ~BAR_FLAGS;
}
