#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Whatever error line a person meets, README's grep finds what it means. The
# lines of other projects' tools are listed here; this project's own are taken
# from the files that print them.
. tests/lib/tap.sh

# The pages that README's grep looks through.
PAGES=$(sed -n "s/^    grep -nF 'the line' //p" README)
all_pages=$PAGES

# A test: each line of standard input is part of a line of a page. If there are
# fewer than AT-LEAST, the files that they come from look different now.
found() { # DESCRIPTION AT-LEAST
	cat >"$TMP/strings"
	{
		[ "$(wc -l <"$TMP/strings")" -ge "$2" ] ||
			echo "only $(wc -l <"$TMP/strings") of $2 lines to look for"
		while IFS= read -r string; do
			# shellcheck disable=SC2086 # a list
			grep -qF -e "$string" $PAGES ||
				echo "no page explains: $string"
		done <"$TMP/strings"
	} >"$TMP/missing"
	check "$1" diff /dev/null "$TMP/missing"
}

found "what tools, firmware, loaders and VMMs say" 90 <<'END'
32-bit absolute section-crossing relocation [-w+error=reloc-abs-dword]
64-bit absolute section-crossing relocation [-w+error=reloc-abs-qword]
32-bit relative section-crossing relocation [-w+error=reloc-rel-dword]
unknown warning name: push [-w+error=unknown-warning]
unknown warning name: pop [-w+error=unknown-warning]
unterminated-string-initialization
argument unused during compilation: '-mgeneral-regs-only'
cannot open linker script file pvh.ld: No such file or directory
cannot find linker script pvh.ld
unrecognized option '--no-warn-rwx-segments'
unknown argument '--no-warn-rwx-segments'
has a LOAD segment with RWX permissions
relocation R_X86_64_32S against
can not be used when making a PIE object
relocation R_X86_64_32S cannot be used against local symbol
relocation R_X86_64_64 cannot be used against local symbol
section `.note.Xen' assigned to non-existent phdr `note'
section `.pvh' assigned to non-existent phdr `pvh'
program header 'note' is not listed in PHDRS
undefined symbol `kernel_start' referenced in expression
undefined symbol: kernel_start
undefined symbol `KERNBASE' referenced in expression
symbol not found: KERNBASE
PVH_KERNBASE has to be 0, -2 GiB, or a high multiple of 512 GiB
: not found; set NASM
: not found; set CC
: not found; set LD
: not found; set OBJCOPY
has an STT_TLS symbol but doesn't have an SHF_TLS section
undefined reference to `btext'
undefined symbol: btext
undefined reference to `memcpy'
undefined symbol: memcpy
undefined symbol: rust_eh_personality
undefined reference to `_entry'
loader.so: file format not recognized
invalid output format: 'efi-app-x86_64'
Unable to locate package libclang-rt-14-dev
*** stack smashing detected ***
make has no names with blanks
Error loading uncompressed kernel without PVH ELF Note
Cannot load x86-64 image, give a 32bit one.
qemu-system-i386: Error while loading elf kernel
linux kernel too old to load a ram disk
Assertion `phys_page != -1' failed.
invalid kernel header
error reading initrd a x,b y
"error reading initrd"
initrd is too large, cannot support.
cannot use stdio by multiple character devices
failed to initialize kvm: No such file or directory
tcg_handle_interrupt: assertion failed
Booting from ROM..
No output, for ever
smaller than where the kernel ends
QEMU ends at once with status 0 and no output
QEMU ends with status 35
It restarts for ever
Remote 'g' packet reply is too long
Selected architecture i386 is not compatible with reported target architecture
No symbol "pvh_kernbase" in current context.
hbreak
pvh: this CPU has no long mode
pvh: trap 0xV at 0xA, cr2 0xC
"pvh: ..." (any other)
xc_dom_find_loader: no loader found: Invalid kernel
ELF image is not 32bit: Invalid kernel
xc_dom_parse_hvm_kernel
xc_dom_chk_alloc_pages: segment kernel too large
xc_dom_chk_alloc_pages: segment padding too large
segment module0 too large
xc_dom_boot_mem_init: can't allocate low memory for domain: Out of memory
zero length file: Internal error
No such file or directory: Internal error
domain creation fail: Operation not supported
Domain with name "pvh" already exists.
console tty: timed out
xenconsoled: Failed to create tty for domain-
has shut down, reason code
Triple fault - invoking HVM shutdown action 1
xl create -c shows nothing
A domU with OVMF runs for ever
d0 kernel: Address conflict and not relocatable
Xen dom0 kernel broken ELF: <NULL>
ELF start or entries are out of bounds
Not a Xen-ELF image: No ELF notes or '__xen_guest' section found
Unable to parse kernel for ELFNOTES
Xen 4.14 refuses a kernel that newer ones boot
Error creating d0: -95
Presently, iommu must be enabled for PVH hardware domain
no multiboot header found
invalid magic number
no symbol table
invalid a.out header
you need to load the kernel first
can't find command `kfreebsd'
GRUB on a BIOS restarts the machine
Security Violation
"acpi: none" under GRUB on UEFI
BdsDxe: No bootable option or device was found.
BdsDxe: failed to load Boot
"Not Found", after "BdsDxe: failed to load Boot"
Access Denied
!!!! X64 Exception Type - 06(#UD
BdsDxe: starting
KernelMissingPvhHeader
Cloud Hypervisor, Firecracker or libkrun show nothing
END

# Every line of both lists, as the pages have it: N and 0x... stand for numbers.
cat arch/pvh/defect.h arch/pvh/*/*_defect.h | tr -d '\\\n' |
	sed 's/X(PVH_/\n&/g; s/#define/\n&/g' | awk '
	/^#define/ { warning = /_FATAL/ ? "" : "warning: " }
	/^X\(PVH_[A-Z0-9_]*,[ \t]*"[^"]/ {
		split($0, part, "\"")
		gsub(/#/, "N", part[2])
		gsub(/@/, "0x...", part[2])
		print "\"pvh: " warning part[2] "\""
	}' | found "what the kit says is wrong (defect.h, *_defect.h)" 30

# The kit's README names some, and where to look; TROUBLE has these, too.
PAGES=arch/pvh/TROUBLE
sed -n '/^WHAT GOES WRONG FIRST/,/^WHERE/s/^    "\([^"]*\)"  .*/\1/p' \
	arch/pvh/README | sed 's/ *\.\.\.$//' |
	found "what the kit's README says goes wrong first" 8
PAGES=$all_pages

sed -n 's/.*\("pvh\.ld: .*"\)).*/\1/p' arch/pvh/pvh.ld |
	found "what pvh.ld checks" 9

# The subjects of the loader's lines, where they are not files or settings.
{
	echo '"loader: FILE: '
	sed -n 's/.*fail([A-Za-z_]*, "\([^"%]*\)",.*/"loader: \1: /p' \
		boot/efi/*.c | sort -u
} | found "what loader.efi's lines are about" 7

# Of each of loader.elf's messages the longest part that is always the same.
{
	cat boot/pvh/*.c | tr -d '\n\t' | sed 's/refuse(/\n&/g; s/refuse_not(/\n&/g' |
		sed -n 's/^refuse[_a-z]*([^,]*, *"\([^"]*\)".*/\1/p'
	sed -n 's/.*return "\(.*\)";/\1/p; s/.*why = "\(.*\)";/\1/p' \
		boot/pvh/tar*.c
} | awk '{
	n = split($0, part, /%l?[sux]/)
	for (longest = i = 1; i <= n; i++)
		if (length(part[i]) > length(part[longest]))
			longest = i
	print part[longest]
}' | found "what loader.elf says" 20

# Of each of pvh-wrap's lines, too.
{
	cat boot/wrap/*.c | tr -d '\n\t' | sed 's/" *"//g; s/die(/\n&/g' |
		sed -n 's/^die([^,]*, *"\([^"]*\)".*/\1/p'
	echo
	echo "the program headers are at its end; GRUB and FreeBSD do not look there"
} | awk '{
	n = split($0, part, /%[lz]?[sdux]/)
	for (longest = i = 1; i <= n; i++)
		if (length(part[i]) > length(part[longest]))
			longest = i
	print part[longest]
}' | found "what pvh-wrap says" 30

found "what loader.efi and the kernel say" 18 <<'END'
\boot\loader.conf: line N: ...
the quote is not closed
no = after the name
something after the value
neither YES nor NO
too many modules
the path is too long
no such file
is a folder
cannot be opened
short read
it is compressed, and this loader was built without zlib
the loader came from none that has files
it runs with five levels of page tables (LA57)
the kernel's page at 0x... is not free
no room below 1 GiB behind its end
"boot: failed: ..."
console: Xen's console takes no more, going on at port 0xE9
END

# The scripts that print errors of their own: their names, and of each error the
# first part of eight or more characters that is always the same.
scripts=$(grep -rlIE '^die\(\)|^\. boot/packages/apt\.sh' arch boot tests | sort)
{
	echo "$scripts" | grep -v '^boot/packages/apt\.sh$' | sed 's/.*/"&: /'
	# shellcheck disable=SC2086 # a list
	sed -n 's/.*die "\(.*\)".*/\1/p' $scripts | grep -v '^usage: ' | awk '{
		gsub(/\$\([^)]*\)|\$\{[^}]*\}|\$[A-Za-z0-9_]+|\\"/, "\n")
		n = split($0, part, "\n")
		for (i = 1; i <= n; i++) {
			gsub(/^[: ]+| +$/, "", part[i])
			if (length(part[i]) >= 8) {
				print part[i]
				break
			}
		}
	}'
	cat <<-'END'
	deps: no apt-get here; please install what these Debian packages hold:
	deps: not root, and no sudo; please install:
	: it has to be an absolute path of letters, digits, /._+-
	dist: this is not what is committed: see git status
	boot/packages/fetch: ...: ... is not of N bytes
	boot/xen/firmware: missing: ...
	left out: Xen, OVMF, loader.efi in a chain;
	OVMF_CODE_4M.fd: see make deps
	FIRMWARE is bios or efi, not
	skipped with CI=true:
	expected good, got
	prove: no proof
	mutate: without a mutant
	bench: the boot ended with status
	bench: the boot printed
	bench: the boot took more than
	bench: ... is no ELF64 file
	mutants: ... fails without any break
	END
} | found "what scripts and tests say" 30

page() {
	# shellcheck disable=SC2086 # a list
	set -- $PAGES
	for page in README arch/pvh/README arch/pvh/TROUBLE boot/efi/README \
		boot/grub/README boot/pvh/README boot/wrap/README \
		boot/xen/README; do
		case " $* " in
		*" $page "*) ;;
		*) echo "README's grep leaves out $page" && return 1 ;;
		esac
		head -n 1 "$page" | grep SPDX-License-Identifier || return 1
	done
	grep arch/pvh/TROUBLE README && ! grep -nE '^.{81}' "$@"
}
check "README names all pages, which have their licence and 80 columns" page
done_testing
