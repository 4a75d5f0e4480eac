#!/bin/sh
# debs.sh [--into FOLDER] PACKAGE...: unpack Debian packages, without any right on the system.
# FOLDER is relative to the project, .runtime/root by default; what is there already stays.
set -eu
root=.runtime/root
if [ "$1" = --into ]; then
    root=$2
    shift 2
fi
apt=$PWD/$root.apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs" "$root"

privately() {
    tool=$1
    shift
    "$tool" -qq -o Dir::State="$apt" -o Dir::State::status=/var/lib/dpkg/status \
        -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
        -o Debug::NoLocking=1 -o APT::Sandbox::User= "$@"
}

# Debian 13 calls some of them otherwise: libpng16-16 is libpng16-16t64.
named_here() {
    for name; do
        [ -n "$(privately apt-cache show "$name" 2>/dev/null)" ] || name=${name}t64
        echo "$name"
    done
}

privately apt-get update
(cd "$apt/debs" && privately apt-get download $(named_here "$@"))
for deb in "$apt"/debs/*.deb; do
    dpkg -x "$deb" "$root"
done
rm -rf "$apt"
