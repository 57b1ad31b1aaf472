# SPDX-License-Identifier: BSD-2-Clause
# Mutation tests; see README. Needs BUILD, Q and what unit.mk sets. N= how many
# mutants (0: all), SEED= which, BY=unit, fuzz, proof.
MUTATE_FILES := $(filter-out $(patsubst %,arch/pvh/%.c,$(filter-out limine/mp,$(UNIT_NOHOST))),$(sort \
  $(wildcard arch/pvh/*.[ch] $(foreach room,freebsd limine memory multiboot video,arch/pvh/$(room)/*.[ch])))) \
  $(patsubst %,boot/%.c,$(UNIT_BOOT) pvh/find pvh/line)
BY ?= unit fuzz

mutate: ## does a test fail for each small change of the kit? (ONLY=files, N, BY)
	$(Q)UNIT_NAMES='$(UNIT_NAMES)' UNIT_CFLAGS='$(UNIT_CFLAGS)' \
	  UNIT_SOURCES='$(filter %.c,$(MUTATE_FILES))' \
	  tests/host/mutate/mutate.py $(BUILD)/mutate '$(BY)' '$(or $(N),300)' \
	  '$(or $(SEED),3)' $(or $(ONLY),$(MUTATE_FILES))

mutate-nasm: ## break the door's NASM in one place after the other (ONLY=words)
	$(Q)ONLY='$(ONLY)' sh tests/host/mutate/nasm.sh

.PHONY: mutate mutate-nasm
