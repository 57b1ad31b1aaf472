#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What "make install" installs is all that somebody needs who has neither this
# tree nor NASM: pkg-config, compilers and linkers build kernels with it, which
# boot, and what BUILDING shows works word for word. "make uninstall" leaves
# nothing, "make dist" packs a tree that needs no git, and the package of "make
# deb" has what is installed.
. tests/lib/tap.sh
. tests/lib/qemu.sh
. tests/lib/page.sh
unset MAKEFLAGS MAKEOVERRIDES MFLAGS # of a make that runs this
command -v pkg-config >/dev/null ||
	skip_all "what is installed" "no pkg-config: see make deps"
here=$(pwd)
built=$(cd "$BUILD" && pwd)
out=$(cd "$TMP" && pwd)
prefix=$out/prefix
version=$(cat arch/pvh/VERSION)
rm -rf "${out:?}"/*/ "$out"/*.elf

nothing() { # COMMAND...: ok if it fails
	! "$@"
}

# All that is in a folder, and what symbolic links say.
tree() { # FOLDER
	(cd "$1" && find . -printf '%M %p %l\n' | sort -k 2)
}

# Folders for PATH: what PATH has, but for some tools, and one with NASM alone.
# clang-format and shellcheck would take a minute.
few=$out/few
mkdir -p "$few" "$out/nasm"
echo "$PATH" | tr : '\n' | while read -r folder; do
	find "$folder" -maxdepth 1 -mindepth 1 -name '[a-z]*' \
		! -name nasm ! -name ndisasm ! -name git ! -name 'clang-format*' \
		! -name shellcheck -exec ln -sf -t "$few" {} + 2>/dev/null
done
ln -sf "$(command -v "${NASM:-nasm}")" "$out/nasm/nasm"

# ---- install

check "make install" make -s install PREFIX="$prefix" DESTDIR=
sources() {
	diff -r -x build arch/pvh "$prefix/share/pvh/arch/pvh" &&
		cmp LICENSE "$prefix/share/pvh/LICENSE"
}
check "all of the kit is there" sources
outside() { # COMMAND...: with what is installed, and without NASM
	(
		cd "$out" || exit
		PATH=$few:$prefix/bin
		PKG_CONFIG_PATH=$prefix/lib/pkgconfig
		export PATH PKG_CONFIG_PATH
		! command -v nasm || exit
		unset CC LD NASM OBJCOPY BUILD
		"$@"
	)
}
pc() { # FLAGS...: pkg-config, its output being words
	pkg-config "$@" 2>&1 || echo "pkg-config failed"
}
check "pkg-config: the version is VERSION's" test \
	"$(outside pc --modversion pvh)" = "$version"
check "pkg-config: the linker script's fragment" cmp arch/pvh/pvh.ld \
	"$(outside pc --variable=ldscript pvh)"
check "pkg-config: nothing is odd" outside pkg-config --validate pvh \
	pvh-identity pvh-higher

# ---- kernels

toolchains='gcc:ld clang:ld.lld'
if ! command -v clang >/dev/null || ! command -v ld.lld >/dev/null; then
	skip "clang and lld" "no clang or no ld.lld: see make deps"
	toolchains=gcc:ld
fi

# Builds $out/NAME.elf: SOURCES are C files. What is in $kit goes to pkg-config,
# $flags to the compiler, and $link to the linker.
build() { # NAME CC:LD SCRIPT SOURCE...
	build_name=$1 build_tools=$2 build_script=$3
	shift 3
	build_objects=
	mkdir -p "$build_name"
	for build_source; do
		build_object=$build_name/$(basename "$build_source").o
		build_objects="$build_objects $build_object"
		# shellcheck disable=SC2046,SC2086 # words
		"${build_tools%:*}" -O2 -Werror $(pc --cflags $kit) ${flags:-} \
			-c -o "$build_object" "$build_source" || return
	done
	# shellcheck disable=SC2046,SC2086 # words
	"${build_tools#*:}" -nostdlib -static -z noexecstack $(pc --libs $kit) \
		${link:-} -T "$build_script" -o "$build_name.elf" \
		$build_objects 2>"$build_name.ld" || { cat "$build_name.ld"; return 1; }
	! grep -v 'has a LOAD segment with RWX permissions' "$build_name.ld" ||
		return
	# shellcheck disable=SC2046,SC2086 # words
	sh "$(pc --variable=check $kit)" "$build_name.elf" &&
		pvh-check --vmm qemu "$build_name.elf"
}

ends_well() { # NAME
	qemu "$1-boot" -kernel "$out/$1.elf" -M microvm -m 64 -nic none
	ends good $?
}

example=$prefix/share/pvh/arch/pvh/example
for tools in $toolchains; do
	for package in pvh pvh-identity pvh-higher; do
		kit="--define-variable=format=own $package"
		link="--defsym=btext=kmain
			--defsym=KERNBASE=$(outside pc --variable=kernbase $package)"
		name=example-$package-${tools%:*}
		check "$name: is built" outside build "$name" "$tools" \
			"$example/kernel.ld" "$example/kernel.c"
		check "$name: boots" ends_well "$name"
	done

	kit='--define-variable=format=multiboot pvh-identity'
	for n in 1 2; do
		multiboot=$here/tests/boot/multiboot
		link="--defsym=btext=start -e start --defsym=kernbase=0
			$built/multiboot/header$n.o
			$built/multiboot/entry.o"
		name=multiboot$n-${tools%:*}
		check "$name: is built" outside build "$name" "$tools" \
			"$multiboot/pvh-kernel.ld" "$multiboot/kernel.c"
		check "$name: boots" ends_well "$name"
	done

	kit='--define-variable=format=limine pvh'
	limine=$here/tests/boot/limine
	link="--defsym=btext=entry -e entry $built/limine/entry.o"
	flags=-DREVISION=3
	name=limine-${tools%:*}
	check "$name: is built" outside build "$name" "$tools" \
		"$limine/kernel-pvh.ld" "$limine/kernel.c" "$limine/machine.c" \
		"$limine/map.c" "$limine/print.c"
	check "$name: boots" ends_well "$name"
	flags=
done

# What BUILDING shows, word for word: the last command boots. Then the same with
# clang and lld.
page=$prefix/share/pvh/arch/pvh
for tools in $toolchains; do
	name=page-${tools%:*}
	rm -rf "${out:?}/$name"
	shown_files "$page/README" "A WHOLE KERNEL" "$out/$name"
	rm "$out/$name/GNUmakefile"
	shown_files "$page/BUILDING" PKG-CONFIG "$out/$name"
	shown_commands "$page/BUILDING" PKG-CONFIG >"$out/$name.commands"
	sed -i "s/^\(\t*\)gcc /\1${tools%:*} /; s/^\(\t*\)ld /\1${tools#*:} /" \
		"$out/$name/build.sh"
	commands() {
		cd "$name" && sh -ec "$(sed '$d' "../$name.commands")"
	}
	check "$name: BUILDING's commands" outside commands
	check "$name: boots" prints "$name" 'hello from btext' \
		"$(tail -n 1 "$out/$name.commands")"
done

# ---- the tools

check "pvh-wrap: the teaching kernel, without the kit" outside pvh-wrap \
	"$built/native.elf" -o wrapped.elf
check "pvh-boot: boots it" outside pvh-boot --on microvm wrapped.elf
version() {
	pvh-check --version | grep -F " $1"
}
check "pvh-check: the version is VERSION's" outside version "$version"

# ---- the pages

manual() {
	find "$prefix/share/man" -type f | grep -c . >"$out/pages"
	# Pages of packages may not be there, and nor are these where mandoc looks.
	find "$prefix/share/man" -type f -exec mandoc -T lint -W all {} + \
		>"$out/lint" 2>&1 || :
	! grep -v -e ': referenced manual not found: ' -e ': outdated mandoc.db ' \
		"$out/lint" && [ "$(cat "$out/pages")" -ge 6 ]
}
if command -v mandoc >/dev/null; then
	check "mandoc -T lint is silent" manual
else
	skip "mandoc -T lint is silent" "no mandoc: see make deps"
fi
# Where a page names another one of these pages, that is there.
references() {
	cat "$prefix"/share/man/man*/* |
		sed -nE 's/^\.Xr ((pvh|loader\.)[^ ]*) ([1-8]).*/\1.\3/p' | sort -u |
		while read -r reference; do
			[ -f "$prefix/share/man/man${reference##*.}/$reference" ] ||
				echo "no page $reference"
		done | nothing grep .
}
check "every page of these that a page refers to is there" references
news() {
	sed -n 's/^\([0-9.]*\), [-0-9]*$/\1/p' NEWS | head -n 1 | grep -xF "$version" &&
		nothing grep -nE '^.{81}' NEWS
}
check "NEWS begins with VERSION's version" news

# ---- uninstall

check "make uninstall" make -s uninstall PREFIX="$prefix" DESTDIR=
check "nothing is left, not even the folder" nothing ls "$prefix"

# By the list of what was installed, as make install does it.
place() { # install|uninstall ROOT
	if [ "$1" = install ]; then
		sh boot/install/place.sh "$@" <"$BUILD/install/list"
	else
		sh boot/install/place.sh "$@"
	fi
}
mkdir -p "$out/used/bin" "$out/used/share/man" "$out/used/lib/pvh"
touch "$out/used/bin/other" "$out/used/lib/pvh/other.o"
tree "$out/used" >"$out/used.before"
guest() {
	place install "$out/used//" && tree "$out/used" >"$out/used.with" &&
		echo "file lib/pvh/old.o" >>"$out/used/share/pvh/installed" &&
		touch "$out/used/lib/pvh/old.o" &&
		place install "$out/used" && tree "$out/used" |
		diff "$out/used.with" - &&
		place uninstall "$out/used" && tree "$out/used" |
		diff "$out/used.before" -
}
check "beside others' files only its own come and go, of older versions, too" \
	guest
deep() {
	(cd "$out" && : >list && sh "$here/boot/install/place.sh" install \
		deep/er/usr <list && [ -f deep/er/usr/share/pvh/installed ] &&
		sh "$here/boot/install/place.sh" uninstall deep/er/usr) &&
		nothing ls "$out/deep"
}
check "DESTDIR may be relative, and goes, too" deep

fails() { # LINE COMMAND...
	fails_line=$1
	shift
	! "$@" >"$TMP/told" 2>&1 || { echo "it does not fail" && return 1; }
	cat "$TMP/told"
	grep -F -e "$fails_line" "$TMP/told" && [ "$(wc -l <"$TMP/told")" -le 2 ]
}
# shellcheck disable=SC2016 # no shell is to expand it
for odd in usr 'a b' '/a b' '' "/it's" '/$(x)'; do
	check "PREFIX=$odd: a line" fails ': it has to be an absolute path' \
		make -s install PREFIX="$(echo "$odd" | sed 's/\$/$$/g')"
done
check "nothing is installed: a line" fails ': no share/pvh/installed' \
	make -s uninstall PREFIX="$out/none"
for odd in 'file ../used/bin/other' 'dir /tmp' 'file a/../../b' 'rm x'; do
	mkdir -p "$out/odd/share/pvh"
	printf '%s\n' 'above 0' "$odd" >"$out/odd/share/pvh/installed"
	check "a record with \"$odd\": a line" fails \
		" is no record of an install: \"$odd\"" \
		place uninstall "$out/odd"
	check "and nothing is removed" ls "$out/used/bin/other" \
		"$out/odd/share/pvh/installed"
done

# ---- deb

same_as_installed() {
	mkdir -p "$out/deb" && dpkg-deb -x "$deb" "$out/deb" &&
		find "$out/deb/usr/share/man" -name '*.gz' -exec gzip -d {} + &&
		rm -r "$out/deb/usr/share/doc" &&
		place install "$out/staged/usr" &&
		diff -r -x installed "$out/deb" "$out/staged" &&
		tree "$out/deb" >"$out/deb.tree" && [ -s "$out/deb.tree" ] &&
		tree "$out/staged" | grep -v '/share/pvh/installed ' |
		diff "$out/deb.tree" -
}
deb_fields() {
	dpkg-deb -f "$deb" Package Version Architecture >"$out/fields" &&
		diff - "$out/fields" <<-END &&
			Package: pvh-trampoline
			Version: $version
			Architecture: amd64
		END
		dpkg-deb -f "$deb" Depends | grep -E 'libc6 \(>= 2\.[0-9]+\)' &&
		dpkg-deb -c "$deb" | nothing grep -v ' root/root ' &&
		dpkg-deb -c "$deb" | grep /usr/share/doc/pvh-trampoline/copyright
}
deb_again() {
	MAINTAINER=$(dpkg-deb -f "$deb" Maintainer) ZLIB=$built/zlib \
		sh boot/install/deb.sh "$out/staged" "$out/again.deb" &&
		cmp "$deb" "$out/again.deb"
}
deb=$BUILD/pvh-trampoline_${version}_amd64.deb
if command -v dpkg-deb >/dev/null; then
	check "make deb" make -s deb
	check "the package has what is installed" same_as_installed
	check "its fields and owners" deb_fields
	check "it is the same each time" deb_again
else
	leave_out "make deb" "no dpkg-deb: not a Debian"
fi

# ---- dist

dist=$BUILD/pvh-$version.tar.gz
tarball=$out/pvh-$version
released() { # COMMAND...: in the unpacked tree, without git
	(cd "$tarball" && PATH=$few:$out/nasm && export PATH && unset BUILD &&
		! command -v git && ZLIB=$built/zlib && export ZLIB && export CI= && "$@")
}
packed() {
	cp "$dist" "$out/first.tar.gz" && tar -C "$out" -xzf "$dist" &&
		touch "$tarball/README" && chmod go+w "$tarball/NEWS" &&
		released make -s dist && cmp "$out/first.tar.gz" "$tarball/$dist_there"
}
dist_there=build/pvh-$version.tar.gz
check "make dist" make -s dist
check "the same bytes from the unpacked tree, which is no git's" packed
check "it has what git knows" sh -c "if git rev-parse --git-dir >/dev/null; then
	git ls-files | sort >'$out/known' &&
	(cd '$tarball' && find . -name build -prune -o -type f -print) |
		sed 's|^./||' | sort | diff '$out/known' -; fi"
check "make all" released make -s all
# What else "make lint" runs looks at no list of files.
lint() {
	sh tests/tree/lint.t >lint.log || return
	cat lint.log
	! grep '^not ok' lint.log && grep '^1\.\.' lint.log
}
check "lint" released lint
check "make run" released timeout 300 make -s run
done_testing
