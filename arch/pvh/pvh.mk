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
# at -2 GiB sets PVH_KERNBASE and PVH_CMODEL (0 and small: identity-linked).
# PVH_WITHOUT names files to leave out: xen_map.c, where nothing is to be asked
# of Xen, or preload.c, for a kernel that has its own native_args. PVH_DEBUG_EXIT
# is the port of QEMU's isa-debug-exit, such as 0xf4: a boot that cannot go on
# then ends QEMU with status 35, instead of halting.
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

# A tool is asked what it is: "cc" may be clang, "ld" may be lld.
PVH_CC       := $(shell $(CC) --version 2>/dev/null)
PVH_LD       := $(shell $(LD) --version 2>/dev/null)
PVH_NASM     := $(shell $(NASM) -v 2>/dev/null)

# No libc, no red zone, no vector registers, no calls to mem* that the
# compiler invents: the kit needs nothing from its host kernel, and these flags
# win over its own.
PVH_CFLAGS := -std=c11 -Wall -Wextra -ffreestanding -fno-pic \
  -mcmodel=$(PVH_CMODEL) -mno-red-zone \
  -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none \
  -fno-delete-null-pointer-checks -fno-lto -fno-pie -ffile-prefix-map="$$(pwd)"=. \
  $(PVH_DEBUG_EXIT:%=-DPVH_DEBUG_EXIT=%) \
  $(if $(findstring clang,$(PVH_CC)),-mno-80387 -mno-mmx -mno-sse,\
  -mgeneral-regs-only -fno-tree-loop-distribute-patterns)
# NASM writes the folder that it runs in into its debug information: none here.
# -Wall has it tell of every relocation, from 2.16.02 on.
PVH_NASMFLAGS := -f elf64 -DKERNBASE=$(PVH_KERNBASE) -I$(PVH_DIR)/ \
  $(PVH_DEBUG_EXIT:%=-DPVH_DEBUG_EXIT=%)

# For the link of the kernel. Not every GNU ld knows of the warning that a
# segment is writable and executable.
PVH_LDFLAGS := -L $(PVH_DIR) -z max-page-size=4096 \
  $(findstring --no-warn-rwx-segments,$(shell LC_ALL=C $(LD) --help 2>&1))

# What the linker script and a native_args of one's own need; all else is local.
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

# $(call pvh_keep,TEXT), as a recipe: the target is written if it is another.
pvh_word = '$(subst ','\'',$(1))'
pvh_keep = @mkdir -p $(@D); printf '%s\n' $(call pvh_word,$(1)) >$@.new; \
  if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# Another tool, other flags or another choice of files make all of it anew.
$(PVH_FLAGS): PVH_FORCE
	$(call pvh_keep,$(CC) $(PVH_CC) $(LD) $(PVH_LD) $(NASM) $(PVH_NASM) \
	  $(OBJCOPY) $(CFLAGS) $(PVH_CFLAGS) $(PVH_OPTIMIZE) $(NASMFLAGS) \
	  $(PVH_NASMFLAGS) $(PVH_GLOBAL) $(PVH_PARTS))
PVH_FORCE:

-include $(PVH_PARTS:.o=.d)
