/* SPDX-License-Identifier: BSD-2-Clause */
/* What efi_main() is called with. It is here because every file uses it. */
#include "loader.h"

EFI_HANDLE loader_image;
EFI_SYSTEM_TABLE *loader_system;
