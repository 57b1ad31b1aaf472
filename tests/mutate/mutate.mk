# SPDX-License-Identifier: BSD-2-Clause
# Mutation tests; see README. Needs BUILD, Q and what unit.mk sets. FILE=...
# for some files, N= how many mutants, SEED= which, BY=unit, fuzz or proof.
MUTATE_FILES := $(filter-out $(UNIT_NOHOST:%=arch/pvh/%.c),$(sort $(wildcard arch/pvh/*.[ch]))) \
  $(UNIT_EFI:%=boot/efi/%.c)
FILE ?= $(MUTATE_FILES)
BY   ?= unit fuzz
N    ?= 0

mutate: ## does a test fail for each small change of the kit? (FILE, N, BY)
	$(Q)UNIT_NAMES='$(UNIT_NAMES)' UNIT_CFLAGS='$(UNIT_CFLAGS)' \
	  UNIT_SOURCES='$(filter %.c,$(MUTATE_FILES))' \
	  tests/mutate/mutate.py $(BUILD)/mutate '$(BY)' '$(N)' '$(SEED)' $(FILE)

.PHONY: mutate
