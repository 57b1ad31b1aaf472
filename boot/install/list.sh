#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# list.sh: what is installed, a line "MODE PATH SOURCE" for each file, PATH
# being below PREFIX; if MODE is link, SOURCE is what the link says. In the
# environment: BUILD, KIT_FILES and PVH_BOOT_FILES.
set -eu

# Under their own names.
files() { # MODE FOLDER FILE...
	files_mode=$1 files_folder=$2
	shift 2
	for file; do
		echo "$files_mode $files_folder/${file##*/} $file"
	done
}

# With the folders that they are in, as pvh-boot and the kit's pages know them.
tree() { # FILE...
	for file; do
		tree_mode=644
		[ ! -x "$file" ] || tree_mode=755
		echo "$tree_mode share/pvh/$file $file"
	done
}

files 755 bin "$BUILD/pvh-check" "$BUILD/pvh-wrap"
echo "link bin/pvh-boot ../share/pvh/boot/pvh-boot/pvh-boot"
# shellcheck disable=SC2086 # a list
files 644 lib/pvh $KIT_FILES "$BUILD/loader.elf" "$BUILD/loader.efi"
files 644 lib/pkgconfig "$BUILD"/install/pvh*.pc
files 644 share/man/man1 boot/check/pvh-check.1 boot/pvh-boot/pvh-boot.1 \
	boot/wrap/pvh-wrap.1
files 644 share/man/man7 arch/pvh/pvh.7
files 644 share/man/man8 boot/pvh/loader.elf.8 boot/efi/loader.efi.8
{
	find arch/pvh -name build -prune -o -type f -print
	# shellcheck disable=SC2086 # a list
	printf '%s\n' LICENSE NEWS $PVH_BOOT_FILES
} | sort -u | while read -r path; do
	tree "$path"
done
