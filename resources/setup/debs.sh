#!/bin/sh
# debs.sh PACKAGE...: unpack Debian packages in .runtime/root, without any right on the system.
set -eu
apt=$PWD/.runtime/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs" .runtime/root

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
    dpkg -x "$deb" .runtime/root
done
rm -rf "$apt"
