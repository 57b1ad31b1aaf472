# SPDX-License-Identifier: BSD-2-Clause
# The tests' verbs; see tests/README. Needs what GNUmakefile and the makefiles
# of boot/ set.
PROVE      := sh tests/lib/run.sh -j2
MAKE_TWO    = $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j2)
TREE_TESTS := $(addprefix tests/tree/,agree.t builds.t check.t elf.t hosts.t \
  install.t verbs.t)
LINT_TESTS := tests/tree/lint.t tests/tree/trouble.t

include tests/host/unit/unit.mk
include tests/host/prove/prove.mk
include tests/host/fuzz/fuzz.mk
include tests/host/mutate/mutate.mk
include tests/boot/boot.mk

# The longest come first, so that the two at a time end together.
check: $(filter all firmware,$(MAKECMDGOALS)) ## all tests, one summary
	+$(Q)$(MAKE_TWO) check-build unit-coverage
	$(Q)$(PROVE) tests/host/prove/prove.t $(FAULTS_TESTS) $(UNIT_TESTS) \
	  $(TREE_TESTS) $(BOOT_TESTS) $(XEN_TESTS) $(GRUB_TESTS) $(EFI_TESTS) \
	  $(LOADER_TESTS) $(WRAP_TESTS) $(JUDGE_TESTS) $(PVH_BOOT_TESTS) \
	  $(KVM_TESTS) $(CHAIN_TESTS) tests/boot/ways.t tests/boot/formats.t $(FUZZ_TESTS) \
	  tests/boot/soak.t $(LINT_TESTS)

check-build: $(UNIT_TESTS) $(PROVE_TOOLS) $(FUZZ_TESTS) boot-tests xen-tests \
  grub-tests efi-tests loader-tests wrap-tests judge-tests pvh-boot-tests \
  install-tests chain-tests faults-tests kvm-tests

# What has to be built for the tests of a folder.
NEEDS_tests/tree/          := variants install-tests
NEEDS_tests/host/prove/    := $(PROVE_TOOLS)
NEEDS_tests/boot/          := check-build
NEEDS_tests/boot/qemu/     := variants
NEEDS_tests/boot/multiboot/ := variants
NEEDS_tests/boot/limine/   := boot-tests
NEEDS_tests/boot/xen/      := xen-tests
NEEDS_tests/boot/grub/     := grub-tests
NEEDS_tests/boot/efi/      := efi-tests
NEEDS_tests/boot/loader/   := loader-tests
NEEDS_tests/boot/wrap/     := wrap-tests
NEEDS_tests/boot/check/    := judge-tests
NEEDS_tests/boot/chain/    := chain-tests
NEEDS_tests/boot/pvh-boot/ := pvh-boot-tests
NEEDS_tests/boot/screen/   := all $(BUILD)/image.img
NEEDS_tests/boot/video/    := variants
NEEDS_tests/boot/faults/   := faults-tests
NEEDS_tests/boot/vmms/     := faults-tests
NEEDS_tests/boot/kvm/      := kvm-tests
NEEDS_tests/boot/bench/    := faults-tests
NEEDS_tests/boot/versions/ := versions-tests

# A unit test, tests/host/unit/NAME.c, stands for the program built from it.
T     ?=
TESTS := $(T:tests/host/unit/%.c=$(BUILD)/unit/gcc/%.t)
test: $(filter $(BUILD)/%,$(TESTS)) $(foreach t,$(TESTS),$(NEEDS_$(dir $(t)))) ## run one test or several: T=tests/boot/qemu/machines.t
	$(if $(T),,$(error name a test: T=tests/boot/qemu/machines.t))
	$(Q)$(PROVE) -v $(TESTS)

check-unit: $(UNIT_TESTS) ## unit tests of the C on this host, with sanitizers
	$(Q)$(PROVE) $(UNIT_TESTS)

check-toolchains: all $(BUILD)/loader.efi ## build with the tools of Debian 11, 12, 13, sid, and boot (SUITES=..., as root)
	$(Q)$(PROVE) -v tests/tree/toolchains.t

SUITE ?= trixie
check-fresh: ## README's quick start in a minimal Debian (SUITE=trixie; WHOLE=1: all of it; as root)
	$(Q)tests/tree/fresh $(SUITE)

lint: ## check format, shell and includes, and that every message is explained
	$(Q)$(PROVE) $(LINT_TESTS)

.PHONY: check check-build test check-unit check-toolchains check-fresh lint
