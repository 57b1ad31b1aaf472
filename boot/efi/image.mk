# SPDX-License-Identifier: BSD-2-Clause
# The UEFI loader on a disk, its runs under OVMF, and its tests.
EFI_TESTS := $(sort $(wildcard tests/boot/efi/*.t)) tests/boot/screen/efi.t

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

# Its loader.conf is made anew when INITRD is another, and so the disk, too.
$(BUILD)/image.flags: FORCE
	$(call pvh_keep,$(INITRD))
$(BUILD)/loader.conf: boot/efi/loader.conf $(BUILD)/image.flags
	$(Q)$(if $(INITRD),cat,sed '/^initrd_/d') $< >$@

image: $(BUILD)/image.img ## a disk that boots the kernel under UEFI, build/image.img

run-efi: image ## boot that under QEMU and OVMF, on this terminal
	$(Q). boot/efi/firmware.sh && $(QEMU) -M q35 -m 256 -display none \
	  -serial mon:stdio -no-reboot -nic none \
	  -device isa-debug-exit,iobase=0xf4,iosize=4 \
	  $$(firmware efi $(BUILD)/vars.fd) \
	  -drive format=raw,file=$(BUILD)/image.img,snapshot=on || [ $$? = 33 ]

# A program for a test: it takes memory away from the loader.
$(BUILD)/hog.so: $(BUILD)/efi/tests/boot/efi/hog.c.o $(EFI_DIR)/loader.ld
	$(call say,LD,$@)
	$(Q)$(EFI_LINK)

# The kernel, but 36 MiB of it, 8 of them any bytes.
$(BUILD)/big.bin:
	@mkdir -p $(@D)
	$(Q)awk 'BEGIN { for (n = 1; i < 8 * 2^20; i++) { \
	  n = (n * 1103515245 + 12345) % 2^31; \
	  printf "%c", int(n / 2^16) % 95 + 32 } }' >$@

$(BUILD)/tests/boot/efi/big.asm.o: PVH_NASMFLAGS += -I$(BUILD)/
$(BUILD)/tests/boot/efi/big.asm.o: $(BUILD)/big.bin

$(BUILD)/big.elf: $(KERNEL_OBJECTS) $(BUILD)/tests/boot/efi/big.asm.o $(PVH_OBJECT) \
  ldscript/kernel.ld arch/pvh/pvh.ld
	$(call say,LD,$@)
	$(Q)$(LD) $(LDFLAGS) $(KERNEL_LDFLAGS) -o $@ $(filter %.o,$^)

efi-variants: $(BUILD)/loader.efi $(BUILD)/hog.efi $(BUILD)/big.elf \
  $(BUILD)/image.img variants
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang LD=ld.lld \
	  $(BUILD)/clang/loader.efi

check-build: efi-variants

check-efi: efi-variants ## the UEFI loader under OVMF and U-Boot, and the screen
	$(Q)$(PROVE) $(EFI_TESTS)

.PHONY: image run-efi efi-variants check-efi
