#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The rules of the tree that a machine can check.
. tests/lib/tap.sh

# The files of the tree whose names match, also where there is no git.
sources() { # PATTERN...
	if git ls-files --error-unmatch tests/tree/lint.t >/dev/null 2>&1; then
		git ls-files -co --exclude-standard -- "$@"
		return
	fi
	for pattern; do
		find . -path ./build -prune -o -type f -path "*$pattern" -print
	done
}

# All shell scripts, whatever their names, on one line.
scripts() {
	{
		sources '*.sh' '*.t'
		sources '.ci/*' 'boot/*' 'tests/*' | xargs grep -l '^#! */bin/sh'
	} | sort -u | tr '\n' ' '
}

# The layout depends on clang-format's version; the one to use is Debian 12's.
formatter() {
	clang-format --version 2>/dev/null | sed -n 's/.* version \([0-9]*\).*/\1/p'
}
case $(formatter) in
14)
	check "C is in the shape of .clang-format" \
		sh -c "clang-format --dry-run -Werror $(sources '*.[ch]' | tr '\n' ' ')"
	;;
'') skip "C is in the shape of .clang-format" "no clang-format" ;;
*)
	leave_out "C is in the shape of .clang-format" \
		"clang-format is version $(formatter), not 14"
	;;
esac
if command -v shellcheck >/dev/null; then
	check "shellcheck finds nothing" sh -c "shellcheck -x -s sh $(scripts)"
else
	skip "shellcheck finds nothing" "no shellcheck"
fi

nothing() { # COMMAND...: ok if it fails, as grep does if it finds nothing
	! "$@"
}
check "every file has its SPDX line" nothing sh -c "grep -L SPDX-License-Identifier \
	$(sources '*.[ch]' '*.asm' '*.inc' '*.ld' '*.mk' '*.sh' '*.t' '*.py' '*.cfg' \
		'*GNUmakefile' '*README' | tr '\n' ' ') | grep ."
check "only the parser knows start_info" nothing sh -c \
	"grep -l 'include \"start_info' arch/*/* arch/*/*/* kern/* boot/*/* 2>/dev/null | grep -v '^arch/pvh/pvh_parse.c$'"
check "the kit includes nothing from outside" nothing sh -c \
	"grep -n '#include' arch/pvh/*.[ch] arch/pvh/*/*.[ch] | grep -vE '\"([a-z]+/)?[a-z0-9_]+\.h\"|<std(int|def|bool)\.h>'"
check "the kit's core knows no format" nothing sh -c \
	"grep -n '#include' arch/pvh/*.[ch] | grep -E 'metadata\.h|freebsd'"
check "the kernel takes only metadata.h from the kit" nothing sh -c \
	"grep -n '#include \"[a-z_0-9]*\.h\"' arch/amd64/*.[ch] kern/*.[ch] | grep -v '\"metadata.h\"'"
check "kern knows no machine, and the loader no kernel" nothing sh -c \
	"{ grep -nE '#include \"(arch|boot)/' kern/*.[ch]
	grep -nE '#include \"(kern|arch/amd64)/' boot/*/*.[ch]; } | grep ."
check "nothing is left for later" nothing sh -c "grep -nE 'TODO|FIXME|XXX|HACK' \
	$(sources '*.[ch]' '*.asm' '*.inc' '*.ld' '*.mk' '*.sh' '*.py' '*GNUmakefile' '*README' | tr '\n' ' ')"
long_lines() {
	for file in $(sources '*.[ch]' '*.asm' '*.inc'); do
		expand "$file" | grep -nE '^.{81}' | sed "s|^|$file:|"
	done | grep .
}
check "no line of C or NASM is longer than 80 columns" nothing long_lines
done_testing
