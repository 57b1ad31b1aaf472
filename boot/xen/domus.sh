# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What the jobs of dom0 that use job.sh leave, on this side of the console.
# Source it.

# Unpacks into FOLDER the traces that the job printed last on dom0's console,
# and makes of each NAME.con a NAME.txt without carriage returns.
job_results() { # CONSOLE FOLDER
	tr -d '\r' <"$1" | sed '1,/^@ results/d; /^@ end/,$d' |
		grep -axE '[A-Za-z0-9+/=]+' | base64 -d | tar -xz -C "$2"
	for con in "$2"/*.con; do
		tr -d '\r' <"$con" >"${con%.con}.txt"
	done
}

# How a domain ended: poweroff and crash are what a guest asks Xen for.
domu_verdict() { # FOLDER NAME
	if [ ! -e "$1/$2.rc" ]; then
		echo "no trace of it"
	elif grep -q '^timeout' "$1/$2.xl"; then
		echo "timeout"
	elif grep -aq 'Triple fault' "$1/$2.xen"; then
		echo "triple fault"
	elif grep -q 'has shut down, reason code 0 ' "$1/$2.xl"; then
		echo "poweroff"
	elif grep -q 'has shut down, reason code 3 ' "$1/$2.xl"; then
		echo "crash"
	elif grep -q 'has shut down, reason code 1 ' "$1/$2.xl"; then
		echo "reboot"
	else
		echo "failure of xl"
	fi
}
