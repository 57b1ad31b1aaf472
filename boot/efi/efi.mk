# SPDX-License-Identifier: BSD-2-Clause
# build/loader.efi, the UEFI loader, on gnu-efi. Needs what GNUmakefile has
# set: BUILD, CC, LD, NASM, OBJCOPY, the kit's flags, Q and say.
EFI_CRT     := crt0-efi-x86_64.o
EFI_GNU     ?= $(patsubst %/$(EFI_CRT),%,$(firstword $(wildcard \
  $(patsubst %,/usr/%/$(EFI_CRT),lib/x86_64-linux-gnu lib/gnuefi/x64 lib \
    lib64/gnuefi lib64))))
EFI_HEADERS ?= /usr/include/efi
EFI_DIR     := boot/efi

# zlib's source, fetched once; "make ZLIB=" builds a loader without gzip. It is
# compiled here because no package has it compiled without use of the red zone,
# which UEFI's interrupts overwrite.
ZLIB        ?= $(BUILD)/zlib
export ZLIB
EFI_ZLIB    := $(if $(ZLIB),inflate inffast inftrees adler32 crc32 zutil)
EFI_WITHOUT := boot/load/$(if $(ZLIB),no_gunzip.c,gunzip.c)

EFI_SOURCES := $(filter-out $(EFI_WITHOUT),\
  $(sort $(wildcard $(EFI_DIR)/*.c $(EFI_DIR)/*.asm boot/load/*.c \
    boot/load/*.asm))) \
  $(patsubst %,arch/pvh/%.c,defect memmap physmem) \
  $(patsubst %,arch/pvh/freebsd/%.c,args env env_tree howto preload word) \
  arch/pvh/freebsd/enter.asm
EFI_OBJECTS := $(EFI_SOURCES:%=$(BUILD)/efi/%.o) \
  $(EFI_ZLIB:%=$(BUILD)/efi/zlib/%.o)

EFI_FLAGS   := $(BUILD)/efi/flags

# The kit's flags, but for position-independent code: the only relocation left
# is R_X86_64_RELATIVE, which gnu-efi's start-up code knows.
EFI_CFLAGS := $(filter-out -fno-pic -fno-pie -mcmodel=%,$(PVH_CFLAGS)) -fpic \
  -fvisibility=hidden -fshort-wchar -fno-builtin -DGNU_EFI_USE_MS_ABI \
  -Iarch/pvh -Iarch/pvh/freebsd \
  -Iboot/load -isystem $(EFI_HEADERS) -isystem $(EFI_HEADERS)/x86_64 \
  $(if $(ZLIB),-isystem $(ZLIB) -DZ_SOLO)
EFI_LDFLAGS := -nostdlib -shared -Bsymbolic -z noexecstack --build-id=none \
  --hash-style=sysv -z max-page-size=4096 -z defs -T $(EFI_DIR)/loader.ld \
  $(if $(findstring LLD,$(PVH_LD)),--apply-dynamic-relocs)
# From 3.0.18 on gnu-efi's start-up code calls _entry, of the library libefi,
# which sets up what the library needs; the loader needs efi_main alone.
EFI_LINK = $(LD) $(LDFLAGS) $(EFI_LDFLAGS) --defsym=_entry=efi_main -o $@ \
  $(EFI_GNU)/$(EFI_CRT) $(filter %.o,$^) $(EFI_GNU)/libgnuefi.a

$(BUILD)/loader.so: $(EFI_OBJECTS) $(EFI_DIR)/loader.ld
	$(call say,LD,$@)
	$(Q)$(EFI_LINK)

$(BUILD)/%.efi: $(BUILD)/%.so
	$(call say,OBJCOPY,$@)
	$(Q)$(OBJCOPY) -j .text -j .reloc -j .data -j .dynamic -j .rela \
	  -j .dynsym -j .dynstr -j .hash -O efi-app-x86_64 $< $@

$(BUILD)/efi/%.c.o: %.c $(EFI_FLAGS) $(EFI_DIR)/efi.mk | $(EFI_HEADERS)/efi.h
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(EFI_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/efi/zlib/%.o: $(EFI_FLAGS) $(EFI_DIR)/efi.mk | $(ZLIB)/inflate.c
	$(call say,CC,zlib/$*.c)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(EFI_CFLAGS) -w -c -o $@ $(ZLIB)/$*.c

$(EFI_FLAGS): FORCE
	$(call pvh_keep,$(CC) $(PVH_CC) $(LD) $(PVH_LD) $(NASM) $(PVH_NASM) \
	  $(OBJCOPY) $(CFLAGS) $(EFI_CFLAGS) $(LDFLAGS) $(EFI_LDFLAGS) \
	  $(NASMFLAGS) $(PVH_NASMFLAGS) $(EFI_GNU) $(EFI_OBJECTS))

$(EFI_HEADERS)/efi.h:
	@echo 'no $@: "make deps" installs gnu-efi' >&2; exit 1

ifneq ($(ZLIB),)
$(BUILD)/efi/boot/load/gunzip.c.o: | $(ZLIB)/inflate.c

$(ZLIB)/inflate.c:
	$(Q)boot/packages/fetch-source --tar-only zlib own $(ZLIB) || \
	  { echo '"make ZLIB=" builds without gzip' >&2; exit 1; }
	@touch $@
endif

$(BUILD)/efi/%.asm.o: %.asm $(EFI_FLAGS)
	$(call say,NASM,$<)
	@mkdir -p $(@D)
	$(Q)$(NASM) $(PVH_NASMFLAGS) $(NASMFLAGS) -MD $(@:.o=.d) -MP -o $@ $<

# Each loader may have the last steps of several formats.
$(BUILD)/efi/arch/pvh/freebsd/enter.asm.o: PVH_NASMFLAGS += \
  -Dpvh_enter=freebsd_enter -Dpvh_enter_end=freebsd_enter_end

-include $(EFI_OBJECTS:.o=.d)
