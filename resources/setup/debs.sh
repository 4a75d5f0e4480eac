#!/bin/sh
# debs.sh PACKAGE...: unpack Debian packages in .runtime/root, without any right on the system.
set -eu
apt=$PWD/.runtime/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs" .runtime/root

apt_get() {
    apt-get -qq -o Dir::State="$apt" -o Dir::State::status=/var/lib/dpkg/status \
        -o Dir::State::lists="$apt/lists" -o Dir::Cache="$apt/cache" \
        -o Debug::NoLocking=1 -o APT::Sandbox::User= "$@"
}

apt_get update
(cd "$apt/debs" && apt_get download "$@")
for deb in "$apt"/debs/*.deb; do
    dpkg -x "$deb" .runtime/root
done
rm -rf "$apt"
