#!/bin/sh
# libraries.sh: give Qt its system libraries, by apt when that is allowed, else unpacked in .runtime.
set -eu

lacking() {
    .venv/bin/python -I -m app.qt_libraries
}

packages() {
    sed 's/#.*//' "resources/setup/$1" | tr -s ' \n' ' '
}

# by_apt [sudo -n]: install what apt needs to run Qt, its own dependencies included.
by_apt() {
    "$@" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 update &&
        "$@" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 \
            install -y --no-install-recommends $(packages installed.txt) >/dev/null
}

lacking >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
    echo "Bibliothèques à installer par le gestionnaire de paquets du système :" $(lacking) >&2
    exit 1
fi
echo "Mise en place des bibliothèques système."
if [ "$(id -u)" = 0 ]; then
    by_apt || true
elif sudo -n true 2>/dev/null; then
    by_apt sudo -n || true
fi
lacking >/dev/null || sh resources/setup/debs.sh $(packages unpacked.txt)
if ! lacking >/dev/null; then
    echo "Bibliothèques système encore absentes :" $(lacking) >&2
    exit 1
fi
