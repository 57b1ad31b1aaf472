# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Disks for UEFI, made with mtools: a FAT file system, with or without a GPT
# around it.

export MTOOLS_SKIP_CHECK=1
PATH=$PATH:/usr/sbin:/sbin # sfdisk is there

# A disk of MIB megabytes, with each FILE at /PATH; folders are made as needed.
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

# A disk with a GPT and an EFI system partition, as large as its files need.
esp_disk() { # DISK [/PATH=FILE]...
	esp_disk=$1
	shift
	esp_bytes=0
	for esp_file; do
		esp_bytes=$((esp_bytes + $(wc -c <"${esp_file#*=}")))
	done
	esp_mib=$((34 + esp_bytes / 1048576))
	disk "$esp_disk.esp" $esp_mib "$@" &&
		rm -f "$esp_disk.new" &&
		truncate -s $((esp_mib + 2))M "$esp_disk.new" &&
		sfdisk -q "$esp_disk.new" <<-END &&
			label: gpt
			label-id: 7F2D1A50-0000-4000-8000-000000000001
			start=2048, size=$((esp_mib * 2048)), type=U, uuid=7F2D1A50-0000-4000-8000-000000000002
		END
		dd if="$esp_disk.esp" of="$esp_disk.new" bs=1M seek=1 \
			conv=notrunc status=none &&
		rm "$esp_disk.esp" &&
		mv "$esp_disk.new" "$esp_disk"
}
