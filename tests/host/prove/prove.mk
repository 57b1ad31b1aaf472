# SPDX-License-Identifier: BSD-2-Clause
# The proofs; see README. Needs BUILD and Q. PROOF='NAME ...': only these.
$(BUILD)/prove/cbmc/stamp: boot/packages/fetch
	$(Q)boot/packages/fetch cbmc $(BUILD)/prove
	@touch $@

check-build: $(BUILD)/prove/cbmc/stamp

prove: $(BUILD)/prove/cbmc/stamp ## what CBMC proves of the kit's C, as a table (PROOF=... for some)
	$(Q)tests/host/prove/prove.py $(BUILD)/prove/cbmc $(BUILD)/prove/out $(PROOF)

.PHONY: prove
