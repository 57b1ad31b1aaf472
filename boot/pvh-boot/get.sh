# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What a way needs. get_WAY fetches or builds what is missing in the folder
# $cache; if it cannot, the file $run/why says why in its last line. A part of
# pvh-boot, which sets what is not set here.
: "${run:=}" "${home:=}" "${kernel:=}" "${words:=}" "${named:=}" "${way:=}"

# In the tree it is the tree's own.
if [ -n "${PVH_CACHE:-}" ]; then
	cache=$PVH_CACHE
elif [ -e "$home/tests/tests.mk" ]; then
	cache=$home/build
else
	cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/pvh
fi

# The first of the files that is there.
first_of() { # FILE...
	for first_file; do
		[ -s "$first_file" ] && echo "$first_file" && return
	done
}

# ---- can the kernel be booted that way at all?

# What pvh-check says against a kernel under one loader, if anything.
checked() { # VMM
	checker=${PVH_CHECK:-$(first_of "$cache/pvh-check" \
		"$home/../../bin/pvh-check" "$(command -v pvh-check)")}
	[ -n "$checker" ] || return
	"$checker" --json --vmm "$1" "$kernel" 2>/dev/null |
		sed -n 's/.*"verdict": "\(no\|else\)", *//p' |
		sed -n 's/^"rule": "\([^"]*\)", "value": "\(\([^"\\]\|\\.\)*\)".*/pvh-check: \1: \2/p' |
		sed 's/\\\(.\)/\1/g'
}

# The symbol at the kernel's ELF entry: btext, if it is one of several.
entry_symbol() {
	entry=$(od -An -tx8 -j 24 -N 8 "$kernel" | tr -d ' ')
	nm "$kernel" 2>/dev/null | awk -v at="$entry" '
		$1 == at && $2 ~ /[Tt]/ && name != "btext" { name = $3 }
		END { print name }'
}

# Prints why $way is of no use to the kernel; fails if it may be.
no_use() {
	case $way in
	efi) no_use=$(checked loader.efi) ;;
	grub) no_use=$(checked grub) ;;
	xl)
		case $words in
		*\'*\"* | *\"*\'*)
			echo 'xl takes words with one kind of quotes only'
			return
			;;
		esac
		return 1
		;;
	*) return 1 ;;
	esac
	if [ -z "$no_use" ] && [ -z "$named" ]; then
		no_use=$(entry_symbol)
		case $no_use in
		'' | btext) no_use= ;;
		*) no_use="its entry is $no_use; a FreeBSD-style kernel's is btext" ;;
		esac
	fi
	[ -n "$no_use" ] && echo "$no_use"
}

# ---- what comes from packages

# Runs a script of the tree, with its progress on standard error. The folder
# PART, which it makes, is removed if it does not end by itself.
script() { # PART COMMAND...
	part=$1
	shift
	(
		cd "$home" || exit 2
		exec timeout 3600 sh "$@" </dev/null >&2 2>"$run/why"
	) &
	child=$!
	wait $child
	script_status=$?
	child=
	# shellcheck disable=SC2034 # pvh-boot removes it
	part=
	[ $script_status = 0 ] || [ -s "$run/why" ] ||
		echo "$1 ended with status $script_status" >"$run/why"
	return $script_status
}

no() { # WHY
	echo "$1" >"$run/why"
	return 1
}

have() { # TOOL...
	for have_tool; do
		command -v "$have_tool" >/dev/null || no "no $have_tool" || return 1
	done
}

# One pvh-boot at a time fetches something. It is a lock as long as this runs.
cache_lock() {
	mkdir -p "$cache" 2>/dev/null
	{ [ -d "$cache" ] && [ -w "$cache" ]; } ||
		no "$cache is no folder that can be written to" || return
	cache=$(cd "$cache" && pwd)
	! command -v flock >/dev/null || {
		exec 9>"$cache/lock" && flock 9
	}
}

cache_unlock() {
	exec 9>&-
}

fetch() { # SET FOLDER FILE
	[ ! -s "$2/$1/$3" ] || return 0
	script "$2/$1.part" boot/packages/fetch "$1" "$2"
}

# The initramfs is made again if a script that goes into it is newer.
initramfs() {
	initramfs=$cache/xen/$XEN/initramfs
	[ ! -s "$initramfs.gz" ] || [ -n "$(find "$home/boot/xen/init" \
		"$home/boot/xen/block" "$home/boot/xen/initramfs" \
		-newer "$initramfs.gz")" ] || return 0
	script "$initramfs" boot/xen/initramfs "$XEN" "$cache/xen"
}

xen_scripts() {
	BUILD=$cache
	# shellcheck source=boot/xen/xen.sh
	. "$home/boot/xen/xen.sh"
	# shellcheck source=boot/xen/domus.sh
	. "$home/boot/xen/domus.sh"
}

# ---- the ways

get_pc() { :; }
get_q35() { :; }
get_microvm() { :; }

get_xen_dom0() {
	cache_lock && fetch "$XEN" "$cache/xen" xen
	get_status=$?
	cache_unlock
	[ $get_status = 0 ] && xen_scripts
}

get_xl() {
	have cpio gzip || return
	cache_lock && fetch linux "$cache/xen" linux &&
		fetch "$XEN" "$cache/xen" xen && initramfs
	get_status=$?
	cache_unlock
	[ $get_status = 0 ] && xen_scripts
}

get_efi() {
	# shellcheck source=boot/efi/firmware.sh
	. "$home/boot/efi/firmware.sh"
	# shellcheck source=boot/efi/disk.sh
	. "$home/boot/efi/disk.sh"
	get_missing=$(firmware_missing efi | sed -n 1p)
	[ -z "$get_missing" ] || no "$get_missing: install OVMF" || return
	have mformat mcopy mmd || return
	loader_efi=$(first_of "${LOADER_EFI:-}" "$cache/loader.efi" \
		"$home/loader.efi" "$home/../../lib/pvh/loader.efi")
	[ -n "$loader_efi" ] || no "no $cache/loader.efi"
}

get_grub() {
	have xorriso mformat mcopy mmd || return
	cache_lock && fetch grub "$cache" stamp && {
		[ -s "$cache/grub/efi.img" ] ||
			script "$cache/grub/efi.new" boot/grub/images "$cache/grub"
	}
	get_status=$?
	cache_unlock
	return $get_status
}
