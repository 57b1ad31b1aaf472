# SPDX-License-Identifier: BSD-2-Clause
# build/pvh-wrap, which runs on this host; and what it takes: the kit as finished
# objects, build/lib/pvh/pvh-FORMAT*.o, and pvh.ld, which links them. Needs what
# GNUmakefile has set.

# pvh-FORMAT.o is for KERNBASE -2 GiB, the others are for 0 and for the lowest
# higher half. The native entry of all is btext.
KIT_LIB     := $(BUILD)/lib/pvh
KIT_FORMATS := freebsd multiboot limine own
KIT_OBJECTS := $(foreach format,$(KIT_FORMATS),$(patsubst %,\
  $(KIT_LIB)/pvh-$(format)%,.o -identity.o -higher.o))
KIT_FILES   := $(KIT_OBJECTS) $(KIT_LIB)/pvh.ld

kit_base_          := 0xffffffff80000000
kit_base_-identity := 0
kit_base_-higher   := 0xffff800000000000

# $(call kit_rule,FORMAT,-BASE): a makefile of its own builds each, for the kit
# is made once in a run of make.
define kit_rule
$(KIT_LIB)/pvh-$(1)$(2).o: FORCE
	$$(Q)$$(MAKE) --no-print-directory -f boot/wrap/GNUmakefile OBJECT=$$@ \
	  PVH_BUILD=$(BUILD)/lib/$(1)$(2) PVH_FORMAT=$(1) \
	  PVH_KERNBASE=$(kit_base_$(2)) CC='$$(CC)' LD='$$(LD)' NASM='$$(NASM)' \
	  OBJCOPY='$$(OBJCOPY)' WERROR='$$(WERROR)' V='$$(V)'
endef
$(foreach format,$(KIT_FORMATS),$(foreach base,/ /-identity /-higher,\
  $(eval $(call kit_rule,$(format),$(base:/%=%)))))

$(KIT_LIB)/pvh.ld: arch/pvh/pvh.ld
	@mkdir -p $(@D)
	$(Q)cp $< $@

kit-objects: $(KIT_FILES)

# ---- pvh-wrap, and what it shares with loader.elf

WRAP_SOURCES := $(sort $(wildcard boot/wrap/*.c)) boot/pvh/signs.c \
  boot/load/elf.c boot/load/elf32.c arch/pvh/physmem.c arch/pvh/multiboot/find.c
WRAP_OBJECTS := $(WRAP_SOURCES:%=$(BUILD)/wrap/%.o)
WRAP_CFLAGS  := -std=c11 -D_GNU_SOURCE -Wall -Wextra $(WERROR) \
  $(patsubst %,-iquote %,boot/pvh boot/load arch/pvh $(patsubst %,arch/pvh/%,\
  freebsd limine multiboot))

tools: $(BUILD)/pvh-wrap

$(BUILD)/pvh-wrap: $(WRAP_OBJECTS)
	$(call say,LD,$@)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) $(HOST_LDFLAGS) -o $@ $^

$(BUILD)/wrap/%.c.o: %.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) $(HOST_PATHS) $(WRAP_CFLAGS) \
	  -MMD -MP -c -o $@ $<

-include $(WRAP_OBJECTS:.o=.d)

.PHONY: kit-objects
