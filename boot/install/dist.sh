#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# dist.sh FILE.tar.gz: packs the tree as a folder pvh-VERSION. In a clone these
# are the files that git knows, as they are on the disk; elsewhere all files,
# but for those in folders called build and in $BUILD.
set -eu
export LC_ALL=C # for sort
umask 022

[ $# -eq 1 ] || {
	echo "usage: boot/install/dist.sh FILE.tar.gz" >&2
	exit 1
}
version=$(cat arch/pvh/VERSION)
epoch=$(sh boot/install/date.sh)
list=$1.list
mkdir -p "$(dirname "$1")"

if git ls-files --error-unmatch arch/pvh/VERSION >"$list" 2>/dev/null; then
	git ls-files >"$list"
	[ -z "$(git status --porcelain 2>&1)" ] ||
		echo "dist: this is not what is committed: see git status" >&2
else
	find . \( -name build -o -name .git -o -path "./${BUILD:-build}" \) -prune -o \
		-type f -print | sed 's|^\./||' >"$list"
fi

sort -u "$list" | tar --format=ustar --no-recursion --verbatim-files-from \
	--files-from=- --transform="s|^|pvh-$version/|" \
	--mtime="@$epoch" --owner=0 --group=0 --numeric-owner \
	--mode=u=rwX,go=rX -cf "$1.tar"
rm "$list"
gzip -9n <"$1.tar" >"$1.new"
rm "$1.tar"
mv "$1.new" "$1"
