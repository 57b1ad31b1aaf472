# SPDX-License-Identifier: BSD-2-Clause
# The chain, Xen, OVMF, loader.efi, kernel: the firmware, a run, the tests.
CHAIN_TESTS  := $(sort $(wildcard tests/boot/chain/*.t))
XEN_FIRMWARE ?= $(BUILD)/firmware/ovmf-xen.fd
export XEN_FIRMWARE

# No prerequisites: it takes long, and does not change with what is here.
$(XEN_FIRMWARE):
	$(Q)boot/xen/firmware $@

firmware: $(XEN_FIRMWARE) ## build OVMF for Xen PVH guests into build/, once
	@:

run-chain: image fetch-xen firmware ## boot the disk in a domU of Xen, through OVMF
	$(Q)sh boot/xen/run.sh chain $(BUILD)/image.img

# Whoever asks for tests alone need not wait for the firmware.
chain-tests: xen-tests efi-variants $(filter firmware,$(MAKECMDGOALS))
	@[ -s $(XEN_FIRMWARE) ] || \
	  echo 'left out: Xen, OVMF, loader.efi in a chain; "make firmware" first'

check-build: chain-tests

check-chain: chain-tests ## Xen, OVMF, loader.efi, kernel: prints the report
	$(Q)$(PROVE) $(CHAIN_TESTS)
	@[ ! -s $(XEN_FIRMWARE) ] || cat $(BUILD)/test/boot-chain-$(XEN)/m256-c1

.PHONY: firmware run-chain chain-tests check-chain
