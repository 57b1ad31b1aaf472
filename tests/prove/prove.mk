# SPDX-License-Identifier: BSD-2-Clause
# The proofs; see README. Needs BUILD and Q. PROOF='NAME ...': only these.
prove: ## what CBMC proves of the kit's C, as a table (PROOF=... for some)
	$(Q)tests/fetch cbmc $(BUILD)/prove
	$(Q)tests/prove/prove.py $(BUILD)/prove/cbmc $(BUILD)/prove/out $(PROOF)

.PHONY: prove
