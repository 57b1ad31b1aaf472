#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# pvh-check's options, statuses and output. Its verdicts have a unit test, and
# are compared with real loaders in tests/boot/check.
. tests/lib/tap.sh

CHECK=$BUILD/pvh-check
FILES=tests/host/fuzz/corpus/check

# A test: the status, and what is printed on both outputs (a pattern).
says() { # DESCRIPTION STATUS PATTERN COMMAND...
	says_what=$1 says_status=$2 says_pattern=$3
	shift 3
	"$@" >"$TMP/says" 2>&1
	says_got=$?
	if [ $says_got = "$says_status" ] && grep -q "$says_pattern" "$TMP/says"; then
		ok "$says_what"
	else
		{
			echo "status $says_got, not $says_status; or no $says_pattern in:"
			cat "$TMP/says"
		} | not_ok "$says_what"
	fi
}

says "status 0 if all boot it" 0 '^  loader.elf  *yes' \
	"$CHECK" "$BUILD/kernel.elf"
says "status 1 if one does not" 1 '^  alioth  *no ' "$CHECK" "$FILES/align8"
says "status 0 if those that are asked do" 0 '^  xen-domu  *yes$' \
	"$CHECK" --vmm xen-domu,firecracker "$FILES/align8"
gzip -c "$FILES/good" >"$TMP/good.gz"
says "a gzip file is looked into" 0 'good.gz: gzip, ELF64, e_machine 62' \
	"$CHECK" --vmm freebsd,loader.elf "$TMP/good.gz"
says "status 1 for what is no kernel" 1 'no *not-elf' "$CHECK" README
says "an empty file" 1 'it has 0 bytes' "$CHECK" /dev/null
says "status 2 without a file" 2 '^usage: ' "$CHECK"
says "status 2 for an unknown option" 2 '^usage: ' "$CHECK" --colour x
says "status 2 for a file that is not there" 2 \
	'^pvh-check: no/file: No such file or directory$' "$CHECK" no/file
says "status 2 for a folder" 2 '^pvh-check: boot: Is a directory$' "$CHECK" boot
says "status 2 if any file cannot be read" 2 '^  qemu  *yes' \
	"$CHECK" no/file "$BUILD/kernel.elf"
says "an unknown loader" 2 \
	'^pvh-check: --vmm: no loader is named "bochs"; see --help$' \
	"$CHECK" --vmm qemu,bochs "$BUILD/kernel.elf"
says "an empty name" 2 'no loader is named ""' "$CHECK" --vmm qemu, README
says "an unknown rule, and a list" 2 '^note-align$' "$CHECK" --explain x
says "a rule explained" 0 '^    change  Keep everything but .note.Xen' \
	"$CHECK" --explain note-align
says "the version" 0 \
	"^pvh-check $(cat arch/pvh/VERSION 2>/dev/null || echo unversioned)\$" \
	"$CHECK" --version
full() {
	"$CHECK" "$FILES/good" >/dev/full
}
says "output that cannot be written" 2 '^pvh-check: standard output: ' full

cat_check() { # FILE OPTION...
	cat_file=$1
	shift
	"$CHECK" "$@" - <"$cat_file"
}
says "standard input" 1 '^-: ELF64' cat_check "$FILES/align8"
{
	cat "$FILES/good"
	head -c 9000000 /dev/zero
} >"$TMP/large"
says "standard input of 9 MB" 0 '^  xen-domu  *yes$' \
	cat_check "$TMP/large" --vmm xen-domu

# ---- what is printed

"$CHECK" --vmm qemu,firecracker --json "$FILES/two" "$FILES/pe" >"$TMP/json"
cat >"$TMP/rows.py" <<'END'
import json, sys
for line in open(sys.argv[1]):
    report = json.loads(line)
    print(report['file'].split('/')[-1])
    for row in report['rows']:
        print(row['vmm'], row['verdict'], row.get('rule'), *sorted(row))
END
cat >"$TMP/json.expected" <<'END'
two
qemu yes None verdict vmm
firecracker else note-last advice remark rule value verdict vmm
pe
qemu no pe-header advice rule value verdict vmm
firecracker no pe-header advice rule value verdict vmm
END
python3 "$TMP/rows.py" "$TMP/json" >"$TMP/json.got" 2>&1
same "JSON has what it should have" "$TMP/json.expected" "$TMP/json.got"

cp "$FILES/good" "$TMP/a\"b"
says "JSON quotes a file's name" 0 '"file": "-*[^ ]*a\\"b"' \
	"$CHECK" --json --vmm qemu "$TMP/a\"b"

sed -n '/^    kernel.elf: /,/^    yes /p' boot/check/README |
	sed '$d; s/^    //' | sed '$d' >"$TMP/page"
(cd "$TMP" && cp "$OLDPWD/$FILES/align8" kernel.elf &&
	"$OLDPWD/$CHECK" --vmm qemu,xen-domu,firecracker,grub,loader.efi \
		kernel.elf) >"$TMP/table"
same "the table is that of boot/check/README" "$TMP/page" "$TMP/table"

narrow() {
	{
		"$CHECK" --help
		"$CHECK" "$FILES"/*
		cat "$TMP/rules"
	} | grep -E '^.{81}' >"$TMP/wide"
	diff /dev/null "$TMP/wide"
}
"$CHECK" --explain x 2>/dev/null |
	while read -r rule; do "$CHECK" --explain "$rule"; done >"$TMP/rules"
check "no line is longer than 80 columns" narrow
check "words are broken into lines of 75" grep -q -x '.\{75\}' "$TMP/rules"

# All kinds of rows, and the other texts; UPDATE=1 writes check.txt anew.
everything() {
	"$OLDPWD/$CHECK" --help
	"$OLDPWD/$CHECK" --explain x 2>&1
	"$OLDPWD/$CHECK" bzimage elf32 multiboot1 overlap two
}
(cd "$FILES" && everything) >"$TMP/everything"
[ -z "${UPDATE:-}" ] || cp "$TMP/everything" tests/tree/check.txt
same "tables, help and the list of rules are those of check.txt" \
	tests/tree/check.txt "$TMP/everything"

# Colours: on a terminal, unless NO_COLOR is set.
cat >"$TMP/colour.py" <<'END'
import os, pty, re, sys
text = b''
def read(fd):
    global text
    data = os.read(fd, 4096)
    text += data
    return data # nothing would be the end
pty.spawn(sys.argv[1:], read)
print(*sorted(set(re.findall(r'\033\[(\d*)m', text.decode()))),
      'colour' if b'\033' in text else 'plain', b'qemu' in text)
END
says "colours on a terminal" 0 '^ 31 32 33 colour True$' env NO_COLOR= \
	python3 "$TMP/colour.py" "$CHECK" "$FILES/two"
says "NO_COLOR" 0 '^plain True$' env NO_COLOR=1 \
	python3 "$TMP/colour.py" "$CHECK" "$FILES/good"
plain() {
	! "$CHECK" "$FILES/good" | grep "$(printf '\033')"
}
check "none elsewhere" plain

# ---- its pages

# Every loader is in the manual page.
named() {
	"$CHECK" --help | sed -n 's/^  \([a-z][^ ]*\)  .*/\1/p' |
		while read -r name; do
			grep -q "^\.Cm $name\( [,.]\)*\$" boot/check/pvh-check.1 ||
				echo "not in pvh-check.1: $name"
		done | diff /dev/null -
}
check "the manual page has all loaders" named
if command -v mandoc >/dev/null; then
	check "mandoc finds nothing in the manual page" sh -c \
		'mandoc -T lint -W warning boot/check/pvh-check.1 2>&1 | diff /dev/null -'
else
	leave_out "mandoc finds nothing in the manual page" "no mandoc"
fi
done_testing
