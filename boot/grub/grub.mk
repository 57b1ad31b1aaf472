# SPDX-License-Identifier: BSD-2-Clause
# GRUB's kfreebsd: an ISO for BIOS and UEFI, a run of it, and the tests.
# FIRMWARE=efi makes the run one of UEFI (OVMF).
GRUB_BUILD := $(BUILD)/grub
GRUB_TESTS := $(sort $(wildcard tests/boot/grub/*.t))
GRUB_FILES := $(BUILD)/kernel.elf $(BUILD)/initrd.tar boot/grub/kenv
FIRMWARE   ?= bios

$(GRUB_BUILD)/stamp: boot/packages/fetch
	$(Q)boot/packages/fetch grub $(BUILD)
	@touch $@

# The last file that it makes stands for all.
$(GRUB_BUILD)/efi.img: $(GRUB_BUILD)/stamp boot/grub/images
	$(call say,GRUB,$@)
	$(Q)boot/grub/images $(GRUB_BUILD)

$(BUILD)/grub.iso: $(GRUB_BUILD)/efi.img $(GRUB_FILES) boot/grub/grub.cfg boot/grub/iso
	$(call say,ISO,$@)
	$(Q)boot/grub/iso $@ $(GRUB_BUILD) boot/grub/grub.cfg $(GRUB_FILES)

iso: $(BUILD)/grub.iso ## build build/grub.iso: GRUB for BIOS and UEFI, and the kernel

run-grub: iso ## boot that on this terminal, under BIOS or with FIRMWARE=efi
	$(Q)sh boot/grub/run.sh $(FIRMWARE) $(BUILD)/grub.iso

# What cannot be fetched is told once, here; the tests that need it skip.
grub-tests: all
	-$(Q)$(MAKE) --no-print-directory $(GRUB_BUILD)/efi.img

check-build: grub-tests

check-grub: grub-tests ## the kernel under GRUB's kfreebsd, BIOS and UEFI
	$(Q)$(PROVE) $(GRUB_TESTS)

.PHONY: iso run-grub grub-tests check-grub
