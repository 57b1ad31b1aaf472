#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What may be in an archive, and what its loader.conf says.
. tests/boot/loader/loader.sh

# A test: with the folder $TMP/tree in an archive, and COMMAND to pack it, the
# report has a line for each pattern.
archive() { # NAME APPEND PATTERN...
	archive_name=$1 archive_append=$2
	shift 2
	qemu "$archive_name" -kernel "$KERNEL" -M q35 -m 128 \
		-initrd "$TMP/tree.tar" -append "$archive_append"
	check "$archive_name: good" ends good $?
	check "$archive_name: as it should be" says "$(report)" "$@"
}
tree() { # OPTION...: packs the tree
	(cd "$TMP/tree" && tar "$@" -cf ../tree.tar --sort=name .)
}
file() { # PATH: standard input becomes a file of the tree
	mkdir -p "$(dirname "$TMP/tree/$1")"
	cat >"$TMP/tree/$1"
}
clean() {
	rm -rf "$TMP/tree"
	mkdir "$TMP/tree"
}

# Without loader.conf: the first ELF file, and all others in order.
long=$(printf '%090d' 0)/$(printf '%090d' 0)
clean
file a.txt <LICENSE
file b/kernel <"$NATIVE"
file c.elf <"$NATIVE"
file "d/$long" <README
file empty </dev/null
tree --format=ustar
archive default '-s x=1' '^howto: 0x2 single$' '^kenv: x=1$' \
	"^module: 0 a.txt md_image .* $(contents LICENSE)\$" \
	"^module: 1 c.elf md_image .* $(contents "$NATIVE")\$" \
	"^module: 2 d/$long md_image .* $(contents README)\$" \
	'^module: 3 empty md_image '
check "default: nothing is wrong" test "$(grep -c '^pvh: ' "$boot.com1")" = 0

# GNU tar's own format, as long as names are short.
rm -r "$TMP/tree/d"
tree --format=gnu
archive gnu '' "^module: 1 c.elf md_image .* $(contents "$NATIVE")\$"

# A link is left out, with a line.
ln -s a.txt "$TMP/tree/link"
tree --format=ustar
archive link '' '^module: 2 empty ' \
	'^pvh: warning: loader: archive: 1 entries that are no files, left out$'

# A tree as loader.efi boots it, with the same loader.conf.
clean
file boot/loader.conf <<'END'
# a comment
kernel="other"
kernel_options="-v 'x=a b'"
one_load="YES"
one_name="/boot/one"
one_type="mfs_root"
one_flags="some words"
two_load="YES"
no_load="NO"
packed_load="YES"
packed_packed="YES"
motd="hello, world"
both="it's \"so\""
over="ridden"
a line that makes no sense
END
file boot/other/kernel <"$NATIVE"
file boot/kernel/kernel <LICENSE
file boot/one <LICENSE
gzip -c README | file boot/kernel/two.ko.gz
gzip -c README | file boot/kernel/packed.ko
file not-asked-for <README
tree --format=ustar
archive conf 'over=written -s' '^howto: 0x802 single verbose$' \
	'^kenv: motd=hello, world$' "^kenv: both=it's \"so\"\$" \
	'^kenv: x=a b$' '^kenv: over=written$' \
	"^module: 0 /boot/one mfs_root .* $(contents LICENSE) some words\$" \
	"^module: 1 /boot/kernel/two.ko md_image .* $(contents README)\$" \
	"^module: 2 /boot/kernel/packed.ko md_image .* $(contents \
		"$TMP/tree/boot/kernel/packed.ko")\$" \
	'^pvh: warning: loader: loader.conf: line 15: no = after the name, left out$'
check "conf: three modules" test "$(grep -c '^module: ' "$boot.com1")" = 3

# At the top, with a kernel that is compressed.
clean
file loader.conf <<'END'
kernel="/kernel"
END
gzip -c "$NATIVE" | file kernel.gz
tree --format=ustar
archive top '' '^module: none$'
done_testing
