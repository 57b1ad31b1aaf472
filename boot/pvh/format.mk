# SPDX-License-Identifier: BSD-2-Clause
PVH_NEEDS := memory video
