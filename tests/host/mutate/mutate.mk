# SPDX-License-Identifier: BSD-2-Clause
# Mutation tests; see README. Needs BUILD, Q, what unit.mk sets, and the flags
# of the kernel, of the loaders and of the programs. N= how many mutants (0:
# all), SEED= which, ONLY= how the names of the files begin, BY= what may kill.
MUTATE_FILES := $(sort $(wildcard $(foreach room,arch/amd64 arch/pvh \
  $(patsubst %,arch/pvh/%,freebsd limine memory multiboot video) \
  $(patsubst %,boot/%,check efi load pvh wrap) kern,$(room)/*.[ch])))
MUTATE_FILES := $(filter-out boot/load/no_gunzip.c,$(MUTATE_FILES))
BY ?= unit fuzz boot

# How the files of a folder are compiled, in any folder.
mutate_zlib  = $(patsubst $(ZLIB),$(abspath $(ZLIB)),$(1))
MUTATE_FLAGS = arch/pvh/ $(UNIT_CFLAGS); arch/amd64/ $(KERNEL_CFLAGS); \
  kern/ $(KERNEL_CFLAGS); boot/efi/ $(EFI_CFLAGS); \
  boot/load/ $(call mutate_zlib,$(EFI_CFLAGS)); \
  boot/pvh/ $(PVH_CFLAGS) -Iboot/pvh -Iboot/load -Iarch/pvh \
    $(patsubst %,-Iarch/pvh/%,freebsd limine memory multiboot); \
  boot/check/ $(call mutate_zlib,$(CHECK_CFLAGS)); boot/wrap/ $(WRAP_CFLAGS)

mutate: ## does a test fail for each small change of the C? (ONLY=files, N, BY)
	$(Q)UNIT_NAMES='$(UNIT_NAMES)' MUTATE_FLAGS='$(MUTATE_FLAGS)' \
	  MUTATE_SOURCES='$(filter %.c,$(MUTATE_FILES))' \
	  tests/host/mutate/mutate.py $(BUILD)/mutate '$(BY)' '$(or $(N),200)' \
	  '$(or $(SEED),3)' \
	  $(if $(ONLY),$(filter $(ONLY:%=%%),$(MUTATE_FILES)),$(MUTATE_FILES))

mutate-nasm: ## break the NASM in one place after the other (ONLY=words)
	$(Q)ONLY='$(ONLY)' sh tests/host/mutate/nasm.sh

.PHONY: mutate mutate-nasm
