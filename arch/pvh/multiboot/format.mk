# SPDX-License-Identifier: BSD-2-Clause
# The rooms of the kit that this format needs, and its own setting for pvh.mk.
PVH_NEEDS := memory
PVH_MULTIBOOT ?=
override PVH_CFLAGS_EXTRA += $(PVH_MULTIBOOT:%=-DPVH_MULTIBOOT=%)
