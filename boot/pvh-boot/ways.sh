# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2034 # pvh-boot and xen.sh read child and xen_exec
# The ways to boot: start_WAY starts QEMU in the background, in the folder
# $run/boot, where it leaves what verdict.sh describes, as boot.*. $child is the
# process to wait for. A part of pvh-boot, which sets what is not set here.
: "${run:=}" "${home:=}" "${cache:=}" "${kernel:=}" "${module:=}" "${words:=}"
: "${seconds:=}" "${loader_efi:=}" "${GRUB_SAYS:=}" "${GRUB_FAILS:=}"

# What firmware, GRUB, Xen and dom0 may take before the kernel runs.
BEFORE=300
# An endless output is cut off: ulimit counts blocks of 512 bytes.
MOST=524288

in_boot() { # COMMAND...
	(
		cd "$run/boot" || exit 2
		ulimit -f $MOST
		exec "$@" </dev/null >/dev/null 2>boot.qemu
	) &
	child=$!
}

qemu() { # SECONDS QEMU-ARGUMENTS...
	qemu_seconds=$1
	shift
	in_boot timeout -k 5 "$qemu_seconds" "$QEMU" -display none -no-reboot \
		-nic none -m 256 -serial file:boot.com1 -debugcon file:boot.e9 \
		-device isa-debug-exit,iobase=0xf4,iosize=4 \
		-d cpu_reset -D boot.cpu "$@"
}

# In that folder the files have names that no option of QEMU's splits.
link_files() {
	ln -s "$kernel" "$run/boot/kernel.elf"
	[ -z "$module" ] || ln -s "$module" "$run/boot/module0"
}

start_pvh() { # MACHINE
	link_files
	qemu "$seconds" -M "$1" -kernel kernel.elf \
		${module:+-initrd module0} ${words:+-append "$words"}
}
start_pc() { start_pvh pc; }
start_q35() { start_pvh q35; }
start_microvm() { start_pvh microvm; }

# ---- Xen

# xen.sh starts QEMU by $xen_exec.
in_xen() { # COMMAND...
	(
		cd "$run/boot" || exit 2
		ulimit -f $MOST
		xen_exec='exec'
		"$@" -d cpu_reset -D boot.cpu -serial file:boot.com1 \
			</dev/null >/dev/null 2>boot.qemu
	) &
	child=$!
}

# A comma separates modules in QEMU's -initrd; two stand for one in the words.
start_xen_dom0() {
	link_files
	start_modules="kernel.elf $(printf '%s' "$words" | sed 's/,/,,/g')"
	in_xen xen_pvh $((seconds + BEFORE)) \
		"$start_modules${module:+,module0}" ''
}

# Linux is dom0, and boot/pvh-boot/job makes the domain.
start_xl() {
	mkdir "$run/boot/job"
	cp "$kernel" "$run/boot/job/kernel.elf"
	cp "$home/boot/xen/job.sh" "$home/boot/pvh-boot/job" "$run/boot/job"
	{
		cat "$home/arch/pvh/pvh.cfg"
		echo 'memory = 256'
		# The kind of quote around a string cannot be in it.
		case $words in
		'') ;;
		*\'*) printf 'cmdline = "%s"\n' "$words" ;;
		*) printf "cmdline = '%s'\\n" "$words" ;;
		esac
		[ -z "$module" ] || echo 'ramdisk = "module0"'
	} >"$run/boot/job/pvh.cfg"
	[ -z "$module" ] || cp "$module" "$run/boot/job/module0"
	echo "seconds=$seconds" >"$run/boot/job/settings"
	in_xen xen_linux $((seconds + BEFORE)) "$run/boot/job" guest_loglvl=all
}

# ---- UEFI and GRUB

start_efi() {
	{
		printf '%s' "$words" | sed 's/[\\"]/\\&/g; s/.*/kernel_options="&"/'
		echo
		if [ -n "$module" ]; then
			echo 'module0_load="YES"'
			echo 'module0_name="/boot/module0"'
			echo 'module0_type="md_image"'
		fi
	} >"$run/boot/loader.conf"
	start_bytes=$(cat "$kernel" "$loader_efi" ${module:+"$module"} | wc -c)
	disk "$run/boot/disk" $((34 + start_bytes / 1048576)) \
		"/EFI/BOOT/BOOTX64.EFI=$loader_efi" \
		"/boot/kernel/kernel=$kernel" \
		"/boot/loader.conf=$run/boot/loader.conf" \
		${module:+"/boot/module0=$module"}
	# shellcheck disable=SC2046 # a list of arguments
	qemu $((seconds + BEFORE)) -M q35 \
		$(firmware efi "$run/boot/vars") -drive format=raw,file=disk
}

# The words, as the kit splits them, one a line.
split_words() {
	printf '%s\n' "$words" | awk '{
		word = quote = ""; any = 0
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			if (quote != "" && c == quote) {
				quote = ""
			} else if (quote != "") {
				word = word c
			} else if (c == "\"" || c == "\047") {
				quote = c; any = 1
			} else if (c != " ") {
				word = word c; any = 1
			} else {
				if (any)
					print word
				word = ""; any = 0
			}
		}
		if (any)
			print word
	}'
}

# GRUB has no command line for a FreeBSD kernel: options, and variables.
grub_menu() {
	cat <<-'END'
	serial --unit=0 --speed=115200
	terminal_output serial
	set kFreeBSD.loader=grub
	END
	echo "echo '$GRUB_SAYS'"
	split_words | sed "s/'/'\\\\''/g" | awk '
		/^--$/ && !ended { ended = 1; next }
		/^-/ && !ended { options = options " \047" $0 "\047"; next }
		!/=/ { $0 = $0 "=1" }
		{ print "set \047kFreeBSD." $0 "\047" }
		END { print "if kfreebsd /boot/kernel.elf" options "; then" }'
	[ -z "$module" ] || echo 'kfreebsd_module /boot/module0 type=md_image'
	printf '%s\n' boot 'fi' "echo '$GRUB_FAILS'"
}

start_grub() {
	link_files
	grub_menu >"$run/boot/menu"
	(
		cd "$run/boot" && cp -L kernel.elf kernel &&
			mkdir iso && mv kernel iso/kernel.elf &&
			sh "$home/boot/grub/iso" disk.iso "$cache/grub" menu \
				iso/kernel.elf ${module:+module0}
	) >"$run/boot/log" 2>&1
	qemu $((seconds + BEFORE)) -M q35 \
		-drive format=raw,media=cdrom,file=disk.iso
}
