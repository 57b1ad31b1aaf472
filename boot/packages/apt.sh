# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# A private apt, which installs nothing. It uses the mirrors, keyrings and proxy
# of the machine's apt, but gets packages or sources of any suite. Source it.

export LC_ALL=C # apt's messages are read

die() {
	printf '%s: %s\n' "$0" "$*" >&2
	exit 1
}

say() {
	printf '  %-8s%s\n' FETCH "$*"
}

# Ends the script if one of the tools is missing.
needs() { # TOOL...
	for tool; do
		command -v "$tool" >/dev/null ||
			die "$tool is missing: this comes from Debian's archive, so it needs a Debian machine"
	done
}

# The machine's sources as lines "URI suite keyring"; "-" for no keyring.
one_line_sources() {
	awk '$1 == "deb" {
		key = "-"; i = 2
		if ($i ~ /^\[/) {
			for (;; i++) {
				word = $i
				gsub(/[][]/, "", word)
				if (word ~ /^signed-by=/)
					key = substr(word, 11)
				if ($i ~ /\]$/ || i == NF)
					break
			}
			i++
		}
		print $i, $(i + 1), key
	}' "$@"
}

deb822_sources() {
	awk 'function flush(	i, j, nu, ns, u, s) {
		if (f["types"] ~ /(^| )deb( |$)/ && f["enabled"] !~ /no|false/) {
			nu = split(f["uris"], u, " ")
			ns = split(f["suites"], s, " ")
			if (f["signed-by"] !~ /^ *\/[^ ]* *$/)
				f["signed-by"] = "-"
			for (i = 1; i <= nu; i++)
				for (j = 1; j <= ns; j++)
					print u[i], s[j], f["signed-by"]
		}
		split("", f)
	}
	FNR == 1 || /^[ \t]*$/ { flush() }
	/^#/ { next }
	/^[ \t]/ { f[name] = f[name] " " $0; next }
	/:/ {
		name = tolower(substr($0, 1, index($0, ":") - 1))
		f[name] = substr($0, index($0, ":") + 1)
	}
	END { flush() }' "$@"
}

machine_sources() {
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
		[ -r "$file" ] || continue
		case $file in
		*.list) one_line_sources "$file" ;;
		*.sources) deb822_sources "$file" ;;
		esac
	done
}

own_suite() {
	# shellcheck disable=SC1091 # a file of the machine
	(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-sid}")
}

# The machine's Debian mirrors, with $suite in place of its own suite; for
# backports, also with the suite that they extend.
private_sources() { # deb|deb-src
	own=$(own_suite)
	machine_sources | while read -r uri name key; do
		case $name in
		"$own" | stable | testing | unstable | sid)
			name=${suite%-backports}
			[ "$name" = "$suite" ] || name="$name $suite"
			;;
		"$own-security" | stable-security)
			[ "$suite" != sid ] || continue # it has none
			name=${suite%-backports}-security
			;;
		*) continue ;;
		esac
		[ "$key" = - ] && key= || key=" signed-by=$key"
		for name in $name; do
			printf '%s [arch=amd64%s] %s %s main\n' \
				"$1" "$key" "$uri" "$name"
		done
	done | sort -u
}

# Makes the private apt in FOLDER; the output of its commands goes to LOG.
private_apt() { # deb|deb-src SUITE FOLDER LOG
	suite=$2 apt=$3 log=$4
	mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/etc"
	: >"$apt/status"
	private_sources "$1" >"$apt/sources.list"
	[ -s "$apt/sources.list" ] ||
		die "no Debian mirror in the machine's /etc/apt/sources.list*"
	case $suite in # apt prefers any other suite to backports, unless told
	*-backports) default="APT::Default-Release \"$suite\";" ;;
	*) default= ;;
	esac
	cat >"$apt/conf" <<-END
	Dir::Etc::sourcelist "$apt/sources.list";
	Dir::Etc::sourceparts "$apt/etc";
	Dir::Etc::preferences "$apt/etc/none";
	Dir::Etc::preferencesparts "$apt/etc";
	Dir::State "$apt";
	Dir::State::lists "$apt/lists";
	Dir::State::status "$apt/status";
	Dir::Cache "$apt";
	Dir::Cache::pkgcache "pkgcache.bin";
	Dir::Cache::srcpkgcache "srcpkgcache.bin";
	Dir::Cache::archives "$apt/archives";
	Dir::Log "$apt";
	APT::Architecture "amd64";
	#clear APT::Architectures;
	APT::Architectures { "amd64"; };
	APT::Sandbox::User "$(id -un)";
	$default
	Acquire::Languages "none";
	Acquire::Retries "3";
	#clear APT::Update::Post-Invoke;
	#clear APT::Update::Post-Invoke-Success;
	END
}

# The file of -c is read last, so it wins over the machine's own configuration.
get() {
	apt-get -c "$apt/conf" "$@"
}

reason() {
	grep '^[EW]: ' "$log" | sed -n '1s/^[EW]: //p' | grep . || tail -n 1 "$log"
}

# Runs a command. Its output is not shown; if it fails, one line says why.
quietly() {
	what=$1
	shift
	if ! "$@" >"$log" 2>&1 || grep -q '^[EW]: .*Failed to fetch' "$log"; then
		die "$what: $(reason)"
	fi
}
