/* SPDX-License-Identifier: BSD-2-Clause */
/* Files on the volume that the loader came from. */
#include "loader.h"

#define MIB   0x100000ul
#define STEP  MIB       /* bytes that are read at a time */
#define LARGE (8 * MIB) /* a file whose progress is shown */

static EFI_FILE_HANDLE root;

EFI_STATUS
volume_open(void)
{
	static EFI_GUID loaded_guid = EFI_LOADED_IMAGE_PROTOCOL_GUID;
	static EFI_GUID volume_guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID;
	EFI_LOADED_IMAGE *loaded;
	EFI_FILE_IO_INTERFACE *volume;
	EFI_STATUS status;

	status =
	    BOOT->HandleProtocol(loader_image, &loaded_guid, (void **)&loaded);
	if (status == EFI_SUCCESS)
		status = BOOT->HandleProtocol(
		    loaded->DeviceHandle, &volume_guid, (void **)&volume);
	if (status == EFI_SUCCESS)
		status = volume->OpenVolume(volume, &root);
	if (status != EFI_SUCCESS)
		return fail(status, "volume",
		    "the loader came from none that has files");
	return EFI_SUCCESS;
}

/* False if the path is too long. */
static bool
open_path(const char *path, EFI_FILE_HANDLE *handle, EFI_STATUS *status)
{
	CHAR16 name[256];
	UINTN n;

	for (n = 0; path[n] != '\0' && n < COUNT(name) - 1; n++)
		name[n] = path[n] == '/' ? '\\' : (unsigned char)path[n];
	name[n] = 0;
	*status = path[n] == '\0'
	    ? root->Open(root, handle, name, EFI_FILE_MODE_READ, 0)
	    : EFI_INVALID_PARAMETER;
	return path[n] == '\0';
}

bool
file_exists(const char *path)
{
	EFI_FILE_HANDLE handle;
	EFI_STATUS status;

	open_path(path, &handle, &status);
	if (status == EFI_SUCCESS)
		handle->Close(handle);
	return status != EFI_NOT_FOUND;
}

static EFI_STATUS
open_file(const char *path, EFI_FILE_HANDLE *handle, uint64_t *size)
{
	static EFI_GUID info_guid = EFI_FILE_INFO_ID;
	static union {
		EFI_FILE_INFO info;
		char bytes[sizeof(EFI_FILE_INFO) + 1024];
	} u;
	UINTN length = sizeof(u);
	EFI_STATUS status;

	if (!open_path(path, handle, &status))
		return fail(status, path, "the path is longer than 255");
	if (status == EFI_NOT_FOUND)
		return fail(status, path, "no such file");
	if (status != EFI_SUCCESS)
		return fail(status, path, "cannot be opened");
	status = (*handle)->GetInfo(*handle, &info_guid, &length, &u);
	if (status != EFI_SUCCESS)
		fail(status, path, "has no size");
	else if (u.info.Attribute & EFI_FILE_DIRECTORY)
		status = fail(EFI_UNSUPPORTED, path, "is a folder");
	*size = u.info.FileSize;
	if (status != EFI_SUCCESS)
		(*handle)->Close(*handle);
	return status;
}

static EFI_STATUS
read_all(struct file *file, EFI_FILE_HANDLE handle)
{
	uint64_t done;
	EFI_STATUS status;
	UINTN n;

	for (done = 0; done < file->size; done += n) {
		n = file->size - done < STEP ? file->size - done : STEP;
		status = handle->Read(handle, &n, file->data + done);
		if (status != EFI_SUCCESS)
			return fail(status, file->path,
			    "read error after %lu of %lu bytes", done,
			    file->size);
		if (n == 0)
			return fail(EFI_END_OF_FILE, file->path,
			    "short read: %lu of %lu bytes", done, file->size);
		if (file->size > LARGE)
			say("\rloader: %s: %lu of %lu MiB", file->path,
			    (done + n) / MIB, file->size / MIB);
	}
	if (file->size > LARGE)
		say("\n");
	return EFI_SUCCESS;
}

EFI_STATUS
file_read(struct file *file, EFI_MEMORY_TYPE type, uint64_t last)
{
	EFI_FILE_HANDLE handle;
	EFI_STATUS status;
	uint64_t paddr;

	status = open_file(file->path, &handle, &file->size);
	if (status != EFI_SUCCESS)
		return status;
	paddr = file->size > last ? 0 : pages_below(type, file->size + 1, last);
	if (paddr == 0) {
		handle->Close(handle);
		return fail(EFI_OUT_OF_RESOURCES, file->path,
		    "no memory for %lu bytes below 0x%lx", file->size,
		    last + 1);
	}
	file->data = (char *)paddr;
	status = read_all(file, handle);
	handle->Close(handle);
	if (status == EFI_SUCCESS && is_gzip(file))
		status = gunzip(file, type, last);
	return status;
}
