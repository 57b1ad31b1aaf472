# SPDX-License-Identifier: BSD-2-Clause
# Builds the kit into one object, $(PVH_OBJECT), for a kernel's GNU makefile:
#
#	include path/to/this/folder/pvh.mk
#	kernel.elf: ... $(PVH_OBJECT)
#
# and put "INCLUDE pvh.ld" last in the linker script's SECTIONS. All is built in
# build/pvh, or in the folder PVH_BUILD. CC, LD, NASM and OBJCOPY are the host
# makefile's, or cc, ld, nasm and objcopy where it sets none. Its CFLAGS and
# NASMFLAGS do not reach the kit: PVH_CFLAGS_EXTRA and PVH_NASMFLAGS_EXTRA do,
# after the kit's own (--target= of a clang, -Werror).
# PVH_KERNBASE is the script's KERNBASE: 0xffffffff80000000; or 0 for a kernel
# that is linked where it is loaded; or another higher half, a multiple of 512
# GiB such as 0xffff800000000000, for a kernel of the large code model.
# PVH_FORMAT is the native boot format: freebsd, multiboot or limine; or own, for
# a kernel that brings native_write() (pvh.h); or a folder of the kernel's, with a
# native_defect.h and all that native_write() and pvh_enter need. PVH_MULTIBOOT is
# 1 or 2, where no header says which. PVH_ENTRY is the native entry's symbol.
# PVH_WITHOUT := xen_map.c is a kit without hypercalls.
# PVH_SSE := 1 has SSE on at the native entry. PVH_WITH has the rooms that are
# wanted beside the format's, such as video.
# PVH_DEBUG_EXIT is the port of QEMU's isa-debug-exit, such as 0xf4: a boot that
# cannot go on then ends QEMU with status 35, instead of halting.
# Other builds than GNU make's: make -C path/to/this/folder PVH_BUILD=folder,
# paths being absolute.
pvh_dir      := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
PVH_DIR      ?= $(pvh_dir)
PVH_BUILD    ?= build/pvh
PVH_KERNBASE ?= 0xffffffff80000000
PVH_CMODEL   ?= $(if $(filter 0 0x0,$(PVH_KERNBASE)),small,$(if $(filter \
  0xffffffff80000000,$(PVH_KERNBASE)),kernel,large))
PVH_OBJECT   := $(PVH_BUILD)/pvh.o
PVH_OPTIMIZE ?= -Os
PVH_WITHOUT  ?=
PVH_FORMAT   ?= freebsd
PVH_ENTRY    ?= btext
PVH_WITH     ?=
PVH_FLAGS    := $(PVH_BUILD)/flags
PVH_DEBUG_EXIT ?=
PVH_SSE      ?=
PVH_CFLAGS_EXTRA ?=
PVH_NASMFLAGS_EXTRA ?=
PVH_FORMAT_DIR := $(patsubst %/native_defect.h,%,$(firstword $(wildcard \
  $(PVH_DIR)/$(PVH_FORMAT)/native_defect.h $(PVH_FORMAT)/native_defect.h)))
ifneq ($(words $(PVH_BUILD)),1)
$(error PVH_BUILD is "$(PVH_BUILD)": it has to be a folder without blanks)
endif
ifneq ($(filter-out 0 1,$(PVH_SSE)),)
$(error PVH_SSE is "$(PVH_SSE)": it has to be 1, or nothing)
endif
ifeq ($(PVH_FORMAT_DIR),)
$(error PVH_FORMAT is "$(PVH_FORMAT)": no folder of that name has a native_defect.h)
endif
# The format's own makefile may name rooms of the kit that it needs: PVH_NEEDS.
PVH_NEEDS    :=
-include $(PVH_FORMAT_DIR)/format.mk
PVH_ROOMS    := $(sort $(PVH_WITH) $(PVH_NEEDS) \
  $(if $(filter video,$(PVH_WITH) $(PVH_NEEDS)),memory))
pvh_unknown  := $(filter-out $(patsubst $(PVH_DIR)/%,%,$(wildcard \
  $(PVH_ROOMS:%=$(PVH_DIR)/%) $(PVH_WITHOUT:%=$(PVH_DIR)/%))),\
  $(PVH_ROOMS) $(PVH_WITHOUT))
ifneq ($(pvh_unknown),)
$(error PVH_WITH or PVH_WITHOUT names "$(pvh_unknown)", which the kit does not have)
endif
PVH_SOURCES  := $(filter-out $(PVH_WITHOUT:%=$(PVH_DIR)/%),\
  $(sort $(foreach dir,$(PVH_DIR) $(PVH_ROOMS:%=$(PVH_DIR)/%),\
    $(wildcard $(dir)/*.asm $(dir)/*.c))))
PVH_PARTS    := $(PVH_SOURCES:$(PVH_DIR)/%=$(PVH_BUILD)/%.o) \
  $(patsubst $(PVH_FORMAT_DIR)/%,$(PVH_BUILD)/format/%.o,\
    $(sort $(wildcard $(PVH_FORMAT_DIR)/*.asm $(PVH_FORMAT_DIR)/*.c)))

# What the host sets for itself, or not; "make -R" leaves CC and LD empty.
pvh_cc      = $(or $(strip $(CC)),cc)
pvh_ld      = $(or $(strip $(LD)),ld)
pvh_nasm    = $(or $(strip $(NASM)),nasm)
pvh_objcopy = $(or $(strip $(OBJCOPY)),objcopy)

# The tools say what they are: "cc" may be clang, and "ld" may be lld.
PVH_CC       := $(shell $(pvh_cc) --version 2>/dev/null)
PVH_LD       := $(shell $(pvh_ld) --version 2>/dev/null)
PVH_NASM     := $(shell $(pvh_nasm) -v 2>/dev/null)
PVH_OBJCOPY  := $(shell $(pvh_objcopy) --version 2>/dev/null)

# No libc, no red zone, no vector registers, no calls to mem* that the
# compiler inserts: the kit needs nothing from its host kernel. The host may
# compile objects of its own with these, too, after its CFLAGS.
PVH_CFLAGS := -std=c11 -Wall -Wextra -ffreestanding -fno-pic \
  -mcmodel=$(PVH_CMODEL) -mno-red-zone \
  -fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none \
  -fno-delete-null-pointer-checks -fno-lto -fno-pie -ffile-prefix-map="$$(pwd)"=. \
  $(PVH_DEBUG_EXIT:%=-DPVH_DEBUG_EXIT=%) \
  $(if $(filter video,$(PVH_ROOMS)),-DPVH_VIDEO) \
  $(if $(findstring clang,$(PVH_CC)),-mno-80387 -mno-mmx -mno-sse,\
  -mgeneral-regs-only -fno-tree-loop-distribute-patterns)
# No debug information: NASM would write into it the folder that it runs in. No
# -Wall: from NASM 2.16.02 on, that warns of every relocation.
PVH_NASMFLAGS := -f elf64 -DKERNBASE=$(PVH_KERNBASE) -I$(PVH_DIR)/ \
  -DPVH_ENTRY=$(PVH_ENTRY) $(if $(filter 1,$(PVH_SSE)),-DPVH_SSE) \
  $(PVH_DEBUG_EXIT:%=-DPVH_DEBUG_EXIT=%)

# For the link of the kernel. The kit's segment is writable and executable, and
# newer versions of GNU ld warn of that.
PVH_LDFLAGS := -L $(PVH_DIR) -z max-page-size=4096 \
  $(findstring --no-warn-rwx-segments,$(shell LC_ALL=C $(pvh_ld) --help 2>&1; :))

# The last line of the recipe that links: is it fit for all that boot it?
PVH_CHECK = sh $(PVH_DIR)/check.sh $@ || { rm -f $@; exit 1; }

# For the files of a kernel that include a header of the kit.
PVH_INCLUDES := -I$(PVH_DIR) -I$(PVH_FORMAT_DIR)

# What the linker script and a kernel's own native_write() need; all other
# symbols become local.
PVH_GLOBAL := pvh_start32 pvh_kernbase pvh_trap_stubs \
  pvh_at pvh_copy pvh_take pvh_defect pvh_warn pvh_video_open

# The default goal stays the host's, if there is one.
PVH_HOST := $(filter-out 1,$(words $(MAKEFILE_LIST)))
PVH_GOAL := $(.DEFAULT_GOAL)

$(PVH_OBJECT): $(PVH_PARTS)
	$(call say,LD,$@)
	$(Q)$(pvh_ld) -r -z noexecstack -o $(@:.o=.all) $^
	$(Q)$(pvh_objcopy) --prefix-alloc-sections=.pvh \
	  $(PVH_GLOBAL:%=--keep-global-symbol=%) $(@:.o=.all) $@

$(PVH_BUILD)/%.c.o: $(PVH_DIR)/%.c $(PVH_DIR)/pvh.mk $(PVH_FLAGS)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(pvh_cc) -g $(PVH_CFLAGS) $(PVH_OPTIMIZE) $(PVH_INCLUDES) \
	  $(PVH_CFLAGS_EXTRA) -MMD -MP -c -o $@ -x c $<

$(PVH_BUILD)/format/%.c.o: $(PVH_FORMAT_DIR)/%.c $(PVH_DIR)/pvh.mk $(PVH_FLAGS)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(pvh_cc) -g $(PVH_CFLAGS) $(PVH_OPTIMIZE) $(PVH_INCLUDES) \
	  $(PVH_CFLAGS_EXTRA) -MMD -MP -c -o $@ -x c $<

# NASM's -MD leaves out what it finds by -I: pvh.inc.
$(filter %.asm.o,$(PVH_PARTS)): $(PVH_DIR)/pvh.inc

$(PVH_BUILD)/%.asm.o: $(PVH_DIR)/%.asm $(PVH_DIR)/pvh.mk $(PVH_FLAGS)
	$(call say,NASM,$<)
	@mkdir -p $(@D)
	$(Q)$(pvh_nasm) $(PVH_NASMFLAGS) $(PVH_NASMFLAGS_EXTRA) \
	  -MD $(@:.o=.d) -MP -o $@ $<

$(PVH_BUILD)/format/%.asm.o: $(PVH_FORMAT_DIR)/%.asm $(PVH_DIR)/pvh.mk $(PVH_FLAGS)
	$(call say,NASM,$<)
	@mkdir -p $(@D)
	$(Q)$(pvh_nasm) $(PVH_NASMFLAGS) -I$(PVH_FORMAT_DIR)/ \
	  $(PVH_NASMFLAGS_EXTRA) \
	  -MD $(@:.o=.d) -MP -o $@ $<

# $(call pvh_keep,TEXT) is a recipe: it writes TEXT into the target, unless that
# holds it already. Two makes at once do not get into each other's way.
pvh_word = '$(subst ','\'',$(1))'
pvh_keep = @mkdir -p $(@D); new=$@.$$$$; \
  printf '%s\n' $(call pvh_word,$(1)) >$$new; \
  if cmp -s $$new $@; then rm $$new; else mv $$new $@; fi

# $(call pvh_need,NAME,TOOL,WHAT IT SAID), as a recipe: a tool that says nothing
# may be missing, which is 127 to the shell.
pvh_need = $(if $(3),,@$(2) --version >/dev/null 2>&1; [ $$? != 127 ] || \
  { echo '$(firstword $(2)): not found; set $(1)' >&2; exit 1; })

# A change of tools, flags or files rebuilds everything.
$(PVH_FLAGS): PVH_FORCE
	$(call pvh_need,CC,$(pvh_cc),$(PVH_CC))
	$(call pvh_need,LD,$(pvh_ld),$(PVH_LD))
	$(call pvh_need,NASM,$(pvh_nasm),$(PVH_NASM))
	$(call pvh_need,OBJCOPY,$(pvh_objcopy),$(PVH_OBJCOPY))
	$(call pvh_keep,$(pvh_cc) $(PVH_CC) $(pvh_ld) $(PVH_LD) $(pvh_nasm) \
	  $(PVH_NASM) $(pvh_objcopy) $(PVH_OBJCOPY) $(PVH_CFLAGS) \
	  $(PVH_OPTIMIZE) $(PVH_CFLAGS_EXTRA) $(PVH_NASMFLAGS) \
	  $(PVH_NASMFLAGS_EXTRA) $(PVH_FORMAT_DIR) $(PVH_GLOBAL) $(PVH_PARTS))
PVH_FORCE:

-include $(PVH_PARTS:.o=.d)

ifneq ($(PVH_HOST),)
.DEFAULT_GOAL := $(PVH_GOAL)
endif
