# SPDX-License-Identifier: BSD-2-Clause
# Xen: its own QEMU runs, and its tests. XEN is the version for the runs; the
# tests take all three.
XEN          ?= 4.17
XEN_VERSIONS := 4.14 4.17 4.20
XEN_BUILD    := $(BUILD)/xen
XEN_TESTS    := $(sort $(wildcard tests/boot/xen/*.t))

XEN_SETS     := $(addprefix $(XEN_BUILD)/,$(sort $(XEN_VERSIONS) $(XEN)))
export XEN

# The set "linux" comes first: it shares apt's lists with another.
$(XEN_BUILD)/linux/stamp: boot/packages/fetch
	$(Q)boot/packages/fetch linux $(XEN_BUILD)
	@touch $@

$(XEN_SETS:=/stamp): $(XEN_BUILD)/%/stamp: boot/packages/fetch | $(XEN_BUILD)/linux/stamp
	$(Q)boot/packages/fetch $* $(XEN_BUILD)
	@touch $@

$(XEN_SETS:=/initramfs.gz): $(XEN_BUILD)/%/initramfs.gz: $(XEN_BUILD)/%/stamp \
  $(XEN_BUILD)/linux/stamp boot/xen/initramfs boot/xen/init boot/xen/block
	$(call say,CPIO,$@)
	$(Q)boot/xen/initramfs $* $(XEN_BUILD)

fetch-xen: $(XEN_BUILD)/$(XEN)/initramfs.gz ## fetch a Xen (XEN=4.14, 4.17 or 4.20) and its dom0 into build/
	@:

run-xen: all $(INITRD_FILE) fetch-xen ## boot it as PVH dom0 of Xen (XEN=4.17)
	$(Q)sh boot/xen/run.sh dom0 $(call pvh_word,$(INITRD)) $(call pvh_word,$(APPEND))

run-xl: all $(INITRD_FILE) fetch-xen ## boot it in a domU of Xen, with xl create -c
	$(Q)sh boot/xen/run.sh xl $(call pvh_word,$(INITRD)) $(call pvh_word,$(APPEND))

# The kit without what a PVH dom0 needs, and without an end of its own.
no-xen-map:
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/no-xen-map \
	  PVH_WITHOUT=xen_map.c PVH_DEBUG_EXIT= all

fetch-xen-all: $(XEN_VERSIONS:%=$(XEN_BUILD)/%/initramfs.gz)
	@:

# What cannot be fetched is told once, here; the tests that need it skip.
xen-tests: variants no-xen-map
	-$(Q)$(MAKE) --no-print-directory -k fetch-xen-all

check-build: xen-tests

check-xen: xen-tests ## the kernel under Xen: dom0 and domU, 4.14 to 4.20
	$(Q)$(PROVE) $(XEN_TESTS)

.PHONY: fetch-xen run-xen run-xl fetch-xen-all no-xen-map xen-tests check-xen
