/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that gets in the loader's way, then returns. Its first argument
 * says how: "page" takes 0x210000, in the middle of the kernel's place, as
 * memory that is free once the firmware is gone; "keep" takes it as memory that
 * stays reserved; "retry" has ExitBootServices() fail once, "never" always.
 */
#include <efi.h>

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system);

/*
 * In place of ExitBootServices(): counts down the number at 0x40, and fails
 * until that is negative; then it jumps to the address at 0x48.
 */
static const UINT8 stub[] = {
	0x48, 0x8d, 0x05, 0x39, 0, 0, 0, /* lea rax, [0x40] */
	0xff, 0x08,                      /* dec dword [rax] */
	0x79, 0x06,                      /* jns refuse */
	0xff, 0x25, 0x37, 0, 0, 0,       /* jmp [0x48] */
	0x48, 0xb8, 2, 0, 0, 0, 0, 0, 0,
	0x80, /* refuse: mov rax, EFI_INVALID_PARAMETER */
	0xc3, /* ret */
};

static void
refuse(EFI_BOOT_SERVICES *boot, UINT32 times)
{
	EFI_PHYSICAL_ADDRESS page;
	UINTN i;

	if (boot->AllocatePages(
		AllocateAnyPages, EfiBootServicesCode, 1, &page) != EFI_SUCCESS)
		return;
	for (i = 0; i < sizeof(stub); i++)
		((UINT8 *)page)[i] = stub[i];
	*(UINT32 *)(page + 0x40) = times;
	*(UINT64 *)(page + 0x48) = (UINT64)boot->ExitBootServices;
	boot->ExitBootServices = (EFI_EXIT_BOOT_SERVICES)page;
}

EFI_STATUS
efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system)
{
	static EFI_GUID guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	EFI_BOOT_SERVICES *boot = system->BootServices;
	EFI_PHYSICAL_ADDRESS page = 0x210000;
	EFI_LOADED_IMAGE *loaded;
	const CHAR16 *word;

	if (boot->HandleProtocol(image, &guid, (void **)&loaded) != EFI_SUCCESS)
		return EFI_LOAD_ERROR;
	for (word = loaded->LoadOptions; *word != ' ' && *word != 0;)
		word++;
	if (*word == ' ')
		word++;
	if (*word == 'r' || *word == 'n')
		refuse(boot, *word == 'r' ? 1 : 0x7fffffff);
	else
		return boot->AllocatePages(AllocateAddress,
		    *word == 'k' ? EfiReservedMemoryType : EfiBootServicesData,
		    1, &page);
	return EFI_SUCCESS;
}
