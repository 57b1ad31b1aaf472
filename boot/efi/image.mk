# SPDX-License-Identifier: BSD-2-Clause
# The UEFI loader on a disk, and its run under OVMF.

# One disk for any UEFI machine: the loader is where firmware looks for it by
# itself.
$(BUILD)/image.img: $(BUILD)/loader.efi $(BUILD)/kernel.elf $(INITRD_FILE) \
  $(BUILD)/loader.conf boot/efi/disk.sh
	$(call say,DISK,$@)
	$(Q)sh -ec '. boot/efi/disk.sh; esp_disk $@ \
	  /EFI/BOOT/BOOTX64.EFI=$(BUILD)/loader.efi \
	  /boot/kernel/kernel=$(BUILD)/kernel.elf \
	  /boot/loader.conf=$(BUILD)/loader.conf \
	  $(if $(INITRD),/boot/initrd.tar="$$INITRD")'

# Another INITRD makes loader.conf anew, and so the disk.
$(BUILD)/image.flags: FORCE
	$(call pvh_keep,$(INITRD))
$(BUILD)/loader.conf: boot/efi/loader.conf $(BUILD)/image.flags
	$(Q)$(if $(INITRD),cat,sed '/^initrd_/d') $< >$@

image: $(BUILD)/image.img ## a disk that boots the kernel under UEFI, build/image.img

run-efi: image ## boot build/image.img under QEMU and OVMF, on this terminal
	$(Q). boot/efi/firmware.sh && $(QEMU) -M q35 -m 256 -display none \
	  -serial mon:stdio -no-reboot -nic none \
	  -device isa-debug-exit,iobase=0xf4,iosize=4 \
	  $$(firmware efi $(BUILD)/vars.fd) \
	  -drive format=raw,file=$(BUILD)/image.img,snapshot=on || [ $$? = 33 ]

.PHONY: image run-efi
