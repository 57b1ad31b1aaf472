# SPDX-License-Identifier: BSD-2-Clause
# The proofs; see README. Needs BUILD and Q; gives PROVE_TOOLS.
PROVE_TOOLS := $(BUILD)/prove/cbmc/stamp

$(PROVE_TOOLS): boot/packages/fetch
	$(Q)boot/packages/fetch cbmc $(BUILD)/prove
	@touch $@

prove: $(PROVE_TOOLS) ## what CBMC proves of the kit's C, as a table (ONLY='NAME ...')
	$(Q)tests/host/prove/prove.py $(BUILD)/prove/cbmc $(BUILD)/prove/out $(ONLY)

.PHONY: prove
