/* SPDX-License-Identifier: BSD-2-Clause */
/* What efi_main() was given: it sets both, all parts of the loader use them. */
#include "loader.h"

EFI_HANDLE loader_image;
EFI_SYSTEM_TABLE *loader_system;
