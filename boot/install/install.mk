# SPDX-License-Identifier: BSD-2-Clause
# Installs the kit, the loaders and the tools, and packs the tree: README here.
# Needs what GNUmakefile and the other makefiles of boot/ set.
PREFIX      ?= /usr/local
DESTDIR     ?=
MAINTAINER  ?= The PVH trampoline authors <root@localhost>
PVH_VERSION := $(file <arch/pvh/VERSION)

# pvh.pc has PREFIX in it, and what pkg-config prints is split into words.
ifneq ($(filter install uninstall,$(MAKECMDGOALS)),)
pvh_odd := $(shell printf %s $(call pvh_word,$(PREFIX)) | \
  grep -qx '/[A-Za-z0-9/._+-]*' || echo odd)
ifneq ($(pvh_odd),)
$(error PREFIX is "$(PREFIX)": it has to be an absolute path of letters, digits, /._+-)
endif
endif

# What each pvh*.pc is for: SUFFIX, KERNBASE, and the compiler's code model.
PVH_PC       := pvh pvh-identity pvh-higher
pc_pvh          := '' 0xffffffff80000000 kernel
pc_pvh-identity := -identity 0 small
pc_pvh-higher   := -higher 0xffff800000000000 large

INSTALL_BUILD := $(BUILD)/install
INSTALL_ROOT   = $(call pvh_word,$(DESTDIR)$(PREFIX))

install: tools kit-objects loader $(BUILD)/loader.efi ## install all below PREFIX=/usr/local (and DESTDIR=)
	@mkdir -p $(INSTALL_BUILD)
	$(Q)$(foreach pc,$(PVH_PC),sh boot/install/pc.sh $(PREFIX) $(pc) $(pc_$(pc)) \
	  >$(INSTALL_BUILD)/$(pc).pc &&) :
	$(Q)KIT_FILES='$(KIT_FILES)' PVH_BOOT_FILES='$(PVH_BOOT_FILES)' \
	  sh boot/install/list.sh >$(INSTALL_BUILD)/list
	$(call say,INSTALL,$(INSTALL_ROOT))
	$(Q)sh boot/install/place.sh install $(INSTALL_ROOT) <$(INSTALL_BUILD)/list

uninstall: ## remove what install put there, and nothing else
	$(Q)sh boot/install/place.sh uninstall $(INSTALL_ROOT)

dist: ## pack the sources, build/pvh-VERSION.tar.gz
	$(call say,DIST,$(BUILD)/pvh-$(PVH_VERSION).tar.gz)
	$(Q)sh boot/install/dist.sh $(BUILD)/pvh-$(PVH_VERSION).tar.gz

deb: ## a Debian package of what install installs, in build/
	$(Q)rm -rf $(BUILD)/deb
	$(Q)$(MAKE) --no-print-directory install PREFIX=/usr DESTDIR=$(BUILD)/deb
	$(call say,DEB,$(BUILD)/pvh-trampoline_$(PVH_VERSION)_amd64.deb)
	$(Q)MAINTAINER=$(call pvh_word,$(MAINTAINER)) sh boot/install/deb.sh \
	  $(BUILD)/deb $(BUILD)/pvh-trampoline_$(PVH_VERSION)_amd64.deb

.PHONY: install uninstall dist deb
