# SPDX-License-Identifier: BSD-2-Clause
# Runs under Xen: the kernel as a domU and as dom0, and the chain of Xen, OVMF,
# loader.efi and kernel. XEN is the version.
XEN          ?= 4.17
XEN_VERSIONS := 4.14 4.17 4.20 # those that are tested
XEN_BUILD    := $(BUILD)/xen
XEN_FIRMWARE ?= $(BUILD)/firmware/ovmf-xen.fd

XEN_SETS     := $(addprefix $(XEN_BUILD)/,$(sort $(XEN_VERSIONS) $(XEN)))
export XEN XEN_FIRMWARE

$(XEN_BUILD)/linux/stamp: boot/packages/fetch
	$(Q)boot/packages/fetch linux $(XEN_BUILD)
	@touch $@

$(XEN_SETS:=/stamp): $(XEN_BUILD)/%/stamp: boot/packages/fetch
	$(Q)boot/packages/fetch $* $(XEN_BUILD)
	@touch $@

$(XEN_SETS:=/initramfs.gz): $(XEN_BUILD)/%/initramfs.gz: $(XEN_BUILD)/%/stamp \
  $(XEN_BUILD)/linux/stamp boot/xen/initramfs boot/xen/init boot/xen/block
	$(call say,CPIO,$@)
	$(Q)boot/xen/initramfs $* $(XEN_BUILD)

fetch-xen: $(XEN_BUILD)/$(XEN)/initramfs.gz ## fetch a Xen (XEN=4.14, 4.17 or 4.20) and its dom0 into build/
	@:

run-xen: all $(INITRD_FILE) fetch-xen ## boot the kernel as PVH dom0 of Xen (XEN=4.17)
	$(Q)sh boot/xen/run.sh dom0 $(call pvh_word,$(INITRD)) $(call pvh_word,$(APPEND))

run-xl: all $(INITRD_FILE) fetch-xen ## boot the kernel in a domU of Xen, with xl create -c
	$(Q)sh boot/xen/run.sh xl $(call pvh_word,$(INITRD)) $(call pvh_word,$(APPEND))

# No prerequisites: it takes minutes, and is built from nothing in this tree.
$(XEN_FIRMWARE):
	$(Q)boot/xen/firmware $@

firmware: $(XEN_FIRMWARE) ## build OVMF for Xen PVH guests into build/, once
	@:

run-chain: image fetch-xen firmware ## boot build/image.img in a domU of Xen, through OVMF
	$(Q)sh boot/xen/run.sh chain $(BUILD)/image.img

.PHONY: fetch-xen run-xen run-xl firmware run-chain
