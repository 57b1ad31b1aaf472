/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "unit.h"
#include "firmware.h"
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define KEYS 0x600d

struct firmware firmware;
struct firmware_outcome outcome;
unsigned char *firmware_memory;

EFI_STATUS efi_main(EFI_HANDLE image, EFI_SYSTEM_TABLE *system);

/* What does not hold ends the child that the loader runs in. */
#define need(holds) ((holds) ? (void)0 : broken(#holds, __LINE__))
static void broken(const char *what, int line);

static sigjmp_buf entered;
static UINTN key; /* of the map */
static EFI_BOOT_SERVICES services;
static EFI_SYSTEM_TABLE table;
static int image, volume_handle, screens[COUNT(firmware.screen)];

/* Any call but that for the map may change it. */
static bool
may_fail(void)
{
	key++;
	return ++outcome.calls == firmware.failing;
}

/* The same for what is not there any more once the firmware's end began. */
static bool
fails(void)
{
	outcome.late += outcome.exits > 0;
	return may_fail();
}

/* ---- memory */

static void
open_pages(uint64_t first, uint64_t count, int access)
{
	need(mprotect((void *)(MEMORY_START + first * PAGE), count * PAGE,
		 access) == 0);
}

static void
set(uint32_t *types, uint64_t first, uint64_t end, uint32_t type)
{
	for (; first < end; first += PAGE)
		types[(first - MEMORY_START) / PAGE] = type;
}

void
firmware_set(uint64_t first, uint64_t end, uint32_t type)
{
	set(firmware.type, first, end, type);
}

static bool
are_free(uint64_t first, uint64_t count)
{
	uint64_t i;

	if (first > MEMORY_PAGES || count > MEMORY_PAGES - first)
		return false;
	for (i = first; i < first + count; i++)
		if (outcome.type[i] != EfiConventionalMemory)
			return false;
	return true;
}

/* Takes the highest that are free; code may be run, data not. */
static EFI_STATUS EFIAPI
allocate_pages(EFI_ALLOCATE_TYPE how, EFI_MEMORY_TYPE type, UINTN count,
    EFI_PHYSICAL_ADDRESS *paddr)
{
	const uint64_t start = MEMORY_START / PAGE;
	uint64_t last, i;

	if (may_fail())
		return EFI_OUT_OF_RESOURCES;
	need(count != 0 && type < EfiMaxMemoryType);
	if (how == AllocateAddress) {
		need(*paddr % PAGE == 0);
		i = *paddr / PAGE - start;
		if (*paddr < MEMORY_START || !are_free(i, count))
			return EFI_NOT_FOUND;
	} else {
		need(how == AllocateMaxAddress);
		last = *paddr < MEMORY_END ? *paddr + 1 : MEMORY_END;
		if (last / PAGE < start + count)
			return EFI_OUT_OF_RESOURCES;
		i = last / PAGE - start - count;
		while (i > 0 && !are_free(i, count))
			i--;
		if (!are_free(i, count))
			return EFI_OUT_OF_RESOURCES;
	}
	*paddr = MEMORY_START + i * PAGE;
	set(outcome.type, *paddr, *paddr + count * PAGE, type);
	open_pages(i, count,
	    PROT_READ | PROT_WRITE | (type == EfiLoaderCode ? PROT_EXEC : 0));
	memset((void *)*paddr, 0xa5, count * PAGE);
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
free_pages(EFI_PHYSICAL_ADDRESS paddr, UINTN count)
{
	uint64_t i, first = (paddr - MEMORY_START) / PAGE;

	key++;
	need(first + count <= MEMORY_PAGES && paddr % PAGE == 0);
	for (i = first; i < first + count; i++)
		need(outcome.type[i] == EfiLoaderCode ||
		    outcome.type[i] == EfiLoaderData);
	set(outcome.type, paddr, paddr + count * PAGE, EfiConventionalMemory);
	open_pages(first, count, PROT_NONE);
	return EFI_SUCCESS;
}

static void
describe(char *at, uint32_t type, uint64_t paddr, uint64_t pages)
{
	EFI_MEMORY_DESCRIPTOR d = { .Type = type,
		.PhysicalStart = paddr,
		.NumberOfPages = pages,
		.Attribute = EFI_MEMORY_WB };

	memset(at, 0xff, DESCRIPTOR_SIZE);
	memcpy(at, &d, sizeof(d));
}

static EFI_STATUS EFIAPI
get_memory_map(UINTN *size, EFI_MEMORY_DESCRIPTOR *map, UINTN *map_key,
    UINTN *stride, UINT32 *version)
{
	const uint32_t *t = outcome.type;
	uint64_t i, first = 0, n = 1; /* one of registers */
	char *at = (char *)map;

	if (++outcome.calls == firmware.failing)
		return EFI_INVALID_PARAMETER;
	for (i = 1; i <= MEMORY_PAGES; i++)
		n += i == MEMORY_PAGES || t[i] != t[i - 1];
	*stride = DESCRIPTOR_SIZE;
	*version = DESCRIPTOR_VERSION;
	if (*size < n * DESCRIPTOR_SIZE) {
		*size = n * DESCRIPTOR_SIZE;
		return EFI_BUFFER_TOO_SMALL;
	}
	*size = n * DESCRIPTOR_SIZE;
	*map_key = key;
	describe(at, EfiMemoryMappedIO, 0xfec00000, 1);
	for (i = 1; i <= MEMORY_PAGES; i++)
		if (i == MEMORY_PAGES || t[i] != t[i - 1]) {
			describe(at += DESCRIPTOR_SIZE, t[first],
			    MEMORY_START + first * PAGE, i - first);
			first = i;
		}
	return EFI_SUCCESS;
}

/* What stays the firmware's can no longer be touched. */
static EFI_STATUS EFIAPI
exit_boot_services(EFI_HANDLE handle, UINTN map_key)
{
	uint64_t i;

	need(handle == &image);
	outcome.exits++;
	if (outcome.exits <= firmware.refusals) {
		key++;
		return EFI_INVALID_PARAMETER;
	}
	if (map_key != key)
		return EFI_INVALID_PARAMETER;
	memset(&services, 0, sizeof(services));
	memset(&table, 0, sizeof(table));
	for (i = 0; i < MEMORY_PAGES; i++)
		if (outcome.type[i] == EfiLoaderCode)
			open_pages(i, 1, PROT_READ | PROT_WRITE | PROT_EXEC);
		else if ((outcome.type[i] >= EfiLoaderData &&
			     outcome.type[i] <= EfiBootServicesData) ||
		    outcome.type[i] == EfiConventionalMemory)
			open_pages(i, 1, PROT_READ | PROT_WRITE);
	outcome.steps[0] = '\0';
	return EFI_SUCCESS;
}

/* ---- text */

static void
add_utf8(char *to, size_t room, const CHAR16 *s)
{
	size_t n = strlen(to);
	uint32_t c;

	for (; *s != 0; s++) {
		need(n + 5 < room);
		c = *s;
		if (c >= 0xd800 && c < 0xdc00) {
			need(s[1] >= 0xdc00 && s[1] < 0xe000);
			c = 0x10000 + ((c - 0xd800) << 10) + (*++s - 0xdc00);
		} else {
			need(!(c >= 0xdc00 && c < 0xe000));
		}
		if (c < 0x80)
			to[n++] = (char)c;
		else if (c < 0x800)
			to[n++] = (char)(0xc0 | c >> 6);
		else if (c < 0x10000)
			to[n++] = (char)(0xe0 | c >> 12);
		else
			to[n++] = (char)(0xf0 | c >> 18);
		if (c >= 0x10000)
			to[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		if (c >= 0x800)
			to[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		if (c >= 0x80)
			to[n++] = (char)(0x80 | (c & 0x3f));
	}
	to[n] = '\0';
}

static EFI_STATUS EFIAPI
output_string(SIMPLE_TEXT_OUTPUT_INTERFACE *out, CHAR16 *s)
{
	(void)out;
	outcome.late += outcome.exits > 0;
	key++;
	add_utf8(outcome.said, sizeof(outcome.said), s);
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
reset_keys(SIMPLE_INPUT_INTERFACE *in, BOOLEAN more)
{
	(void)in, (void)more;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
read_key(SIMPLE_INPUT_INTERFACE *in, EFI_INPUT_KEY *k)
{
	(void)in, (void)k;
	return EFI_NOT_READY;
}

static EFI_STATUS EFIAPI
set_watchdog(UINTN seconds, UINT64 code, UINTN size, CHAR16 *data)
{
	(void)code, (void)size, (void)data;
	outcome.watched = seconds != 0;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
create_event(UINT32 type, EFI_TPL level, EFI_EVENT_NOTIFY notify, VOID *context,
    EFI_EVENT *event)
{
	(void)level, (void)notify, (void)context;
	need(type == EVT_TIMER);
	if (fails())
		return EFI_OUT_OF_RESOURCES;
	outcome.events++;
	*event = &outcome.events;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
set_timer(EFI_EVENT event, EFI_TIMER_DELAY how, UINT64 time)
{
	need(event == &outcome.events);
	need(how == TimerRelative);
	outcome.waited = time;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
wait_for_event(UINTN count, EFI_EVENT *events, UINTN *which)
{
	need(count == 2);
	need(events[0] == (void *)KEYS);
	need(events[1] == &outcome.events);
	*which = 1;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
close_event(EFI_EVENT event)
{
	need(event == &outcome.events);
	outcome.events--;
	return EFI_SUCCESS;
}

/* ---- files */

struct handle {
	EFI_FILE calls;
	const struct firmware_file *file;
	uint64_t at;
};

static EFI_STATUS EFIAPI
close_file(EFI_FILE *file)
{
	free(file);
	outcome.closed++;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
read_file(EFI_FILE *file, UINTN *size, VOID *to)
{
	struct handle *h = (struct handle *)file;
	const uint64_t bad = h->file->bad_from;

	if (fails() || (bad != 0 && h->at + *size > bad))
		return EFI_DEVICE_ERROR;
	if (*size > h->file->size - h->at)
		*size = h->file->size - h->at;
	memcpy(to, (const char *)h->file->data + h->at, *size);
	h->at += *size;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
set_position(EFI_FILE *file, UINT64 at)
{
	if (fails())
		return EFI_DEVICE_ERROR;
	((struct handle *)file)->at = at;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
get_info(EFI_FILE *file, EFI_GUID *guid, UINTN *size, VOID *to)
{
	static const EFI_GUID info = EFI_FILE_INFO_ID;
	EFI_FILE_INFO *i = to;

	need(memcmp(guid, &info, sizeof(info)) == 0);
	need(*size >= sizeof(*i));
	if (fails())
		return EFI_DEVICE_ERROR;
	memset(i, 0, sizeof(*i));
	i->FileSize = ((struct handle *)file)->file->size;
	i->Attribute =
	    ((struct handle *)file)->file->folder ? EFI_FILE_DIRECTORY : 0;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
open_file(EFI_FILE *root, EFI_FILE **file, CHAR16 *name, UINT64 mode,
    UINT64 attributes)
{
	const struct firmware_file *f;
	struct handle *h;

	(void)root;
	need(mode == EFI_FILE_MODE_READ);
	need(attributes == 0);
	if (fails())
		return EFI_DEVICE_ERROR;
	outcome.last_path[0] = '\0';
	add_utf8(outcome.last_path, sizeof(outcome.last_path), name);
	for (f = firmware.file; f->path != NULL; f++)
		if (strcmp(f->path, outcome.last_path) == 0)
			break;
	if (f->path == NULL)
		return EFI_NOT_FOUND;
	h = calloc(1, sizeof(*h));
	need(h != NULL);
	h->calls.Close = close_file;
	h->calls.Read = read_file;
	h->calls.SetPosition = set_position;
	h->calls.GetInfo = get_info;
	h->file = f;
	*file = &h->calls;
	outcome.opened++;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
open_volume(EFI_FILE_IO_INTERFACE *volume, EFI_FILE **root)
{
	static EFI_FILE calls = { .Open = open_file };

	(void)volume;
	if (fails())
		return EFI_DEVICE_ERROR;
	*root = &calls;
	return EFI_SUCCESS;
}

void
firmware_give(const char *path, const void *data, uint64_t size)
{
	struct firmware_file *f = firmware.file;

	while (f->path != NULL)
		f++;
	assert_true(f < firmware.file + COUNT(firmware.file) - 1);
	*f = (struct firmware_file){ path, data, size, false, 0 };
}

/* ---- protocols */

static bool
is(const EFI_GUID *guid, EFI_GUID other)
{
	return memcmp(guid, &other, sizeof(other)) == 0;
}

/* EFI_SHELL_PARAMETERS_PROTOCOL, of the UEFI Shell Specification. */
#define SHELL                                    \
	((EFI_GUID){ 0x752f3136, 0x4e16, 0x4fdc, \
	    { 0xa2, 0x2a, 0xe5, 0xf4, 0x68, 0x12, 0xf4, 0xca } })

static EFI_STATUS EFIAPI
handle_protocol(EFI_HANDLE handle, EFI_GUID *guid, VOID **found)
{
	static EFI_LOADED_IMAGE loaded;
	static EFI_FILE_IO_INTERFACE volume = { .OpenVolume = open_volume };
	static EFI_GRAPHICS_OUTPUT_PROTOCOL gop[COUNT(screens)];
	size_t i;

	if (fails())
		return EFI_DEVICE_ERROR;
	if (handle == &image &&
	    is(guid, (EFI_GUID)EFI_LOADED_IMAGE_PROTOCOL_GUID)) {
		loaded.DeviceHandle = &volume_handle;
		loaded.LoadOptions = (void *)firmware.options;
		loaded.LoadOptionsSize = firmware.options_size;
		*found = &loaded;
		return EFI_SUCCESS;
	}
	if (handle == &image && is(guid, SHELL))
		return firmware.shell ? EFI_SUCCESS : EFI_UNSUPPORTED;
	if (handle == &volume_handle &&
	    is(guid, (EFI_GUID)EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID)) {
		*found = &volume;
		return EFI_SUCCESS;
	}
	need(is(guid, (EFI_GUID)EFI_GRAPHICS_OUTPUT_PROTOCOL_GUID));
	for (i = 0; i < COUNT(screens); i++)
		if (handle == &screens[i]) {
			gop[i].Mode = firmware.screen[i];
			*found = &gop[i];
			return EFI_SUCCESS;
		}
	return EFI_UNSUPPORTED;
}

static EFI_STATUS EFIAPI
free_pool(VOID *p)
{
	key++;
	free(p);
	outcome.pools--;
	return EFI_SUCCESS;
}

static EFI_STATUS EFIAPI
locate_handles(EFI_LOCATE_SEARCH_TYPE how, EFI_GUID *guid, VOID *search_key,
    UINTN *count, EFI_HANDLE **handles)
{
	size_t i;

	(void)search_key;
	need(how == ByProtocol);
	need(is(guid, (EFI_GUID)EFI_GRAPHICS_OUTPUT_PROTOCOL_GUID));
	if (fails() || firmware.screen[0] == NULL)
		return EFI_NOT_FOUND;
	outcome.pools++;
	*handles = calloc(COUNT(screens), sizeof(**handles));
	need(*handles != NULL);
	for (*count = i = 0; i < COUNT(screens); i++)
		if (firmware.screen[i] != NULL)
			(*handles)[(*count)++] = &screens[i];
	return EFI_SUCCESS;
}

/* ---- the machine */

/* What the child leaves for the test: the address space is its own. */
static struct firmware_outcome *left;

static void
make_tables(void)
{
	static SIMPLE_TEXT_OUTPUT_INTERFACE out = { .OutputString =
							output_string };
	static SIMPLE_INPUT_INTERFACE in = { .Reset = reset_keys,
		.ReadKeyStroke = read_key,
		.WaitForKey = (void *)KEYS };
	static EFI_CONFIGURATION_TABLE tables[3];

	tables[0] = (EFI_CONFIGURATION_TABLE){ SHELL, NULL };
	tables[1] =
	    (EFI_CONFIGURATION_TABLE){ ACPI_20_TABLE_GUID, (void *)RSDP_AT };
	tables[2] = (EFI_CONFIGURATION_TABLE){ ACPI_TABLE_GUID,
		(void *)(RSDP_AT + 64) };
	if (!firmware.rsdp2)
		tables[1] = tables[0];
	services = (EFI_BOOT_SERVICES){ .AllocatePages = allocate_pages,
		.FreePages = free_pages,
		.GetMemoryMap = get_memory_map,
		.ExitBootServices = exit_boot_services,
		.SetWatchdogTimer = set_watchdog,
		.CreateEvent = create_event,
		.SetTimer = set_timer,
		.WaitForEvent = wait_for_event,
		.CloseEvent = close_event,
		.HandleProtocol = handle_protocol,
		.LocateHandleBuffer = locate_handles,
		.FreePool = free_pool };
	table = (EFI_SYSTEM_TABLE){ .ConOut = &out,
		.ConIn = &in,
		.BootServices = &services,
		.NumberOfTableEntries = firmware.rsdp1 ? 3 : 2,
		.ConfigurationTable = tables };
}

/* Twice: at its own addresses, for the loader, and somewhere for the test. */
static void
make_memory(void)
{
	const size_t size = MEMORY_END - MEMORY_START;
	const int file = memfd_create("memory", 0);

	assert_int_equal(0, ftruncate(file, (off_t)size));
	assert_ptr_equal(
	    mmap((void *)MEMORY_START, size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_FIXED_NOREPLACE, file, 0),
	    (void *)MEMORY_START);
	firmware_memory =
	    mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	assert_ptr_not_equal(firmware_memory, MAP_FAILED);
	firmware_memory -= MEMORY_START;
	left = mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(left, MAP_FAILED);
}

void
firmware_begin(void)
{
	if (left == NULL)
		make_memory();
	memset(&firmware, 0, sizeof(firmware));
	firmware.rsdp1 = firmware.rsdp2 = true;
	firmware.cr4 = 0x668;
	firmware_set(MEMORY_START, MEMORY_END, EfiConventionalMemory);
	firmware_set(MEMORY_START, 0x102000, EfiBootServicesCode);
	firmware_set(0x1e00000, 0x1e10000, EfiLoaderCode);
	firmware_set(0x1e10000, 0x1e20000, EfiBootServicesData);
	firmware_set(0x1f00000, 0x1f10000, EfiRuntimeServicesCode);
	firmware_set(0x1f10000, 0x1f20000, EfiRuntimeServicesData);
	firmware_set(0x1f20000, 0x1f30000, EfiUnusableMemory);
	firmware_set(0x1f30000, 0x1f40000, EfiReservedMemoryType);
	firmware_set(0x1f40000, 0x1f50000, PERSISTENT_MEMORY);
	firmware_set(0x1fe0000, 0x1ff0000, EfiACPIMemoryNVS);
	firmware_set(0x1ff0000, MEMORY_END, EfiACPIReclaimMemory);
}

/* ---- the CPU */

static void
note(const char *step)
{
	strcat(outcome.steps, step);
}

/* The address of an operand [register + byte]. */
static uint64_t
operand(const greg_t *r, const uint8_t *modrm)
{
	static const int reg[8] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP,
		REG_RBP, REG_RSI, REG_RDI };

	return (uint64_t)r[reg[*modrm & 7]] + (uint64_t)(int8_t)modrm[1];
}

/* A move from or to a control register; its length. */
static int
move_control(greg_t *r, const uint8_t *code, bool rex)
{
	static const int reg[16] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX,
		REG_RSP, REG_RBP, REG_RSI, REG_RDI, REG_R8, REG_R9, REG_R10,
		REG_R11, REG_R12, REG_R13, REG_R14, REG_R15 };
	greg_t *general = &r[reg[(code[2] & 7) + 8 * rex]];
	const int control = code[2] >> 3 & 7;

	if (code[1] == 0x20 && control == 4) {
		*general = (greg_t)firmware.cr4;
	} else if (code[1] == 0x22 && control == 4) {
		outcome.cr4 = (uint64_t)*general;
		note("cr4 ");
	} else if (code[1] == 0x22 && control == 3) {
		outcome.cr3 = (uint64_t)*general;
		note("cr3 ");
	} else {
		return 0;
	}
	return 3;
}

/* An instruction that no user may execute; its length, or 0. */
static int
privileged(greg_t *r)
{
	const uint8_t *code = (const uint8_t *)r[REG_RIP];
	const bool rex = *code == 0x41;
	int length = 0;

	code += rex;
	if (code[0] == 0xfa) {
		note("cli ");
		length = 1;
	} else if (code[0] == 0xfb) {
		note("sti ");
		length = 1;
	} else if (code[0] == 0x0f && (code[1] & 0xfd) == 0x20) {
		length = move_control(r, code, rex);
	} else if (code[0] == 0x0f && code[1] == 0x01 &&
	    (code[2] & 0xf0) == 0x50 && (code[2] & 7) != 4) {
		if ((code[2] & 8) == 0)
			outcome.gdt = operand(r, code + 2);
		else
			outcome.idt = operand(r, code + 2);
		note((code[2] & 8) == 0 ? "gdt " : "idt ");
		length = 4;
	}
	return length == 0 ? 0 : length + rex;
}

/* Ends at the kernel's entry; any other fault is one. */
static void
on_fault(int number, siginfo_t *info, void *context)
{
	greg_t *r = ((ucontext_t *)context)->uc_mcontext.gregs;
	int length;

	(void)info;
	if ((uint64_t)r[REG_RIP] >= 0xffffffff80000000) {
		outcome.rip = (uint64_t)r[REG_RIP];
		outcome.rsp = (uint64_t)r[REG_RSP];
		outcome.rdi = (uint64_t)r[REG_RDI];
		outcome.rsi = (uint64_t)r[REG_RSI];
		outcome.flags = (uint64_t)r[REG_EFL];
		siglongjmp(entered, 1);
	}
	length = privileged(r);
	if (length == 0)
		signal(number, SIG_DFL);
	r[REG_RIP] += length;
}

/* gcc's, in a build that counts lines. */
__attribute__((weak)) void __gcov_dump(void);

static _Noreturn void
leave(void)
{
	*left = outcome;
	if (__gcov_dump != NULL)
		__gcov_dump();
	_exit(0);
}

static void
broken(const char *what, int line)
{
	snprintf(
	    outcome.fault, sizeof(outcome.fault), "line %d: %s", line, what);
	leave();
}

static void
run(void)
{
	static const struct rlimit seconds = { 5, 5 }; /* of the processor */
	static char stack[0x10000];
	const stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };
	const struct sigaction action = { .sa_sigaction = on_fault,
		.sa_flags = SA_SIGINFO | SA_ONSTACK };

	need(setrlimit(RLIMIT_CPU, &seconds) == 0);
	need(sigaltstack(&alternate, NULL) == 0);
	need(sigaction(SIGSEGV, &action, NULL) == 0);
	open_pages(0, MEMORY_PAGES, PROT_NONE);
	make_tables();
	if (sigsetjmp(entered, 1) != 0)
		outcome.entered = true;
	else
		outcome.status = efi_main(&image, &table);
	leave();
}

bool
firmware_boots(void)
{
	int status;
	pid_t pid;

	memset(&outcome, 0, sizeof(outcome));
	memcpy(outcome.type, firmware.type, sizeof(outcome.type));
	outcome.watched = true;
	assert_int_equal(0,
	    madvise(
		(void *)MEMORY_START, MEMORY_END - MEMORY_START, MADV_REMOVE));
	fflush(stdout);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0)
		run();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	outcome = *left;
	if (outcome.fault[0] != '\0')
		fail_msg("firmware.c, %s", outcome.fault);
	return outcome.entered;
}
