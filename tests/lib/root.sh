# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Root file systems of Debian's suites below $ROOTS, made by debootstrap and
# entered by chroot: for root only. Source it after apt.sh. SUITE.tar is a
# minimal one, and is kept.
ROOTS=${BUILD:-build}/roots

# Prints what is missing for that, in one line.
root_missing() {
	if [ "$(id -u)" != 0 ]; then
		echo "debootstrap and chroot are for root only"
		return
	fi
	for tool in debootstrap chroot unshare; do
		command -v "$tool" >/dev/null || echo "no $tool: see make deps"
	done | sed -n 1p
}

# Runs a command in a root, in mount and PID namespaces of its own: when it
# ends, however it does, its mounts and the processes that it started are gone.
in_root() { # ROOT COMMAND...
	# shellcheck disable=SC2016 # the inner shell's
	unshare --mount --pid --fork --kill-child sh -ec '
		root=$1
		shift
		mount -t proc proc "$root/proc"
		mount --rbind /dev "$root/dev"
		mount -t tmpfs tmp "$root/tmp"
		exec chroot "$root" /usr/bin/env -i TERM=dumb HOME=/root \
			PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			${CI:+"CI=$CI"} ${http_proxy:+"http_proxy=$http_proxy"} \
			${https_proxy:+"https_proxy=$https_proxy"} "$@"' sh "$@"
}

# Installs packages in a root of $suite.
root_install() { # ROOT PACKAGE...
	root=$1
	shift
	quietly "package lists of $suite" in_root "$root" apt-get update -q
	quietly "packages of $suite" in_root "$root" \
		env DEBIAN_FRONTEND=noninteractive \
		apt-get install -q -y --no-install-recommends "$@"
}

# Gives a root's apt the machine's mirrors, keyrings, proxy and resolver. A
# stale mirror will do, as it is signed; dpkg need not wait for the disk.
root_apt() { # ROOT
	private_sources deb >"$1/etc/apt/sources.list"
	sed -n 's/.* signed-by=\([^] ]*\).*/\1/p' "$1/etc/apt/sources.list" |
		sort -u | while read -r key; do
		mkdir -p "$1${key%/*}"
		cp "$key" "$1$key"
	done
	apt-config dump | grep -iE '^Acquire::[a-z]*::(proxy|ca)' \
		>"$1/etc/apt/apt.conf.d/00machine" || :
	cat >"$1/etc/apt/apt.conf.d/01root" <<-END
		Acquire::Languages "none";
		Acquire::Retries "3";
		Acquire::Check-Valid-Until "false";
	END
	echo force-unsafe-io >"$1/etc/dpkg/dpkg.cfg.d/root"
	cp /etc/resolv.conf /etc/hosts "$1/etc"
}

# Removes a root, but nothing that might still be mounted in it.
root_remove() { # ROOT
	rm -rf --one-file-system "$1"
}

# Makes $ROOTS/SUITE.tar, once.
root_tar() { # SUITE
	suite=$1
	root_new=$ROOTS/$suite.new
	# shellcheck disable=SC2034 # quietly uses it
	log=$ROOTS/$suite.log
	[ ! -s "$ROOTS/$suite.tar" ] || return 0
	mkdir -p "$ROOTS"
	root_remove "$root_new"
	line=$(private_sources deb | grep " $suite main\$" | sed -n 1p)
	[ -n "$line" ] || die "no Debian mirror in the machine's /etc/apt/sources.list*"
	key=$(echo "$line" | sed -n 's/.* signed-by=\([^] ]*\).*/\1/p')
	say "a minimal root of $suite"
	quietly "debootstrap of $suite" unshare --mount --pid --fork \
		--kill-child --mount-proc debootstrap --variant=minbase \
		${key:+--keyring="$key"} "$suite" "$root_new" \
		"$(echo "$line" | sed 's/^deb \(\[.*\] \)\{0,1\}//; s/ .*//')"
	root_apt "$root_new"
	rm -f "$root_new"/var/cache/apt/archives/*.deb
	tar -C "$root_new" --one-file-system --numeric-owner \
		-cf "$root_new.tar" .
	mv "$root_new.tar" "$ROOTS/$suite.tar"
	root_remove "$root_new"
}

# Makes ROOT anew, as debootstrap left it.
root_fresh() { # SUITE ROOT
	root_tar "$1"
	root_remove "$2"
	mkdir -p "$2"
	tar -C "$2" --numeric-owner -xpf "$ROOTS/$1.tar"
}
