/* SPDX-License-Identifier: BSD-2-Clause */
/* Files on the volume that the loader came from. */
#include "gunzip.h"
#include "loader.h"
#include "plan.h"

#define MIB    0x100000
#define STEP   MIB       /* bytes that are read at a time */
#define LARGE  (8 * MIB) /* the progress of a larger file is shown */
#define SUFFIX ".gz"

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

/* Opens the path, which is UTF-8, with the suffix appended. */
static EFI_STATUS
open_path(const char *path, const char *suffix, EFI_FILE_HANDLE *handle)
{
	CHAR16 name[PLAN_PATH + sizeof(SUFFIX)], *to = name;

	while (*path != '\0')
		to = utf16_put(to, utf8_next(&path));
	while (*suffix != '\0')
		*to++ = *suffix++;
	*to = 0;
	for (to = name; *to != 0; to++)
		if (*to == '/')
			*to = '\\';
	return root->Open(root, handle, name, EFI_FILE_MODE_READ, 0);
}

bool
file_exists(const char *path)
{
	EFI_FILE_HANDLE handle;
	EFI_STATUS status = open_path(path, "", &handle);

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

	*size = 0;
	if (!utf8_is(path))
		return fail(
		    EFI_INVALID_PARAMETER, path, "the path is not UTF-8");
	status = open_path(path, "", handle);
	if (status == EFI_NOT_FOUND)
		status = open_path(path, SUFFIX, handle);
	if (status == EFI_NOT_FOUND)
		return fail(status, path, "no such file");
	if (status != EFI_SUCCESS)
		return fail(status, path, "cannot be opened");
	status = (*handle)->GetInfo(*handle, &info_guid, &length, &u);
	if (status != EFI_SUCCESS)
		fail(status, path, "has no size");
	else if ((u.info.Attribute & EFI_FILE_DIRECTORY) != 0)
		status = fail(EFI_UNSUPPORTED, path, "is a folder");
	*size = u.info.FileSize;
	if (status != EFI_SUCCESS)
		(*handle)->Close(*handle);
	return status;
}

static EFI_STATUS
read_error(const char *path, EFI_STATUS status, uint64_t done, uint64_t size)
{
	return fail(
	    status, path, "read error after %lu of %lu bytes", done, size);
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
			return read_error(file->path, status, done, file->size);
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

/* Memory for size bytes, and for one more if the file is not a part. */
static EFI_STATUS
take(struct file *file, uint64_t size)
{
	EFI_STATUS status;

	file->size = size;
	if (file->part && size <= BELOW_4G) {
		status = part_after(file->path, size != 0 ? size : 1, 0);
		if (status == EFI_SUCCESS)
			file->data = (char *)part_last()->from;
		return status;
	}
	file->data = size > BELOW_4G
	    ? NULL
	    : (char *)pages_below(EfiLoaderData, size + 1, BELOW_4G);
	if (file->data == NULL)
		return fail(EFI_OUT_OF_RESOURCES, file->path,
		    "no memory for %lu bytes below 4 GiB", size);
	return EFI_SUCCESS;
}

/* Whether the file begins like a gzip file; the position is its start again. */
static EFI_STATUS
check_gzip(EFI_FILE_HANDLE handle, bool *gzip)
{
	uint8_t magic[2];
	UINTN n = sizeof(magic);
	EFI_STATUS status = handle->Read(handle, &n, magic);

	*gzip = status == EFI_SUCCESS && gunzip_is(magic, n);
	if (status == EFI_SUCCESS)
		status = handle->SetPosition(handle, 0);
	return status;
}

/* Unpacks it twice: the first time only counts how many bytes there are. */
static EFI_STATUS
unpack(struct file *file, const struct file *packed)
{
	uint64_t size = 0;
	const char *why = gunzip(packed->data, packed->size, NULL, &size);
	EFI_STATUS status = EFI_SUCCESS;

	if (why == NULL)
		status = take(file, size);
	if (why == NULL && status == EFI_SUCCESS)
		why = gunzip(packed->data, packed->size, file->data, &size);
	if (why != NULL)
		return fail(EFI_LOAD_ERROR, packed->path, "gzip: %s", why);
	if (status == EFI_SUCCESS)
		say("loader: %s: %lu bytes, unpacked %lu\n", file->path,
		    packed->size, size);
	return status;
}

EFI_STATUS
file_read(struct file *file)
{
	struct file packed = { .path = file->path };
	EFI_FILE_HANDLE handle;
	EFI_STATUS status;
	uint64_t size;
	bool compressed = false;

	status = open_file(file->path, &handle, &size);
	if (status != EFI_SUCCESS)
		return status;
	if (!file->packed) {
		status = check_gzip(handle, &compressed);
		if (status != EFI_SUCCESS)
			read_error(file->path, status, 0, size);
	}
	if (status == EFI_SUCCESS)
		status = take(compressed ? &packed : file, size);
	if (status == EFI_SUCCESS)
		status = read_all(compressed ? &packed : file, handle);
	handle->Close(handle);
	if (status == EFI_SUCCESS && compressed)
		status = unpack(file, &packed);
	if (compressed)
		pages_free((uint64_t)packed.data);
	return status;
}
