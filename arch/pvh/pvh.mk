# SPDX-License-Identifier: BSD-2-Clause
# Builds the kit into one object, $(PVH_OBJECT), for a kernel's GNU makefile:
#
#	PVH_DIR   := path/to/this/folder
#	PVH_BUILD := folder for objects
#	include $(PVH_DIR)/pvh.mk
#	kernel.elf: ... $(PVH_OBJECT)
#
# and put "INCLUDE pvh.ld" last in the linker script's SECTIONS. CC, LD, NASM,
# OBJCOPY and CFLAGS are the host makefile's. A kernel linked elsewhere than
# at -2 GiB sets PVH_KERNBASE and PVH_CMODEL: to 0 and small if it is linked at
# its physical address. PVH_WITHOUT names files to leave out: xen_map.c, for a
# kit without hypercalls, or preload.c, for a kernel with a writer of its own.
# PVH_DEBUG_EXIT is the port of QEMU's isa-debug-exit, such as 0xf4: a boot that
# cannot go on then ends QEMU with status 35, instead of halting.
PVH_KERNBASE ?= 0xffffffff80000000
PVH_CMODEL   ?= kernel
PVH_OBJECT   := $(PVH_BUILD)/pvh.o
PVH_OPTIMIZE ?= -Os
PVH_WITHOUT  ?=
PVH_FLAGS    := $(PVH_BUILD)/flags
PVH_DEBUG_EXIT ?=
PVH_SOURCES  := $(filter-out $(PVH_WITHOUT:%=$(PVH_DIR)/%),\
  $(sort $(wildcard $(PVH_DIR)/*.asm $(PVH_DIR)/*.c)))
PVH_PARTS    := $(PVH_SOURCES:$(PVH_DIR)/%=$(PVH_BUILD)/%.o)

# The tools say what they are: "cc" may be clang, and "ld" may be lld.
PVH_CC       := $(shell $(CC) --version 2>/dev/null)
PVH_LD       := $(shell $(LD) --version 2>/dev/null)
PVH_NASM     := $(shell $(NASM) -v 2>/dev/null)

# No libc, no red zone, no vector registers, and no calls of mem* that the
# compiler inserts: the kit needs nothing from its host kernel. These flags come
# after the kernel's CFLAGS, and so override them.
PVH_CFLAGS := -std=c11 -Wall -Wextra -ffreestanding -fno-pic \
  -mcmodel=$(PVH_CMODEL) -mno-red-zone \
  -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none \
  -fno-delete-null-pointer-checks -fno-lto -fno-pie -ffile-prefix-map="$$(pwd)"=. \
  $(PVH_DEBUG_EXIT:%=-DPVH_DEBUG_EXIT=%) \
  $(if $(findstring clang,$(PVH_CC)),-mno-80387 -mno-mmx -mno-sse,\
  -mgeneral-regs-only -fno-tree-loop-distribute-patterns)
# No debug information: NASM would write into it the folder that it runs in. No
# -Wall: from NASM 2.16.02 on, that warns of every relocation.
PVH_NASMFLAGS := -f elf64 -DKERNBASE=$(PVH_KERNBASE) -I$(PVH_DIR)/ \
  $(PVH_DEBUG_EXIT:%=-DPVH_DEBUG_EXIT=%)

# For the link of the kernel. The kit's segment is writable and executable, and
# newer versions of GNU ld warn of that.
PVH_LDFLAGS := -L $(PVH_DIR) -z max-page-size=4096 \
  $(findstring --no-warn-rwx-segments,$(shell LC_ALL=C $(LD) --help 2>&1))

# What the linker script and a kernel's own preload_write() need; all other
# symbols become local.
PVH_GLOBAL := pvh_start32 pvh_kernbase pvh_trap_stubs pvh_defect pvh_warn

$(PVH_OBJECT): $(PVH_PARTS)
	$(call say,LD,$@)
	$(Q)$(LD) -r -z noexecstack -o $(@:.o=.all) $^
	$(Q)$(OBJCOPY) --prefix-alloc-sections=.pvh \
	  $(PVH_GLOBAL:%=--keep-global-symbol=%) $(@:.o=.all) $@

$(PVH_BUILD)/%.c.o: $(PVH_DIR)/%.c $(PVH_DIR)/pvh.mk $(PVH_FLAGS)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(PVH_CFLAGS) $(PVH_OPTIMIZE) -MMD -MP -c -o $@ $<

$(PVH_BUILD)/%.asm.o: $(PVH_DIR)/%.asm $(PVH_DIR)/pvh.mk $(PVH_FLAGS)
	$(call say,NASM,$<)
	@mkdir -p $(@D)
	$(Q)$(NASM) $(PVH_NASMFLAGS) $(NASMFLAGS) -MD $(@:.o=.d) -MP -o $@ $<

# $(call pvh_keep,TEXT) is a recipe: it writes TEXT into the target, unless that
# holds it already.
pvh_word = '$(subst ','\'',$(1))'
pvh_keep = @mkdir -p $(@D); printf '%s\n' $(call pvh_word,$(1)) >$@.new; \
  if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# A change of tools, flags or files rebuilds everything.
$(PVH_FLAGS): PVH_FORCE
	$(call pvh_keep,$(CC) $(PVH_CC) $(LD) $(PVH_LD) $(NASM) $(PVH_NASM) \
	  $(OBJCOPY) $(CFLAGS) $(PVH_CFLAGS) $(PVH_OPTIMIZE) $(NASMFLAGS) \
	  $(PVH_NASMFLAGS) $(PVH_GLOBAL) $(PVH_PARTS))
PVH_FORCE:

-include $(PVH_PARTS:.o=.d)
