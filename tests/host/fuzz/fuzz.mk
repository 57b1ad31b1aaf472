# SPDX-License-Identifier: BSD-2-Clause
# The fuzzers: clang's libFuzzer on the files that boot. Each target NAME.c is
# built twice: in $(BUILD)/fuzz/asan with sanitizers, and in $(BUILD)/fuzz/cov
# to count branches. Needs BUILD, Q, say and ZLIB; gives FUZZ_TESTS.
FUZZ_DIR     := tests/host/fuzz
FUZZ_TARGETS := door map args limine multiboot elf conf archive wrap check \
  $(if $(ZLIB),gzip)
FUZZ_NOHOST  := $(patsubst %,%/native.c,freebsd limine multiboot) \
  $(patsubst %,limine/%.c,cmos madt mp start apic ioapic) \
  pvh_boot.c console.c far.c xen.c xen_map.c halt.c
FUZZ_KIT     := $(filter-out $(FUZZ_NOHOST:%=arch/pvh/%),$(sort $(wildcard arch/pvh/*.c \
  $(foreach room,freebsd limine memory multiboot,arch/pvh/$(room)/*.c))))
FUZZ_EFI     := $(patsubst %,boot/load/%.c,elf elf32 conf words settings plan) \
  boot/pvh/tar.c boot/pvh/tar_header.c
FUZZ_WRAP    := $(patsubst %,boot/wrap/%.c,headers host merge) boot/pvh/signs.c
FUZZ_CHECK   := $(filter-out boot/check/main.c boot/check/print.c,$(sort \
  $(wildcard boot/check/*.c)))
FUZZ_HOST    := tests/host/unit/reader.c $(FUZZ_DIR)/guest.c \
  $(patsubst %,kern/%.c,howto kenv physmap preload sweep text)

FUZZ_CFLAGS := -std=c11 -D_GNU_SOURCE -Wall -Wextra $(WERROR) -g -O1 -iquote . \
  -iquote tests/host -iquote arch/pvh -iquote arch/pvh/freebsd \
  -iquote arch/pvh/limine -iquote arch/pvh/multiboot -iquote boot/load \
  -iquote boot/pvh \
  -iquote tests/host/unit -iquote $(FUZZ_DIR)
FUZZ_LDFLAGS := -Wl,--wrap=pvh_warn,--wrap=settle_place

# Only the kit and the loader count as coverage. The kit's comparisons are not
# traced: most are in loops over bytes, and the inputs have the magic already.
FUZZ_asan := -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_cov  := -fprofile-instr-generate -fcoverage-mapping
$(BUILD)/fuzz/asan/boot/%.o: FUZZ_asan += -fsanitize=fuzzer-no-link
$(BUILD)/fuzz/asan/$(FUZZ_DIR)/map.o: FUZZ_asan += -fsanitize=fuzzer-no-link
$(BUILD)/fuzz/asan/zlib/%.o: FUZZ_asan += -fsanitize=fuzzer-no-link
$(BUILD)/fuzz/asan/arch/%.o: FUZZ_asan += -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp
FUZZ_GZIP := -DZ_SOLO -isystem $(ZLIB)

# $(call fuzz_rules,VARIANT)
define fuzz_rules
$(BUILD)/fuzz/$(1)/%.o: %.c $(FUZZ_DIR)/fuzz.mk
	$$(call say,CC,$$@)
	@mkdir -p $$(@D)
	$$(Q)clang $$(FUZZ_CFLAGS) $$(FUZZ_$(1)) -MMD -MP -c -o $$@ $$<

$(FUZZ_TARGETS:%=$(BUILD)/fuzz/$(1)/%): $(BUILD)/fuzz/$(1)/%: \
  $(BUILD)/fuzz/$(1)/$(FUZZ_DIR)/%.o \
  $(patsubst %.c,$(BUILD)/fuzz/$(1)/%.o,$(FUZZ_KIT) $(FUZZ_EFI) $(FUZZ_HOST))
	$$(call say,LD,$$@)
	$$(Q)clang $$(FUZZ_$(1)) -fsanitize=fuzzer $(FUZZ_LDFLAGS) -o $$@ $$^

$(BUILD)/fuzz/$(1)/door: $(BUILD)/fuzz/$(1)/$(FUZZ_DIR)/mutate.o \
  $(BUILD)/fuzz/$(1)/$(FUZZ_DIR)/door_map.o

$(BUILD)/fuzz/$(1)/wrap: $(patsubst %.c,$(BUILD)/fuzz/$(1)/%.o,$(FUZZ_WRAP))
$(BUILD)/fuzz/$(1)/check: $(FUZZ_CHECK:%.c=$(BUILD)/fuzz/$(1)/%.o)

$(BUILD)/fuzz/$(1)/zlib/%.o: $(FUZZ_DIR)/fuzz.mk | $(ZLIB)/inflate.c
	$$(call say,CC,$$@)
	@mkdir -p $$(@D)
	$$(Q)clang $$(FUZZ_$(1)) $(FUZZ_GZIP) -O1 -w -c -o $$@ $(ZLIB)/$$*.c

$(BUILD)/fuzz/$(1)/gzip: $(BUILD)/fuzz/$(1)/boot/load/gunzip.o \
  $(EFI_ZLIB:%=$(BUILD)/fuzz/$(1)/zlib/%.o)
$(BUILD)/fuzz/$(1)/boot/load/gunzip.o $(BUILD)/fuzz/$(1)/$(FUZZ_DIR)/gzip.o: \
  FUZZ_CFLAGS += $(FUZZ_GZIP)
$(BUILD)/fuzz/$(1)/boot/load/gunzip.o $(BUILD)/fuzz/$(1)/$(FUZZ_DIR)/gzip.o: \
  | $(ZLIB)/inflate.c
-include $$(shell find $(BUILD)/fuzz/$(1) -name '*.d' 2>/dev/null)
endef
$(eval $(call fuzz_rules,asan))
$(eval $(call fuzz_rules,cov))
.SECONDARY:

# What the kit makes of cases, for the oracle; a program for each format.
FUZZ_DUMPS := $(patsubst %,$(BUILD)/fuzz/dump_%,freebsd limine multiboot)
$(FUZZ_DUMPS): $(BUILD)/fuzz/dump_%: $(BUILD)/fuzz/asan/$(FUZZ_DIR)/dump_%.o \
  $(BUILD)/fuzz/asan/$(FUZZ_DIR)/dump.o $(BUILD)/fuzz/asan/kern/crc32.o \
  $(patsubst %.c,$(BUILD)/fuzz/asan/%.o,$(FUZZ_KIT) $(FUZZ_HOST))
	$(call say,LD,$@)
	$(Q)clang $(FUZZ_asan) -fsanitize-coverage=0 $(FUZZ_LDFLAGS) -o $@ $^

# What generate.py makes once: cases that are too large to keep.
$(BUILD)/fuzz/limits/door: $(FUZZ_DIR)/generate.py
	$(call say,CASES,$@)
	$(Q)python3 -B $< $@
	@touch $@

# One script for all targets: its name says which.
$(BUILD)/fuzz/%.t: $(FUZZ_DIR)/target.t $(BUILD)/fuzz/asan/% $(BUILD)/fuzz/limits/door
	@ln -sf "$$(pwd)/$<" $@

# What compare.t needs.
$(BUILD)/fuzz/compare.t: $(FUZZ_DIR)/compare.t $(FUZZ_DUMPS) $(BUILD)/fuzz/limits/door $(FUZZ_TARGETS:%=$(BUILD)/fuzz/cov/%)
	@ln -sf "$$(pwd)/$<" $@

export FUZZ_TARGETS
FUZZ_TESTS := $(FUZZ_TARGETS:%=$(BUILD)/fuzz/%.t) $(BUILD)/fuzz/compare.t \
  tests/oracle/oracle.t

SECONDS ?= 60
FUZZED  := $(or $(ONLY),$(FUZZ_TARGETS))
fuzz: $(FUZZED:%=$(BUILD)/fuzz/asan/%) ## fuzz the shim: SECONDS=60 for each target (ONLY=door)
	$(Q)$(FUZZ_DIR)/run $(SECONDS) $(FUZZED)
	@echo '"make fuzz-compare" holds the kit against a second implementation.'

CASES ?= 20000
fuzz-compare: $(FUZZ_DUMPS) ## compare the kit with the oracle on CASES=20000 cases of each format
	$(Q)for format in freebsd multiboot limine; do \
	  $(FUZZ_DIR)/compare -n $(CASES) $$format || exit 1; done

FUZZ_LEAST := 97
fuzz-coverage: $(BUILD)/fuzz/compare.t ## the branches that the kept inputs reach
	$(Q)$(FUZZ_DIR)/coverage $(FUZZ_LEAST) $(FUZZ_TARGETS)

check-fuzz: $(FUZZ_TESTS) ## the kept inputs, new ones, and the oracle
	$(Q)$(PROVE) $(FUZZ_TESTS)

.PHONY: fuzz fuzz-compare fuzz-coverage check-fuzz
