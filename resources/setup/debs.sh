#!/bin/sh
# debs.sh [--into FOLDER [--lists SHARED]] PACKAGE...: unpack Debian packages, without any right
# on the system. FOLDER is relative to the project, .runtime/root by default; what is there already
# stays. SHARED keeps the lists of packages for the next calls, which may run at the same time.
set -eu
root=.runtime/root
lists=
if [ "$1" = --into ]; then
    root=$2
    shift 2
fi
if [ "$1" = --lists ]; then
    lists=$2
    shift 2
fi
apt=$PWD/${lists:-$root.apt}
debs=$PWD/$root.debs
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$debs" "$root"

privately() {
    tool=$1
    shift
    "$tool" -qq -o Dir::State="$apt" -o Dir::State::status=/var/lib/dpkg/status \
        -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
        -o Debug::NoLocking=1 -o APT::Sandbox::User= "$@"
}

# Lists of the last twelve hours are good; two calls never fetch them at once.
bring_lists() (
    flock 9
    if [ -z "$(find "$apt/brought" -mmin -720 2>/dev/null)" ]; then
        privately apt-get update
        touch "$apt/brought"
    fi
) 9>"$apt/lock"

# Debian 13 calls some of them otherwise: libpng16-16 is libpng16-16t64.
named_here() {
    known=$(privately apt-cache show "$@" 2>/dev/null | sed -n 's/^Package: //p')
    for name; do
        echo "$known" | grep -qxF "$name" || name=${name}t64
        echo "$name"
    done
}

bring_lists
(cd "$debs" && privately apt-get download $(named_here "$@"))
for deb in "$debs"/*.deb; do
    dpkg -x "$deb" "$root"
done
rm -rf "$debs"
[ -n "$lists" ] || rm -rf "$apt"
