# SPDX-License-Identifier: BSD-2-Clause
# The PVH entry as other VMMs leave it, replayed by the injector of faults.mk.
check-vmms: all $(BUILD)/faults/injector.elf ## enter it as other VMMs do: prints a table
	$(Q)python3 -B tests/boot/vmms/vmms_test.py

check-build: $(BUILD)/faults/injector.elf

.PHONY: check-vmms
