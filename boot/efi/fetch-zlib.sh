#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# boot/efi/fetch-zlib.sh DIR: Debian's source of zlib, into DIR. No package of
# compiled code has an inflate that keeps out of the red zone, which UEFI's
# interrupts overwrite. Needs no root; the mirrors are those of apt's own.
set -eu

dir=$1
part=$dir.part
rm -rf "$part"
mkdir -p "$part/sources" "$part/lists/partial"
for f in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
	[ ! -f "$f" ] || sed -n 's/^deb[[:blank:]]/deb-src /p' "$f"
done >"$part/sources/machine.list"
for f in /etc/apt/sources.list.d/*.sources; do
	[ ! -f "$f" ] ||
		sed 's/^Types:.*/Types: deb-src/' "$f" >"$part/sources/$(basename "$f")"
done

apt() {
	apt-get -q -o Dir::Etc::sourcelist=/dev/null \
		-o "Dir::Etc::sourceparts=$part/sources" \
		-o "Dir::State::lists=$part/lists" -o "Dir::Cache=$part" \
		-o APT::Sandbox::User= "$@"
}
case $part in
/*) ;;
*) part=$PWD/$part ;;
esac
cd "$part"
# A source of the machine's that is out of reach need not be Debian's.
apt update >log 2>&1 || :
if ! apt source --download-only zlib >>log 2>&1; then
	tail -n 5 log >&2
	echo "boot/efi/fetch-zlib.sh: no source of zlib; make ZLIB= builds without gzip" >&2
	exit 1
fi
tar --no-same-owner -xf zlib_*.orig.tar.* --strip-components=1
rm -rf lists sources archives ./*pkgcache.bin zlib_* log
cd - >/dev/null
rm -rf "$dir"
mv "$part" "$dir"
