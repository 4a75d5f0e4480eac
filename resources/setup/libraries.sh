#!/bin/sh
# libraries.sh: give Qt its system libraries, by apt when that is allowed, else unpacked in .runtime.
# PortAudio is wanted with them; without it the station starts and says what it cannot hear.
set -eu

lacking() {
    .venv/bin/python -I -m app.qt_libraries
}

# hears: tell whether PortAudio is found.
hears() {
    .venv/bin/python -I -m hardware.links.sound_library
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

lacking >/dev/null && hears && exit 0
if command -v apt-get >/dev/null; then
    echo "Mise en place des bibliothèques système."
    if [ "$(id -u)" = 0 ]; then
        by_apt || true
    elif sudo -n true 2>/dev/null; then
        by_apt sudo -n || true
    fi
    lacking >/dev/null || sh resources/setup/debs.sh $(packages unpacked.txt) || true
    hears || sh resources/setup/debs.sh $(packages sound.txt) || true
fi
hears || echo "Bibliothèque de son absente : le stéthoscope ne sera pas entendu, le reste fonctionne." >&2
if ! lacking >/dev/null; then
    echo "Bibliothèques système à installer par le gestionnaire de paquets :" $(lacking) >&2
    exit 1
fi
