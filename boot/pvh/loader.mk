# SPDX-License-Identifier: BSD-2-Clause
# build/loader.elf, and its run. Needs what GNUmakefile and efi.mk have set.

# A makefile of its own builds it: the kit for another KERNBASE and format.
$(BUILD)/loader.elf: FORCE $(if $(ZLIB),| $(ZLIB)/inflate.c)
	$(Q)$(MAKE) --no-print-directory -f boot/pvh/GNUmakefile BUILD=$(BUILD) \
	  CC='$(CC)' LD='$(LD)' NASM='$(NASM)' OBJCOPY='$(OBJCOPY)' \
	  WERROR='$(WERROR)' V='$(V)'

loader: $(BUILD)/loader.elf ## the loader for kernels without the kit, build/loader.elf

# The archive is made anew each time: KERNEL and MODULES are whatever files.
KERNEL  ?= $(BUILD)/native.elf
MODULES ?= $(INITRD)

run-loader: loader $(BUILD)/native.elf $(INITRD_FILE) ## boot KERNEL=file with MODULES='a b', through loader.elf, under QEMU
	$(Q)sh boot/pvh/pack.sh $(BUILD)/loader.tar $(KERNEL) $(MODULES)
	$(Q)$(QEMU) -M q35 -m 256 -display none -serial mon:stdio -no-reboot \
	  -device isa-debug-exit,iobase=0xf4,iosize=4 \
	  -kernel $(BUILD)/loader.elf -initrd $(BUILD)/loader.tar \
	  -append $(call pvh_word,$(APPEND)) || [ $$? = 33 ]

loader.elf: loader

.PHONY: loader loader.elf run-loader
