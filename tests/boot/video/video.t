#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The kit's room video: a kernel opens the frame buffer of QEMU's devices, and
# the screen shows what it painted there.
. tests/lib/tap.sh
. tests/lib/shot.sh

KERNEL=$BUILD/video/kernel.elf
SHOT_SECONDS=${BOOT_SECONDS:-60}

# A test: what a boot prints are the lines of standard input.
prints() { # NAME QEMU-ARGUMENTS...
	cat >"$TMP/expected"
	prints_name=$1
	screenshot "$@" -m 64 -net none -kernel "$KERNEL"
	same "$prints_name: what it prints" "$TMP/expected" "$boot.e9"
}

# Two tests: so it is for a frame buffer of that mode, after warnings on
# standard input; and the picture is on the screen.
shows_picture() { # NAME WORDS MODE QEMU-ARGUMENTS...
	picture_words=$2 colours='red 8<<16, green 8<<8, blue 8<<0'
	[ "${3##*x}" = 32 ] || colours='red 5<<11, green 6<<5, blue 5<<0'
	{
		cat
		echo "words: $2"
		echo "video: $3, pitch $((${3%%x*} * ${3##*x} / 8)), $colours"
		case "$*" in
		*ramfb*) echo 'its type in the map: 2' ;;
		*) echo ;;
		esac
		echo 'boot: ok'
	} >"$TMP/picture"
	picture_name=$1
	shift 3
	prints "$picture_name" -append "$picture_words" "$@" <"$TMP/picture"
	check "$picture_name: the screen shows the picture" python3 \
		tests/boot/video/picture.py "$boot.ppm" "$boot.e9"
}

# A test: there is no frame buffer.
none() { # NAME QEMU-ARGUMENTS...
	prints "$@" <<-'END'
	pvh: warning: video: no frame buffer: no device has one
	words: 
	boot: no frame buffer
	END
}

microvm='-M microvm -bios qboot.rom -vga none'

shows_picture pc '' 1024x768x32 -M pc </dev/null
shows_picture q35 '' 1024x768x32 -M q35 </dev/null
shows_picture bochs '' 1024x768x32 -M q35 -vga none -device bochs-display </dev/null
shows_picture ramfb '' 1024x768x32 -M q35 -vga none -device ramfb </dev/null
# shellcheck disable=SC2086 # a list
shows_picture microvm '' 1024x768x32 $microvm -device ramfb </dev/null
shows_picture secondary '' 1024x768x32 -M pc -vga none \
	-device virtio-rng-pci,addr=9,multifunction=on \
	-device secondary-vga,addr=9.3 </dev/null

shows_picture word 'a video=640x480 video=800x600 b' 800x600x32 -M pc </dev/null
shows_picture depth 'video=640x480x16' 640x480x16 -M q35 \
	-vga none -device bochs-display </dev/null
shows_picture wanted small 640x480x16 -M q35 </dev/null
shows_picture over 'small video=1280x800' 1280x800x16 -M q35 </dev/null
shows_picture word-ramfb 'video=800x600x32' 800x600x32 -M q35 \
	-vga none -device ramfb </dev/null

shows_picture malformed 'a video=800' 1024x768x32 -M q35 <<'END'
pvh: warning: video: no mode in the word at byte 2, left out
END
shows_picture wide video=16384x768 1024x768x32 -M q35 <<'END'
pvh: warning: video: no mode has width 16384; 1024x768x32 instead
END
shows_picture large video=4096x4096 1024x768x32 -M q35 <<'END'
pvh: warning: video: no room for 0x4000000 bytes; 1024x768x32 instead
END
shows_picture large-ramfb video=8192x8192 1024x768x32 -M q35 \
	-vga none -device ramfb <<'END'
pvh: warning: video: no room for 0x10000000 bytes; 1024x768x32 instead
END
shows_picture depth-ramfb small 1024x768x32 -M q35 -vga none -device ramfb <<'END'
pvh: warning: video: the device has no 16 bits a pixel; 1024x768x32 instead
END

shows_picture little video=640x400 640x400x32 -M q35 \
	-vga none -device VGA,vgamem_mb=1 </dev/null
prints too-little -M q35 -vga none -device VGA,vgamem_mb=1 <<'END'
pvh: warning: video: no frame buffer: 1024x768x32 cannot be set
words: 
boot: no frame buffer
END
none none -M q35 -vga none
none cirrus -M pc -vga cirrus
# shellcheck disable=SC2086 # a list
none microvm-none $microvm

KERNEL=$BUILD/no-video/kernel.elf
prints left-out -M q35 <<'END'
words: 
boot: no frame buffer
END
done_testing
