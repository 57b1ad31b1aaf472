# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What "make fuzz" and the tests share. Source it in the top folder. A target's
# inputs are in tests/host/fuzz/corpus/TARGET, those of past bugs in
# tests/host/fuzz/bugs/TARGET, and those that are too large to keep in the tree,
# which generate.py makes, in $FUZZ/limits/TARGET. What a run finds stays below
# $FUZZ.

FUZZ=${BUILD:-build}/fuzz

# The folders of a target's inputs.
inputs() { # TARGET
	for inputs_folder in tests/host/fuzz/corpus tests/host/fuzz/bugs \
		"$FUZZ/limits"; do
		if [ -d "$inputs_folder/$1" ]; then
			echo "$inputs_folder/$1"
		fi
	done
}

# Fuzzes for SECONDS, or until the first input on which a property does not hold
# or a sanitizer reports an error, or that takes 1 GiB or 30 s.
fuzz() { # TARGET SECONDS
	mkdir -p "$FUZZ/corpus/$1" "$FUZZ/crash/$1"
	# shellcheck disable=SC2046 # folders without blanks
	"$FUZZ/asan/$1" -max_total_time="$2" -max_len=8192 -timeout=30 \
		-rss_limit_mb=1024 -detect_leaks=0 -print_final_stats=1 \
		-artifact_prefix="$FUZZ/crash/$1/" \
		"$FUZZ/corpus/$1" $(inputs "$1") >"$FUZZ/$1.log" 2>&1
}

# Runs every input once.
replay() { # TARGET
	mkdir -p "$FUZZ/crash/$1"
	# shellcheck disable=SC2046
	"$FUZZ/asan/$1" -runs=0 -timeout=30 -artifact_prefix="$FUZZ/crash/$1/" \
		$(inputs "$1") >"$FUZZ/$1.replay.log" 2>&1
}

# A line of the table, from a target's log.
row() { # TARGET
	awk -v target="$1" '
		/^#/ {
			for (i = 1; i < NF; i++) {
				if ($i == "cov:") edges = $(i + 1)
				if ($i == "ft:") features = $(i + 1)
				if ($i == "corp:") corpus = $(i + 1)
				if ($i == "exec/s:") speed = $(i + 1)
			}
			runs = substr($1, 2)
		}
		/^stat::number_of_executed_units/ { runs = $2 }
		/^stat::average_exec_per_sec/ { speed = $2 }
		/Test unit written to/ { crashes++ }
		END {
			printf "%-9s %11d %7d %6d %9d %11s %8d\n", target, runs,
				speed, edges, features, corpus, crashes
		}' "$FUZZ/$1.log"
}

heading() {
	echo "target     executions  exec/s  edges  features      corpus  crashes"
}

# What a run found, and how to see it again.
crashes() { # TARGET
	sed -n 's/.*Test unit written to //p' "$FUZZ/$1.log" |
		while read -r crashes_file; do
			grep -m 3 -E 'does not hold|ERROR|SUMMARY' "$FUZZ/$1.log"
			echo "reproducer: $crashes_file"
			echo "to replay:  $FUZZ/asan/$1 $crashes_file"
		done
}
