# SPDX-License-Identifier: BSD-2-Clause
# Fault injection: real boots of what a loader should never hand over. CASE is
# part of a case's name; V=1 shows all that a boot says. Gives FAULTS_TESTS.
FAULTS_JOB   := 0x7200000
FAULTS_TESTS := tests/boot/faults/faults.t

$(BUILD)/faults/injector.elf: tests/boot/faults/injector.asm \
  tests/boot/faults/faults.mk $(BUILD)/flags
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(NASM) -f elf64 $(WERROR) -DJOB=$(FAULTS_JOB) -o $(@:.elf=.o) $<
	$(Q)$(LD) -nostdlib -static -z noexecstack -z noseparate-code \
	  --build-id=none -Ttext-segment=0x7000000 -e start -o $@ $(@:.elf=.o)

check-build: check-build-faults
check-build-faults: $(BUILD)/faults/injector.elf

check-faults: all check-build-faults ## faults in real boots (CASE=name V=1)
	$(Q)python3 -B tests/boot/faults/check.py $(if $(V),-v) $(CASE)

.PHONY: check-faults check-build-faults
