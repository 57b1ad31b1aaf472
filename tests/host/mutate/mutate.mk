# SPDX-License-Identifier: BSD-2-Clause
# Mutation tests; see README. Needs BUILD, Q and what unit.mk sets. FILE=...
# for some files, N= how many mutants (0: all), SEED= which, BY=unit, fuzz, proof.
MUTATE_FILES := $(filter-out $(UNIT_NOHOST:%=arch/pvh/%.c),$(sort $(wildcard arch/pvh/*.[ch]))) \
  $(UNIT_EFI:%=boot/efi/%.c)
FILE ?= $(MUTATE_FILES)
BY   ?= unit fuzz

mutate: ## does a test fail for each small change of the kit? (FILE, N, BY)
	$(Q)UNIT_NAMES='$(UNIT_NAMES)' UNIT_CFLAGS='$(UNIT_CFLAGS)' \
	  UNIT_SOURCES='$(filter %.c,$(MUTATE_FILES))' \
	  tests/host/mutate/mutate.py $(BUILD)/mutate '$(BY)' '$(or $(N),300)' '$(or $(SEED),3)' \
	  $(FILE)

.PHONY: mutate
