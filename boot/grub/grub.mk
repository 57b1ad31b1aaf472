# SPDX-License-Identifier: BSD-2-Clause
# GRUB's kfreebsd: an ISO for BIOS and UEFI, and the verb that boots it, on a
# BIOS or, with FIRMWARE=efi, on UEFI (OVMF).
GRUB_BUILD := $(BUILD)/grub
GRUB_FILES := $(BUILD)/kernel.elf $(BUILD)/initrd.tar boot/grub/kenv
FIRMWARE   ?= bios

$(GRUB_BUILD)/stamp: boot/packages/fetch
	$(Q)boot/packages/fetch grub $(BUILD)
	@touch $@

# boot/grub/images makes several files; the last one stands for all.
$(GRUB_BUILD)/efi.img: $(GRUB_BUILD)/stamp boot/grub/images
	$(call say,GRUB,$@)
	$(Q)boot/grub/images $(GRUB_BUILD)

$(BUILD)/grub.iso: $(GRUB_BUILD)/efi.img $(GRUB_FILES) boot/grub/grub.cfg boot/grub/iso
	$(call say,ISO,$@)
	$(Q)boot/grub/iso $@ $(GRUB_BUILD) boot/grub/grub.cfg $(GRUB_FILES)

iso: $(BUILD)/grub.iso ## build build/grub.iso: GRUB for BIOS and UEFI, and the kernel

run-grub: iso ## boot build/grub.iso under QEMU, on this terminal (FIRMWARE=efi: OVMF)
	$(Q)sh boot/grub/run.sh $(FIRMWARE) $(BUILD)/grub.iso

.PHONY: iso run-grub
