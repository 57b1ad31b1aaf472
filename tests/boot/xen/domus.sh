# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Many domUs in one run of dom0, judged by the traces that boot/xen/job.sh
# leaves. Source it after judge.sh.
. boot/xen/domus.sh

# Boots dom0, which runs $TMP/job/job. Leaves in $TMP/out the files that job.sh
# describes, consoles as NAME.txt, and in $TMP dom0's own traces as domu.*.
# Returns QEMU's status.
run_job() { # SECONDS
	boot=$TMP/domu
	rm -rf "$boot".* "$TMP/out"
	mkdir "$TMP/out"
	xen_linux "$1" "$TMP/job" guest_loglvl=all -d cpu_reset \
		-D "$TMP/domu.cpu" -serial "file:$TMP/domu.com1" \
		2>"$TMP/domu.qemu" </dev/null
	run_job_status=$?
	job_results "$TMP/domu.com1" "$TMP/out"
	return $run_job_status
} 2>>"$TMP/job.log"

# Whether the verdict is the expected one, and the domain is gone.
ended() { # NAME EXPECTED
	ended_got=$(domu_verdict "$TMP/out" "$1")
	if [ "$ended_got" != "$2" ]; then
		echo "$1: expected $2, got $ended_got"
		cat "$TMP/out/$1.xl"
		tail -n 20 "$TMP/out/$1.txt"
		grep '^(d\|Triple' "$TMP/out/$1.xen"
		return 1
	fi
	grep -q '^Domain-0 ' "$TMP/out/$1.list" &&
		! grep "^$1 " "$TMP/out/$1.list"
}

# Whether the boot is good, and its report has a line for each pattern.
good() { # NAME PATTERN...
	good_name=$1
	shift
	ended "$good_name" poweroff && says "$TMP/out/$good_name.txt" "$@"
}

# Whether all lines that fill= asks for are there, each once and in order.
filled() { # NAME BYTES
	awk -v least="$2" '
		!/^fill: / { next }
		$2 != ++n && !wrong { wrong = "line " NR " is " $0 ", not " n }
		{ bytes += length($0) + 1 }
		END {
			if (bytes < least && !wrong)
				wrong = bytes + 0 " bytes, not " least
			print wrong ? wrong : "whole"
		}' "$TMP/out/$1.txt" | tee "$TMP/filled"
	grep -qx whole "$TMP/filled"
}
