#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# "make run", whatever its settings hold: no module at all, one whose name has a
# blank, words with quotes.
. tests/lib/tap.sh

run() { # NAME SETTING...: the output goes to $TMP/NAME
	run_name=$1
	shift
	MAKEFLAGS='' timeout -k 5 120 make -s run "$@" >"$TMP/$run_name.raw" \
		2>&1 </dev/null
	run_status=$?
	tr -d '\r' <"$TMP/$run_name.raw" >"$TMP/$run_name"
	cat "$TMP/$run_name"
	return $run_status
}

reports() { # NAME LINE SETTING...
	reports_line=$2
	reports_name=$1
	shift 2
	run "$reports_name" "$@" && grep -qxF "$reports_line" "$TMP/$reports_name"
}

language() {
	# shellcheck disable=SC2016 # the recipe's
	printf 'include GNUmakefile\nlanguage: ; @echo $$LC_ALL\n' |
		LC_ALL=de_DE.UTF-8 MAKEFLAGS='' make -s -f - language | grep -x C
}
check "tools print English" language

cp LICENSE "$TMP/a [file]"
check "INITRD=: no module" reports none 'module: none' INITRD=
check "a module whose name has a blank" reports blank \
	"kenv: motd=hello, world" INITRD="$TMP/a [file]"
check "that module arrives" grep -E \
	"^module: 0 module0 md_image 0x[0-9a-f]+ $(wc -c <LICENSE) " "$TMP/blank"
check "words with both kinds of quotes" reports quotes "kenv: motd=it's so" \
	INITRD= APPEND='"motd=it'\''s so"'
done_testing
