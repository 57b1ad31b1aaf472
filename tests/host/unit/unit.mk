# SPDX-License-Identifier: BSD-2-Clause
# The unit tests: the kit's own files on this host, compiled by gcc and by
# clang. Each NAME.c here becomes a program NAME.t that prints TAP. Needs BUILD,
# Q and say; gives UNIT_TESTS, the programs, and unit-coverage.
UNIT_DIR     := tests/host/unit
UNIT_SHARED  := unit reader firmware fake_xen
UNIT_NAMES   := $(filter-out $(UNIT_SHARED),$(basename $(notdir $(sort $(wildcard $(UNIT_DIR)/*.c)))))
UNIT_NOHOST  := freebsd/native limine/native limine/cmos limine/mp limine/start \
  limine/apic limine/ioapic multiboot/native pvh_boot console far halt xen xen_map
UNIT_KIT     := $(filter-out $(UNIT_NOHOST),$(patsubst arch/pvh/%.c,%,$(sort $(wildcard arch/pvh/*.c \
  $(foreach room,freebsd limine memory multiboot,arch/pvh/$(room)/*.c)))))
UNIT_BOOT    := efi/room $(patsubst %,load/%,conf elf elf32 plan settings words) \
  pvh/signs pvh/tar pvh/tar_header
UNIT_WRAP    := headers host merge
UNIT_CHECK   := $(filter-out check/main check/print,$(patsubst \
  boot/%.c,%,$(sort $(wildcard boot/check/*.c))))
UNIT_KERN    := howto kenv physmap preload sweep text
UNIT_MAP     := $(UNIT_KERN) boot bootmem
UNIT_SCREEN  := pixels screen
UNIT_ACPI    := acpi
UNIT_FADT    := acpi fadt s5

# All of loader.efi, which has a console of its own.
UNIT_EFI     := $(patsubst %,$(UNIT_DIR)/%,efi firmware reader) \
  $(filter-out boot/load/string,$(basename $(filter %.c,$(EFI_SOURCES)))) \
  $(UNIT_KERN:%=kern/%)
# What executes hypercalls, and the kernel's other files that it needs.
UNIT_TRAPPED := $(patsubst %,arch/amd64/%,xen xen_ring xen_log hypervisor) \
  arch/pvh/xen arch/pvh/xen_map
UNIT_DOMAIN  := $(filter arch/amd64/%,$(UNIT_TRAPPED)) kern/text \
  $(patsubst %,$(UNIT_DIR)/%,domain fake_xen)
UNIT_HYPERCALL := $(filter arch/pvh/%,$(UNIT_TRAPPED)) \
  $(patsubst %,arch/pvh/%,defect memmap memmap_add physmem) \
  $(patsubst %,$(UNIT_DIR)/%,hypercall fake_xen)
UNIT_EFI_NASM := $(basename $(filter %.asm,$(EFI_SOURCES)))
UNIT_REPORT  := $(UNIT_MAP) acpi crc32 fill panic printf report report_acpi \
  report_memory string

# cmocka 2 has new names for parts of cmocka 1, and warns of the old ones.
UNIT_CFLAGS   := -std=c11 -Wall -Wextra $(WERROR) -Wno-deprecated-declarations \
  -g -O1 -DPVH_VIDEO \
  -iquote . -iquote tests/host -iquote arch/pvh -iquote arch/pvh/freebsd \
  -iquote arch/pvh/limine -iquote arch/pvh/memory \
  -iquote arch/pvh/multiboot -iquote boot/efi \
  -iquote boot/load -iquote boot/pvh \
  -iquote $(UNIT_DIR)
UNIT_EFI_CFLAGS := -fshort-wchar -DGNU_EFI_USE_MS_ABI -isystem $(EFI_HEADERS) \
  -isystem $(EFI_HEADERS)/x86_64 $(if $(ZLIB),-isystem $(ZLIB) -DZ_SOLO)
UNIT_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

# $(call unit_rules,FOLDER,COMPILER,MORE FLAGS)
define unit_rules
$(BUILD)/unit/$(1)/%.o: %.c $(UNIT_DIR)/unit.mk $(BUILD)/flags
	$$(call say,CC,$$@)
	@mkdir -p $$(@D)
	$$(Q)$(2) $(UNIT_CFLAGS) $$(UNIT_MORE) $(3) -MMD -MP -c -o $$@ $$<

$(patsubst %,$(BUILD)/unit/$(1)/%.o,$(UNIT_DIR)/part $(UNIT_DIR)/efi $(UNIT_DIR)/firmware boot/load/gunzip) \
$(filter $(BUILD)/unit/$(1)/boot/efi/%,$(UNIT_EFI:%=$(BUILD)/unit/$(1)/%.o)): UNIT_MORE = $$(UNIT_EFI_CFLAGS)

$(UNIT_TRAPPED:%=$(BUILD)/unit/$(1)/%.o): UNIT_MORE = -include $(UNIT_DIR)/trapped.h
$(BUILD)/unit/$(1)/domain.t: $(UNIT_DOMAIN:%=$(BUILD)/unit/$(1)/%.o)
	$$(call say,LD,$$@)
	$$(Q)$(2) $(3) -o $$@ $$^ -lcmocka
$(BUILD)/unit/$(1)/hypercall.t: $(UNIT_HYPERCALL:%=$(BUILD)/unit/$(1)/%.o)
	$$(call say,LD,$$@)
	$$(Q)$(2) $(3) -o $$@ $$^ -lcmocka

$(UNIT_EFI_NASM:%=$(BUILD)/unit/$(1)/%.o): $(BUILD)/unit/$(1)/%.o: %.asm $(UNIT_DIR)/unit.mk
	$$(call say,NASM,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(NASM) -f elf64 -Dpvh_enter=freebsd_enter -Dpvh_enter_end=freebsd_enter_end -o $$@ $$<

$(BUILD)/unit/$(1)/zlib/%.o: $(UNIT_DIR)/unit.mk | $$(ZLIB)/inflate.c
	$$(call say,CC,$$@)
	@mkdir -p $$(@D)
	$$(Q)$(2) $(3) -isystem $$(ZLIB) -DZ_SOLO -O1 -w -c -o $$@ $$(ZLIB)/$$*.c

$(BUILD)/unit/$(1)/boot/load/gunzip.o: | $(if $(ZLIB),$(ZLIB)/inflate.c)
$(BUILD)/unit/$(1)/efi.t: $(UNIT_EFI:%=$(BUILD)/unit/$(1)/%.o) $(UNIT_EFI_NASM:%=$(BUILD)/unit/$(1)/%.o) $(EFI_ZLIB:%=$(BUILD)/unit/$(1)/zlib/%.o)
	$$(call say,LD,$$@)
	$$(Q)$(2) $(3) -z noexecstack -o $$@ $$^ -lcmocka

$(BUILD)/unit/$(1)/%.t: $(BUILD)/unit/$(1)/$(UNIT_DIR)/%.o $(BUILD)/unit/$(1)/$(UNIT_DIR)/unit.o $(UNIT_KIT:%=$(BUILD)/unit/$(1)/arch/pvh/%.o) $(UNIT_BOOT:%=$(BUILD)/unit/$(1)/boot/%.o)
	$$(call say,LD,$$@)
	$$(Q)$(2) $(3) -o $$@ $$^ -lcmocka

$(BUILD)/unit/$(1)/roundtrip.t: $(BUILD)/unit/$(1)/$(UNIT_DIR)/reader.o $(UNIT_KERN:%=$(BUILD)/unit/$(1)/kern/%.o)
$(patsubst %,$(BUILD)/unit/$(1)/%.t,boot bootmem pmap): $(UNIT_MAP:%=$(BUILD)/unit/$(1)/kern/%.o)
$(BUILD)/unit/$(1)/wrap.t: $(UNIT_WRAP:%=$(BUILD)/unit/$(1)/boot/wrap/%.o)
$(BUILD)/unit/$(1)/screen.t: $(UNIT_SCREEN:%=$(BUILD)/unit/$(1)/kern/%.o)
$(BUILD)/unit/$(1)/check.t: $(UNIT_CHECK:%=$(BUILD)/unit/$(1)/boot/%.o)
$(BUILD)/unit/$(1)/kern.t: $(UNIT_REPORT:%=$(BUILD)/unit/$(1)/kern/%.o)
# What libc has, too, has another name.
$(BUILD)/unit/$(1)/kern/%.o: UNIT_MORE = -Dprintf=kern_printf -Dvprintf=kern_vprintf
$(BUILD)/unit/$(1)/kern/string.o: UNIT_MORE = $(foreach f,memcpy memmove memset memcmp strlen,-D$(f)=kern_$(f))
$(BUILD)/unit/$(1)/fadt.t: $(UNIT_FADT:%=$(BUILD)/unit/$(1)/kern/%.o)
$(patsubst %,$(BUILD)/unit/$(1)/%.t,acpi rsdp): $(UNIT_ACPI:%=$(BUILD)/unit/$(1)/kern/%.o)

UNIT_$(1) := $(UNIT_NAMES:%=$(BUILD)/unit/$(1)/%.t)
.SECONDARY: $(UNIT_KIT:%=$(BUILD)/unit/$(1)/arch/pvh/%.o) \
  $(UNIT_BOOT:%=$(BUILD)/unit/$(1)/boot/%.o) \
  $(UNIT_CHECK:%=$(BUILD)/unit/$(1)/boot/%.o) \
  $(UNIT_SHARED:%=$(BUILD)/unit/$(1)/$(UNIT_DIR)/%.o) $(UNIT_NAMES:%=$(BUILD)/unit/$(1)/$(UNIT_DIR)/%.o)
-include $(shell [ ! -d $(BUILD)/unit/$(1) ] || find $(BUILD)/unit/$(1) -name "*.d")
endef
$(eval $(call unit_rules,gcc,gcc,$(UNIT_SANITIZE)))
$(eval $(call unit_rules,clang,clang,$(UNIT_SANITIZE)))
# A test's own processes end by _exit(), so they write their counts by this.
$(eval $(call unit_rules,cov,gcc,--coverage -u __gcov_dump))

UNIT_TESTS := $(UNIT_gcc) $(UNIT_clang)

# The lines that the tests reach in each file of the kit and of the loader's
# parsers, by gcov.
UNIT_LEAST := 95
unit-coverage: $(UNIT_cov) ## how much of the kit's C the unit tests reach
	@find $(BUILD)/unit/cov -name '*.gcda' -exec rm -f {} +
	$(Q)for t in $(UNIT_cov); do \
	  $$t >$$t.tap 2>$$t.err || echo "coverage: $$t fails"; done
	$(Q)for f in $(UNIT_KIT); do \
	  gcov -n -o $(BUILD)/unit/cov/arch/pvh/$$f arch/pvh/$$f.c; done \
	  >$(BUILD)/unit/cov.txt
	$(Q)for f in $(UNIT_BOOT) $(UNIT_CHECK); do \
	  gcov -n -o $(BUILD)/unit/cov/boot/$$f boot/$$f.c; done | \
	cat $(BUILD)/unit/cov.txt - | \
	awk -F"[':% ]+" -v least=$(UNIT_LEAST) ' \
	  /^File/  { file = $$2 } \
	  /^Lines/ && file ~ /^(arch\/pvh|arch\/pvh\/[a-z]+|boot\/[a-z]+)\/[^\/]*\.c$$/ { \
	    printf "coverage: %6.2f %% of %3d lines  %s\n", $$3, $$5, file; \
	    lines += $$5; hit += $$3 * $$5 / 100; file = "" } \
	  END { if (!lines) exit 1; \
	    printf "coverage: %6.2f %% of %3d lines  in total\n", hit * 100 / lines, lines; \
	    if (hit * 100 < least * lines) { \
	      printf "coverage: below %d %%\n", least; exit 1 } }'
	@printf 'coverage: not on the host: %s\n' '$(UNIT_NOHOST:%=arch/pvh/%.c)'

.PHONY: unit-coverage
