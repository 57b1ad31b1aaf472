# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What a section of a page shows, word for word. A section is all below a line
# in capitals. What begins with a tab is a file, if the last line before it ends
# with the file's name and a colon; or else it is commands. Source it.

# The lines shown, as FILE, a tab, LINE; FILE is - for commands.
shown() { # PAGE SECTION
	awk -v section="$2" '
		/^[A-Z]/ && !/[a-z]/ { inside = $0 == section; next }
		!inside { next }
		/^$/ { blank++; next }
		/^[^\t]/ { file = "-"; blank = 0 }
		/^[^\t].*:$/ && $NF ~ /^(GNUmakefile|[A-Za-z.\/]+\.[a-z]+):$/ {
			file = substr($NF, 1, length($NF) - 1)
		}
		/^\t/ {
			for (; blank > 0; blank--)
				if (file == last)
					print file "\t"
			print file $0
			last = file
		}' "$1"
}

# Writes the files into a folder.
shown_files() { # PAGE SECTION FOLDER
	shown "$1" "$2" | sed -n '/^-/!s/\t.*//p' | sort -u |
		while read -r shown_file; do
			mkdir -p "$(dirname "$3/$shown_file")"
			shown "$1" "$2" | awk -F '\t' -v file="$shown_file" '
				$1 == file { sub(/^[^\t]*\t/, ""); print }' \
				>"$3/$shown_file"
		done
}

shown_commands() { # PAGE SECTION
	shown "$1" "$2" | sed -n 's/^-\t//p'
}

# How many lines the kit takes in the makefile and in the linker script of its
# README's kernel: those that tests/tree/before, the kernel without it, lacks.
kit_lines() { # FOLDER: what shown_files wrote
	for kit_lines_file in GNUmakefile kernel.ld; do
		diff "tests/tree/before/$kit_lines_file" "$1/$kit_lines_file" || :
	done | grep -c '^>'
}

# Runs a command in $TMP/NAME until it prints the line, and ends it then. Its
# output is in $TMP/NAME.com1.
prints() { # NAME LINE COMMAND
	: >"$TMP/$1.com1"
	(cd "$TMP/$1" && exec timeout -k 5 "${BOOT_SECONDS:-60}" sh -c "exec $3") \
		>"$TMP/$1.com1" 2>&1 </dev/null &
	prints_pid=$!
	until tr -d '\r' <"$TMP/$1.com1" | grep -x "$2" ||
		! kill -0 $prints_pid 2>/dev/null; do
		sleep 0.1
	done
	kill $prints_pid 2>/dev/null
	wait $prints_pid 2>/dev/null
	tr -d '\r' <"$TMP/$1.com1" | grep -qx "$2" ||
		{ cat "$TMP/$1.com1" && false; }
}
