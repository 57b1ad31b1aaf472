# SPDX-License-Identifier: BSD-2-Clause
# The tests that boot machines: what is built for them, and their verbs. If
# something cannot be fetched, the error is printed here, once; the tests that
# need it are skipped.

# ---- QEMU: the kernel built by clang and lld, and other kernels with the kit

BOOT_TESTS := $(sort $(wildcard tests/boot/qemu/*.t)) tests/boot/screen/vga.t \
  $(sort $(wildcard $(patsubst %,tests/boot/%/*.t,limine multiboot video)))

# The kit's example, in FOLDER of build/example and with a KERNBASE.
EXAMPLE := $(if $(filter /%,$(BUILD)),,../../../)$(BUILD)/example
define example
$(call say,MAKE,$(BUILD)/example/$(1)/kernel.elf)
+$(Q)$(MAKE) -s -C arch/pvh/example BUILD=$(EXAMPLE)/$(1) KERNBASE=$(2)

endef

# The kernel with something between the kit and btext.
$(BUILD)/left.elf: $(KERNEL_OBJECTS) $(BUILD)/tests/boot/qemu/left.asm.o \
  $(PVH_OBJECT) ldscript/kernel.ld arch/pvh/pvh.ld
	$(call say,LD,$@)
	$(Q)$(OBJCOPY) --redefine-sym btext=left $(PVH_OBJECT) $(@:.elf=.o)
	$(Q)$(LD) $(LDFLAGS) $(KERNEL_LDFLAGS) -o $@ \
	  $(filter-out $(PVH_OBJECT),$(filter %.o,$^)) $(@:.elf=.o)

variants: all $(BUILD)/native.elf $(BUILD)/left.elf
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang LD=ld.lld all
	$(call example,identity,0)
	$(call example,minus-2g,0xffffffff80000000)
	$(call example,higher,0xffff800000000000)
	$(Q)$(MAKE) --no-print-directory -f tests/boot/multiboot/GNUmakefile \
	  BUILD=$(BUILD)/multiboot
	$(Q)$(MAKE) --no-print-directory -f tests/boot/multiboot/GNUmakefile \
	  BUILD=$(BUILD)/clang/multiboot CC=clang LD=ld.lld
	$(Q)$(MAKE) --no-print-directory -f tests/boot/limine/GNUmakefile \
	  BUILD=$(BUILD)/limine CC=gcc LD=ld
	$(Q)$(MAKE) --no-print-directory -f tests/boot/limine/GNUmakefile \
	  BUILD=$(BUILD)/clang/limine CC=clang LD=ld.lld
	$(Q)$(MAKE) --no-print-directory -f tests/boot/video/GNUmakefile \
	  BUILD=$(BUILD)/video
	$(Q)$(MAKE) --no-print-directory -f tests/boot/video/GNUmakefile \
	  BUILD=$(BUILD)/no-video VIDEO=
	$(Q)$(MAKE) --no-print-directory -f tests/boot/limine/GNUmakefile \
	  BUILD=$(BUILD)/limine-video PVH_WITH=video $(BUILD)/limine-video/limine-pvh-3.elf
	$(Q)$(MAKE) --no-print-directory -f tests/boot/multiboot/GNUmakefile \
	  BUILD=$(BUILD)/multiboot-high PVH_KERNBASE=0xffffffff80000000
	$(Q)$(MAKE) --no-print-directory -f tests/boot/multiboot/GNUmakefile \
	  BUILD=$(BUILD)/multiboot-video PVH_WITH=video $(BUILD)/multiboot-video/mb2-pvh.elf

# What "make install" takes, for install.t.
install-tests: tools kit-objects loader $(BUILD)/loader.efi

check-boot: boot-tests install-tests ## the kernel as a file, and booted under QEMU
	$(Q)$(PROVE) $(TREE_TESTS) $(BOOT_TESTS)

soak: all ## boot N times (1000), J at a time (2): all reports must be the same
	$(Q)N='$(N)' J='$(J)' sh tests/boot/soak.sh

# ---- what the kit costs, and how it compares

bench: faults-tests variants ## count instructions from the PVH entry to btext, and bytes
	$(Q)sh tests/boot/bench/bench.sh

bench-peers: variants loader iso image $(XEN_BUILD)/linux/stamp ## Linux counted, and other ways to boot timed (N=15 rounds, QUICK=1: no UEFI)
	$(Q)N='$(N)' QUICK='$(QUICK)' sh tests/boot/bench/peers.sh

# ---- Xen

XEN_TESTS := $(sort $(wildcard tests/boot/xen/*.t))

# The kit without xen_map.c, which a PVH dom0 needs, and without the port that
# ends QEMU.
no-xen-map:
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/no-xen-map \
	  PVH_WITHOUT=xen_map.c PVH_DEBUG_EXIT= all

fetch-xen-all: $(XEN_VERSIONS:%=$(XEN_BUILD)/%/initramfs.gz)
	@:

xen-tests: variants no-xen-map
	-$(Q)$(MAKE) --no-print-directory -k fetch-xen-all

check-xen: xen-tests ## the kernel under Xen: dom0 and domU, 4.14 to 4.20
	$(Q)$(PROVE) $(XEN_TESTS)

# ---- GRUB

GRUB_TESTS := $(sort $(wildcard tests/boot/grub/*.t))

grub-tests: variants
	-$(Q)$(MAKE) --no-print-directory $(GRUB_BUILD)/efi.img

check-grub: grub-tests ## the kernel under GRUB's kfreebsd, BIOS and UEFI
	$(Q)$(PROVE) $(GRUB_TESTS)

# ---- UEFI

EFI_TESTS := $(sort $(wildcard tests/boot/efi/*.t)) tests/boot/screen/efi.t
EFI_TREE  := $(BUILD)/tests/boot/efi

# A program that takes memory away from the loader.
$(BUILD)/hog.so: $(BUILD)/efi/tests/boot/efi/hog.c.o $(EFI_DIR)/loader.ld
	$(call say,LD,$@)
	$(Q)$(EFI_LINK)

# The kernel made 36 MiB larger: 8 MiB of random characters, 28 MiB of zeroes.
$(BUILD)/big.bin:
	@mkdir -p $(@D)
	$(Q)awk 'BEGIN { for (n = 1; i < 8 * 2^20; i++) { \
	  n = (n * 1103515245 + 12345) % 2^31; \
	  printf "%c", int(n / 2^16) % 95 + 32 } }' >$@

$(EFI_TREE)/big.asm.o: PVH_NASMFLAGS += -I$(BUILD)/
$(EFI_TREE)/big.asm.o: $(BUILD)/big.bin

$(BUILD)/big.elf: $(KERNEL_OBJECTS) $(EFI_TREE)/big.asm.o $(PVH_OBJECT) \
  ldscript/kernel.ld arch/pvh/pvh.ld
	$(call say,LD,$@)
	$(Q)$(LD) $(LDFLAGS) $(KERNEL_LDFLAGS) -o $@ $(filter %.o,$^)

efi-tests: $(BUILD)/loader.efi $(BUILD)/hog.efi $(BUILD)/big.elf \
  $(BUILD)/image.img loader-clang

check-efi: efi-tests ## the UEFI loader under OVMF and U-Boot, and the screen
	$(Q)$(PROVE) $(EFI_TESTS)

# ---- loader.elf, and kernels without the kit

LOADER_TESTS := $(sort $(wildcard tests/boot/loader/*.t))

# One make at a time builds in build/clang. loader.efi comes first, as it has the
# source of zlib fetched, which both use.
loader-clang: variants $(BUILD)/loader.efi
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang LD=ld.lld \
	  $(BUILD)/clang/native.elf $(BUILD)/clang/loader.efi loader

loader-tests: variants xen-tests loader loader-clang
	-$(Q)for set in memtest multiboot; do \
	  boot/packages/fetch $$set $(BUILD)/real; done

check-loader: loader-tests ## kernels without the kit through loader.elf
	$(Q)$(PROVE) $(LOADER_TESTS)

# ---- pvh-wrap, and finished kernels that it gives the kit

WRAP_TESTS := $(sort $(wildcard tests/boot/wrap/*.t))

wrap-tests: variants xen-tests grub-tests loader kit-objects $(BUILD)/pvh-wrap

check-wrap: wrap-tests ## kernels that pvh-wrap gives the kit
	$(Q)$(PROVE) $(WRAP_TESTS)

# ---- pvh-check: what it says, and what the real loaders do

JUDGE_TESTS := $(sort $(wildcard tests/boot/check/*.t))

judge-tests: loader-clang xen-tests grub-tests loader tools
	-$(Q)boot/packages/fetch memtest $(BUILD)/real
	-$(Q)boot/packages/fetch grub-xen $(BUILD)/real

check-judge: judge-tests ## pvh-check's verdicts against QEMU, Xen and GRUB themselves
	$(Q)$(PROVE) $(JUDGE_TESTS)

# ---- the chain: Xen, OVMF, loader.efi, kernel

CHAIN_TESTS := $(sort $(wildcard tests/boot/chain/*.t))

# The firmware takes minutes to build, so it has to be asked for by name.
chain-tests: xen-tests efi-tests $(filter firmware,$(MAKECMDGOALS))
	@[ -s $(XEN_FIRMWARE) ] || \
	  echo 'left out: Xen, OVMF, loader.efi in a chain; "make firmware" first'

check-chain: chain-tests ## Xen, OVMF, loader.efi, kernel: prints the report
	$(Q)$(PROVE) $(CHAIN_TESTS)
	@[ ! -s $(XEN_FIRMWARE) ] || cat $(BUILD)/test/boot-chain-$(XEN)/m256-c1

# ---- pvh-boot

PVH_BOOT_TESTS := $(sort $(wildcard tests/boot/pvh-boot/*.t))

pvh-boot-tests: variants xen-tests grub-tests $(BUILD)/loader.efi tools

check-pvh-boot: pvh-boot-tests ## pvh-boot, and the page for a kernel that does not boot
	$(Q)$(PROVE) $(PVH_BOOT_TESTS)

# ---- every way to boot

check-ways: check-build ## one kernel, booted in every way: prints a table
	@rm -f $(BUILD)/test/boot-ways/table
	$(Q)$(PROVE) tests/boot/ways.t && cat $(BUILD)/test/boot-ways/table

# ---- every format

check-formats: check-build ## each native format, by the kit and by loader.elf: prints a table
	@rm -f $(BUILD)/test/boot-formats/table
	$(Q)$(PROVE) tests/boot/formats.t && cat $(BUILD)/test/boot-formats/table

# ---- faults in real boots, and the PVH entry as other VMMs leave it

FAULTS_TESTS := tests/boot/faults/faults.t tests/boot/vmms/vmms.t \
  tests/boot/bench/shape.t
FAULTS_JOB   := 0x7200000

$(BUILD)/faults/injector.elf: tests/boot/faults/injector.asm \
  tests/boot/boot.mk $(BUILD)/flags
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(NASM) -f elf64 $(WERROR) -DJOB=$(FAULTS_JOB) -o $(@:.elf=.o) $<
	$(Q)$(LD) -nostdlib -static -z noexecstack -z noseparate-code \
	  --build-id=none -Ttext-segment=0x7000000 -e start -o $@ $(@:.elf=.o)

faults-tests: all $(BUILD)/faults/injector.elf

check-faults: faults-tests ## faults in real boots (ONLY=part of a name, V=1)
	$(Q)python3 -B tests/boot/faults/check.py $(if $(V),-v) $(ONLY)

check-vmms: faults-tests ## enter the kernel as other VMMs do: prints a table
	$(Q)python3 -B tests/boot/vmms/vmms_test.py

# ---- KVM: the machine's own, or that of an emulated machine
#
# The VMM is built from sid's crates, which may be gone tomorrow: then the tests
# leave out what needs it.

KVM_TESTS := $(sort $(wildcard tests/boot/kvm/*.t))
KVM_BUILD := $(BUILD)/kvm

$(KVM_BUILD)/%/stamp: boot/packages/fetch
	$(Q)boot/packages/fetch $* $(KVM_BUILD)
	@touch $@

$(KVM_BUILD)/vmm: $(KVM_BUILD)/rust-vmm/stamp $(addprefix tests/boot/kvm/,compile Cargo.toml) \
  $(wildcard tests/boot/kvm/src/*.rs)
	$(call say,CARGO,$@)
	$(Q)tests/boot/kvm/compile $(KVM_BUILD)/rust-vmm $@

$(KVM_BUILD)/initramfs: $(KVM_BUILD)/kvm/stamp $(wildcard $(KVM_BUILD)/vmm) \
  $(addprefix tests/boot/kvm/,initramfs init)
	$(Q)boot/packages/fetch qemu-10.0 $(VERSIONS_BUILD)
	$(call say,CPIO,$@)
	$(Q)tests/boot/kvm/initramfs $(KVM_BUILD)/kvm $(VERSIONS_BUILD)/qemu-10.0 \
	  $(KVM_BUILD)/vmm $@

kvm-tests: boot-tests
	-$(Q)$(MAKE) --no-print-directory $(KVM_BUILD)/vmm
	-$(Q)$(MAKE) --no-print-directory $(KVM_BUILD)/initramfs

check-kvm: kvm-tests ## the kernel on KVM, in parts of real VMMs and in QEMU: prints a table
	$(Q)$(PROVE) $(KVM_TESTS) && cat $(BUILD)/test/boot-kvm-machines/table

check-kvm-own: kvm-tests ## check-kvm on an emulated machine that has a /dev/kvm
	$(Q)tests/boot/kvm/machine env KVM_WHERE=here CI=$(CI) V=$(V) \
	  make BUILD=$(BUILD) check-kvm

# ---- other versions of QEMU and its firmware
#
# A version other than the machine's own is fetched into build/. VERSIONS names
# some of 7.2, 10.0 and sid; NEWEST=1 adds the newest one, sid's.

VERSIONS       ?= 7.2 10.0 $(if $(NEWEST),sid)
VERSIONS_BUILD := $(BUILD)/versions
VERSIONS_TESTS := $(sort $(wildcard tests/boot/versions/*.t))
export VERSIONS

fetch_qemu = . tests/boot/versions/lib.sh; for version in $(1); do \
	  is_own $$version || \
	    boot/packages/fetch qemu-$$version $(VERSIONS_BUILD); \
	done

versions-tests: efi-tests grub-tests judge-tests
	-$(Q)$(call fetch_qemu,$(VERSIONS))

# A version whose TCG has x2APIC.
boot-tests: variants
	-$(Q)$(call fetch_qemu,10.0)

check-versions: versions-tests ## boots on QEMU 7.2 and 10.0 (NEWEST=1: sid's): prints a table
	$(Q)$(PROVE) $(VERSIONS_TESTS) && \
	  cat $(BUILD)/test/boot-versions-qemu/table

.PHONY: variants boot-tests install-tests loader-clang check-boot soak bench bench-peers no-xen-map \
  fetch-xen-all xen-tests check-xen grub-tests check-grub efi-tests check-efi \
  loader-tests check-loader wrap-tests check-wrap judge-tests check-judge \
  pvh-boot-tests check-pvh-boot chain-tests check-chain check-ways \
  check-formats faults-tests check-faults check-vmms kvm-tests check-kvm \
  check-kvm-own versions-tests check-versions
