# SPDX-License-Identifier: BSD-2-Clause
# The tests' verbs; README says what they cost. Needs all that GNUmakefile has
# set, and the rooms of boot/.
PROVE      := sh tests/lib/run.sh -j2
TREE_TESTS := tests/tree/elf.t tests/tree/hosts.t tests/tree/verbs.t
LINT_TESTS := tests/tree/lint.t tests/tree/trouble.t

include tests/host/unit/unit.mk
include tests/host/prove/prove.mk
include tests/host/fuzz/fuzz.mk
include tests/host/mutate/mutate.mk
include tests/boot/boot.mk

check: check-build unit-coverage ## all tests, one summary
	$(Q)$(PROVE) tests/host/prove/prove.t $(UNIT_TESTS) $(TREE_TESTS) \
	  $(BOOT_TESTS) $(XEN_TESTS) $(GRUB_TESTS) $(EFI_TESTS) $(CHAIN_TESTS) \
	  tests/boot/doors.t $(FAULTS_TESTS) $(FUZZ_TESTS) tests/boot/soak.t \
	  $(LINT_TESTS)

check-build: $(UNIT_TESTS) $(PROVE_TOOLS) $(FUZZ_TESTS) variants xen-tests \
  grub-tests efi-tests chain-tests faults-tests

# What is built for the tests of a folder.
NEEDS_tests/tree/          := variants $(BUILD)/loader.efi
NEEDS_tests/host/prove/    := $(PROVE_TOOLS)
NEEDS_tests/boot/          := check-build
NEEDS_tests/boot/qemu/     := variants
NEEDS_tests/boot/xen/      := xen-tests
NEEDS_tests/boot/grub/     := grub-tests
NEEDS_tests/boot/efi/      := efi-tests
NEEDS_tests/boot/chain/    := chain-tests
NEEDS_tests/boot/screen/   := all $(BUILD)/image.img
NEEDS_tests/boot/faults/   := faults-tests
NEEDS_tests/boot/vmms/     := faults-tests
NEEDS_tests/boot/versions/ := versions-tests

# A unit test, tests/host/unit/NAME.c, is a program.
T     ?=
TESTS := $(T:tests/host/unit/%.c=$(BUILD)/unit/gcc/%.t)
test: $(filter $(BUILD)/%,$(TESTS)) $(foreach t,$(TESTS),$(NEEDS_$(dir $(t)))) ## one test, or some: T=tests/boot/qemu/machines.t
	$(if $(T),,$(error name a test: T=tests/boot/qemu/machines.t))
	$(Q)$(PROVE) -v $(TESTS)

check-unit: $(UNIT_TESTS) ## the kit's C on this host, sanitizers on
	$(Q)$(PROVE) $(UNIT_TESTS)

check-toolchains: all $(BUILD)/loader.efi ## by the tools of Debian 11, 12, 13, sid (SUITES=..., as root)
	$(Q)$(PROVE) -v tests/tree/toolchains.t

SUITE ?= trixie
check-fresh: ## README's quick start in a minimal Debian (SUITE=trixie; WHOLE=1: all of it; as root)
	$(Q)tests/tree/fresh $(SUITE)

lint: ## format, shell, and what may include what
	$(Q)$(PROVE) $(LINT_TESTS)

.PHONY: check check-build test check-unit check-toolchains check-fresh lint
