#!/bin/sh
# python.sh LOCK: make .venv with Debian's own Python and exactly the packages of LOCK, by hash.
set -eu
lock=$1
UV_PYTHON_DOWNLOADS=never
PIP_DISABLE_PIP_VERSION_CHECK=1
export UV_PYTHON_DOWNLOADS PIP_DISABLE_PIP_VERSION_CHECK

suitable() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

find_python() {
    for name in python3 python3.13 python3.12 python3.11; do
        suitable "$name" && echo "$name" && return
    done
    echo "Il faut Python 3.11, 3.12 ou 3.13 (Debian 12 : apt-get install python3)." >&2
    return 1
}

# Debian may have Python without ensurepip: its pip is then fetched as a package and run from there.
make_venv() {
    rm -rf .venv
    "$1" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    "$1" -m venv --without-pip .venv
    sh resources/setup/debs.sh python3-pip-whl
}

# Debian's pip trusts the system's certificates only: on a bare system they are fetched too.
trust() {
    if [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -n "${PIP_CERT-}" ] || ! command -v apt-get; then
        return
    fi
    sh resources/setup/debs.sh ca-certificates
    cat .runtime/root/usr/share/ca-certificates/mozilla/*.crt >.runtime/certificates.pem
    PIP_CERT=$PWD/.runtime/certificates.pem
    export PIP_CERT
}

pip() {
    if .venv/bin/python -c 'import pip' 2>/dev/null; then
        .venv/bin/python -m pip "$@"
    else
        .venv/bin/python "$(echo .runtime/root/usr/share/python-wheels/pip-*.whl)/pip" "$@"
    fi
}

echo "Première mise en place (quelques minutes) : $lock"
if [ -e .venv/unfinished ] || ! suitable .venv/bin/python; then
    make_venv "$(find_python)"
fi
touch .venv/unfinished
trust >/dev/null
rm -f .venv/*.done

if ! { pip install -q --require-hashes -r resources/setup/uv.txt &&
    .venv/bin/uv pip sync -q --python .venv/bin/python --require-hashes "$lock"; }; then
    echo "uv n’a pas abouti : pip prend le relais, avec les mêmes empreintes." >&2
    pip install -q --require-hashes -r "$lock"
fi

# The project itself: its folder on the path, relative, so that the tree can be moved.
for packages in .venv/lib/python3.*/site-packages; do
    echo ../../../.. >"$packages/osys_station.pth"
done
rm .venv/unfinished
