# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# sh boot/xen/run.sh dom0|xl FILE WORDS: boots the kernel under Xen $XEN on this
# terminal, with the module FILE (none if it is empty) and a command line.
# sh boot/xen/run.sh chain FILE: boots the disk FILE in a domU, through OVMF.
# Succeeds if the boot does.
set -u
BUILD=${BUILD:-build}
QEMU=${QEMU:-qemu-system-x86_64}
. boot/xen/xen.sh
. boot/xen/chain.sh

dir=$XEN_DIR/run-$1
file=$2
words=${3:-}
rm -rf "$dir"
mkdir -p "$dir"
cp "$BUILD/kernel.elf" arch/pvh/pvh.cfg "$dir"

# QEMU writes the terminal's output to a file, too. Control-C ends it.
terminal="-chardev stdio,id=com1,logfile=$dir.log -serial chardev:com1"

# A comma separates modules in QEMU's -initrd; two stand for one in the words.
run_dom0() {
	modules=
	if [ -n "$file" ]; then
		cp "$file" "$dir/initrd" || exit 1
		modules=,initrd
	fi
	commas=$(printf '%s' "$words" | sed 's/,/,,/g')
	cd "$dir" || exit 1
	# shellcheck disable=SC2086 # two options
	xen_pvh 60 "kernel.elf $commas$modules" loglvl=none $terminal
	[ $? = 33 ]
}

# A string in xl's configuration cannot contain the kind of quote around it.
run_xl() {
	quote="'"
	case $words in
	*\'*\"* | *\"*\'*)
		echo "APPEND has both kinds of quotes: xl takes one of them" >&2
		exit 2
		;;
	*\'*) quote='"' ;;
	esac
	ramdisk=
	if [ -n "$file" ]; then
		cp "$file" "$dir/initrd" || exit 1
		ramdisk=\'ramdisk=\"initrd\"\'
	fi
	printf '%s' "cmdline=$quote$words$quote" >"$dir/words"
	domu pvh <<-END
	xl create -c pvh.cfg $ramdisk "\$(cat words)"
	END
}

run_chain() {
	chain_folder "$dir"
	cp "$file" "$dir/disk"
	domu efi <<-'END'
	losetup -r /dev/loop0 disk
	xl create -c xen.cfg
	END
}

# Boots dom0, which runs the commands of standard input to create the domU NAME,
# and waits until that has ended.
domu() { # NAME
	echo "Xen $XEN and its dom0 take about 10 s to come up."
	{
		echo 'cd /'
		cat
		cat <<-END
		while xl domid $1 >/dev/null 2>&1; do
			sleep 0.2
		done
		sed -n '/has shut down/p' /var/log/xen/xl-$1.log
		xl list
		END
	} >"$dir/job"
	# shellcheck disable=SC2086 # two options
	xen_linux 120 "$dir" 'loglvl=none guest_loglvl=none' $terminal
	grep -aq 'has shut down, reason code 0 ' "$dir.log"
}

"run_$1"
