#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# arch/amd64/font.sh FONT OUTPUT: the first 256 glyphs of a console font in the
# format PSF 1, 8 pixels by 16, gzipped or not, without its header: 16 bytes a
# glyph. The font is not part of this tree but of a Debian package.
set -eu

die() {
	printf 'arch/amd64/font.sh: %s\n' "$*" >&2
	exit 1
}

[ $# -eq 2 ] || die "usage: arch/amd64/font.sh FONT OUTPUT"
[ -r "$1" ] ||
	die "no $1: make deps installs it (Debian package fonts-spleen), FONT= names another"
trap 'rm -f "$2.psf"' EXIT
gzip -dcf "$1" >"$2.psf"
# The magic, any mode, and the height.
case $(od -An -tx1 -N4 "$2.psf" | tr -d ' ') in
3604??10) ;;
*) die "$1 is not a font in the format PSF 1, 8 by 16" ;;
esac
tail -c +5 "$2.psf" | head -c 4096 >"$2.new"
[ "$(wc -c <"$2.new")" -eq 4096 ] || die "$1 is too short"
mv "$2.new" "$2"
