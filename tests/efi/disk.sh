# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Disks for UEFI: one FAT file system, no partitions, made with mtools.

export MTOOLS_SKIP_CHECK=1

# A disk of MIB megabytes; FILE=\PATH, with / for \, makes the folders too.
disk() { # DISK MIB [/PATH=FILE]...
	disk=$1
	rm -f "$disk"
	mformat -i "$disk" -C -T $(($2 * 2048)) -h 16 -s 63 -v TEACH ::
	shift 2
	for disk_file; do
		disk_add "$disk" "${disk_file%%=*}" "${disk_file#*=}"
	done
}

disk_add() { # DISK /PATH FILE
	disk_folder=${2%/*}
	disk_at=
	while [ -n "$disk_folder" ]; do
		disk_at=$disk_at/$(echo "${disk_folder#/}" | cut -d/ -f1)
		mdir -i "$1" "::$disk_at" >/dev/null 2>&1 ||
			mmd -i "$1" "::$disk_at"
		case ${disk_folder#/} in
		*/*) disk_folder=/${disk_folder#/*/} ;;
		*) disk_folder= ;;
		esac
	done
	mcopy -o -i "$1" "$3" "::$2"
}
