# SPDX-License-Identifier: BSD-2-Clause
# The boots on other versions of QEMU and its firmware. A version that is not
# the machine's own is fetched into build/. VERSIONS names some of 7.2, 10.0 and
# sid; NEWEST=1 adds the newest that sid has.
VERSIONS       ?= 7.2 10.0 $(if $(NEWEST),sid)
VERSIONS_BUILD := $(BUILD)/versions
VERSIONS_TESTS := $(sort $(wildcard tests/boot/versions/*.t))
export VERSIONS

# What cannot be fetched is told once, here; the tests that need it skip.
versions-tests: efi-variants grub-tests
	-$(Q). tests/boot/versions/lib.sh; for version in $(VERSIONS); do \
	  is_own $$version || boot/packages/fetch qemu-$$version $(VERSIONS_BUILD); \
	done

check-versions: versions-tests ## boots on QEMU 7.2 and 10.0 (NEWEST=1: sid's): prints a table
	$(Q)$(PROVE) $(VERSIONS_TESTS) && cat $(BUILD)/test/boot-versions-qemu/table

.PHONY: versions-tests check-versions
