# SPDX-License-Identifier: BSD-2-Clause
# build/pvh-check, a program for this host. Needs BUILD, CC, Q, say and what
# efi.mk has set of zlib. HOST_CC may be another compiler than the kernel's; it
# is pvh-wrap's, too.
CHECK_DIR     := boot/check
CHECK_SOURCES := $(sort $(wildcard $(CHECK_DIR)/*.c)) boot/load/elf.c \
  boot/load/elf32.c arch/pvh/physmem.c arch/pvh/multiboot/find.c \
  boot/load/$(if $(ZLIB),gunzip.c,no_gunzip.c)
CHECK_OBJECTS := $(CHECK_SOURCES:%=$(BUILD)/check/%.o) \
  $(EFI_ZLIB:%=$(BUILD)/check/zlib/%.o)
CHECK_VERSION := $(shell cat arch/pvh/VERSION 2>/dev/null)
HOST_CC       ?= $(CC)
HOST_CFLAGS   ?= -O2 -g
HOST_PATHS    := -ffile-prefix-map="$$(pwd)"=.
CHECK_CFLAGS  := -std=c11 -D_DEFAULT_SOURCE -Wall -Wextra -Wshadow \
  -Wstrict-prototypes -Wmissing-prototypes $(WERROR) \
  $(foreach d,boot/check boot/load boot/pvh arch/pvh \
    arch/pvh/limine arch/pvh/multiboot,-iquote $(d)) \
  $(if $(ZLIB),-isystem $(ZLIB) -DZ_SOLO)

$(BUILD)/pvh-check: $(CHECK_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) $(HOST_LDFLAGS) -o $@ $^

$(BUILD)/check/%.c.o: %.c $(CHECK_DIR)/check.mk $(wildcard arch/pvh/VERSION)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) $(HOST_PATHS) $(CHECK_CFLAGS) \
	  $(if $(CHECK_VERSION),-DVERSION='"$(CHECK_VERSION)"') \
	  -MMD -MP -c -o $@ $<

$(BUILD)/check/zlib/%.o: $(CHECK_DIR)/check.mk | $(ZLIB)/inflate.c
	$(call say,CC,zlib/$*.c)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) $(HOST_PATHS) -DZ_SOLO -w -c -o $@ $(ZLIB)/$*.c

$(BUILD)/check/boot/load/gunzip.c.o: | $(ZLIB)/inflate.c

-include $(CHECK_OBJECTS:.o=.d)

tools: $(BUILD)/pvh-check ## the tools for kernel authors: pvh-check, pvh-wrap

.PHONY: tools
