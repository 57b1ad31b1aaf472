# SPDX-License-Identifier: BSD-2-Clause
# PVH_BOOT_FILES: all that pvh-boot needs at run time, below one folder.
PVH_BOOT_FILES := \
  $(addprefix boot/pvh-boot/,pvh-boot get.sh job judge.sh verdict.sh watch.sh \
    ways.sh) \
  $(addprefix boot/xen/,block domus.sh init initramfs job.sh xen.sh) \
  $(addprefix boot/grub/,images iso) \
  $(addprefix boot/efi/,disk.sh firmware.sh) \
  $(addprefix boot/packages/,apt.sh fetch) \
  arch/pvh/pvh.cfg

tools: boot/pvh-boot/pvh-boot
