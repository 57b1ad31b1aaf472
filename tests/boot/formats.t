#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every native format, every way: by the kit in the kernel, and by loader.elf,
# which takes the same kernel without the kit. Prints a table, ways across.
XEN=${XEN:-4.17}
. tests/boot/xen/judge.sh
. tests/boot/xen/domus.sh
needs_xen
formats='freebsd multiboot1 multiboot2 limine'
ways='pc q35 microvm dom0 xl'

# The kernel with the kit, and the one without.
kernels() { # FORMAT
	case $1 in
	freebsd) echo "$BUILD/kernel.elf $BUILD/native.elf" ;;
	multiboot[12])
		echo "$BUILD/multiboot/mb${1#multiboot}-pvh.elf" \
			"$BUILD/multiboot/mb${1#multiboot}.elf"
		;;
	limine)
		echo "$BUILD/limine/limine-pvh-3.elf" \
			"$BUILD/limine/limine-3.elf"
		;;
	esac
}

# What each boot leaves is in NAME.said, if it ended well: all that the kernel
# printed. NAME is FORMAT-WAY, or FORMAT-WAY-loader.
said() { # NAME VERDICT FILE...
	said_name=$1 said_verdict=$2
	shift 2
	[ "$said_verdict" = good ] || return 0
	cat "$@" >"$TMP/$said_name.said"
}

qemu_ways() { # FORMAT KIT PLAIN
	for way in pc q35 microvm; do
		qemu "$1-$way" -M $way -m 128 -kernel "$2"
		said "$1-$way" "$(verdict $?)" "$TMP/$1-$way.e9"
		qemu "$1-$way-loader" -M $way -m 128 -kernel "$BUILD/loader.elf" \
			-initrd "$3"
		said "$1-$way-loader" "$(verdict $?)" "$TMP/$1-$way-loader.e9"
	done
}

dom0() { # NAME MODULES
	(
		cd "$TMP/job" && xen_pvh 60 "$2" '' -serial "file:../$1.com1" \
			2>"../$1.qemu" </dev/null
	)
	if [ $? = 33 ]; then said "$1" good "$TMP/$1.com1"; fi
}

domus() {
	cat >"$TMP/job/job" <<-END
		cd /
		. /job.sh
		for format in $formats; do
			domu \$format-xl kernel=\"/\$format.elf\"
			domu \$format-xl-loader 'kernel="/loader.elf"' \\
				ramdisk=\"/\$format-plain.elf\"
		done
		results
	END
	run_job 300
	check "dom0 runs its job and powers off" ends power-off $?
	for format in $formats; do
		for name in "$format-xl" "$format-xl-loader"; do
			if ended "$name" poweroff >"$TMP/$name.ended"; then
				said "$name" good "$TMP/out/$name.xen" \
					"$TMP/out/$name.txt"
			fi
		done
	done
}

rm -rf "$TMP/job" "$TMP"/*.said
mkdir "$TMP/job"
cp "$BUILD/loader.elf" boot/xen/job.sh arch/pvh/pvh.cfg "$TMP/job"
for format in $formats; do
	# shellcheck disable=SC2046 # two files
	set -- $(kernels "$format")
	cp "$1" "$TMP/job/$format.elf"
	cp "$2" "$TMP/job/$format-plain.elf"
	qemu_ways "$format" "$1" "$2"
	dom0 "$format-dom0" "$format.elf"
	dom0 "$format-dom0-loader" "loader.elf,$format-plain.elf"
done
domus

cell() { # NAME
	if tr -d '\r' <"$TMP/$1.said" 2>/dev/null |
		grep -qxE '(\(d[0-9]+\) )?boot: ok'; then
		echo yes
	else
		echo NO
	fi
}

row() { # FORMAT SUFFIX WHAT
	printf '%-11s %-10s' "$1" "$3"
	for way in $ways; do
		printf ' %-8s' "$(cell "$1-$way$2")"
	done
	echo
}

{
	printf '%-11s %-10s' format boots
	# shellcheck disable=SC2086 # a word for each
	printf ' %-8s' $ways
	echo
	for format in $formats; do
		row "$format" '' itself
		row "$format" -loader loader.elf
	done
} | sed 's/ *$//' >"$TMP/table"
note <"$TMP/table"
for format in $formats; do
	for suffix in '' -loader; do
		for way in $ways; do
			check "$format, $way$suffix" test \
				"$(cell "$format-$way$suffix")" = yes
		done
	done
done
sed -n '/^    format  *boots /,/^$/s/^    //p' README >"$TMP/readme"
same "README has this table" "$TMP/table" "$TMP/readme"
done_testing
