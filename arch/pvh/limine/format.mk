# SPDX-License-Identifier: BSD-2-Clause
# What the format takes from the kit's other rooms.
PVH_NEEDS := memory
