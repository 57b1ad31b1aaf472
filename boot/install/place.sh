#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# place.sh install ROOT: puts what standard input lists (list.sh) below ROOT,
# which is DESTDIR and PREFIX in one. What an earlier install put there goes
# first.
# place.sh uninstall ROOT: removes exactly what was put there, and those folders
# that were made for it, if nothing else is in them.
# The record of both is share/pvh/installed: "file PATH" and "dir PATH" below
# ROOT, folders before what is in them, and "above N": ROOT and the N - 1
# folders over it were made, too.
set -eu
umask 022

die() {
	printf '%s: %s\n' "$0" "$1" >&2
	exit 1
}

[ $# -eq 2 ] || die "usage: boot/install/place.sh install|uninstall ROOT"
verb=$1
root=$(printf %s "$2" | sed 's|//*|/|g; s|/$||')
record=share/pvh/installed

parent() { # FOLDER
	case $1 in
	*/*) dirname "$1" ;;
	*) echo . ;;
	esac
}

# Makes a folder below the root, and those that it is in.
folder() { # PATH
	[ ! -d "$root/$1" ] || return 0
	case $1 in
	*/*) folder "${1%/*}" ;;
	esac
	mkdir "$root/$1"
	echo "dir $1" >>"$root/$record"
}

# The record has to be somewhere before it can be written.
begin() {
	begin_above=0
	begin_at=$root
	while [ -n "$begin_at" ] && [ ! -d "$begin_at" ]; do
		begin_above=$((begin_above + 1))
		begin_at=$(parent "$begin_at")
	done
	begin_lines="above $begin_above"
	for begin_dir in share share/pvh; do
		[ -d "$root/$begin_dir" ] || begin_lines="$begin_lines
dir $begin_dir"
	done
	mkdir -p "$root/share/pvh"
	printf '%s\n' "$begin_lines" "file $record" >"$root/$record"
}

place() { # MODE PATH SOURCE
	folder "${2%/*}"
	echo "file $2" >>"$root/$record"
	case $1 in
	link) ln -sf "$3" "$root/$2" ;;
	*) install -m "$1" "$3" "$root/$2" ;;
	esac
}

# A record that names anything outside of the root was not written here.
judge_record() {
	judge_odd=$(grep -Evx -e 'above [0-9]{1,3}' \
		-e '(file|dir) [A-Za-z0-9_.+-]+(/[A-Za-z0-9_.+-]+)*' \
		"$root/$record" | head -n 1)
	[ -n "$judge_odd" ] || judge_odd=$(
		grep -E '[ /]\.\.?(/|$)' "$root/$record" | head -n 1)
	[ -z "$judge_odd" ] ||
		die "$root/$record is no record of an install: \"$judge_odd\""
}

remove() {
	judge_record
	sed -n 's/^file //p' "$root/$record" | grep -vx "$record" |
		(cd "$root/" && xargs rm -f)
	remove_above=$(sed -n 's/^above //p' "$root/$record")
	remove_dirs=$(sed -n '1!G; h; $p' "$root/$record" | sed -n 's/^dir //p')
	rm -f "${root:?}/$record"
	# shellcheck disable=SC2086 # a list
	(cd "$root/" && rmdir $remove_dirs 2>/dev/null) || :
	remove_at=$root
	while [ "${remove_above:-0}" -gt 0 ] && rmdir "$remove_at" 2>/dev/null; do
		remove_above=$((remove_above - 1))
		remove_at=$(parent "$remove_at")
	done
}

case $verb in
install)
	[ ! -e "$root/$record" ] || remove
	begin
	while read -r mode path source; do
		place "$mode" "$path" "$source"
	done
	;;
uninstall)
	[ -e "$root/$record" ] ||
		die "nothing is installed in $root/: no $record"
	remove
	;;
*) die "usage: boot/install/place.sh install|uninstall ROOT" ;;
esac
