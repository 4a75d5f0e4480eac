"""The tools of the tests, by the name that ``@pytest.mark.needs(...)`` gives them."""

import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tests.tools.unpacked import PLACE, ROOT, Tool, unpack, usable


def _names(file: str) -> tuple[str, ...]:
    """Return the packages a file of this folder names."""
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return tuple(name for line in lines if not line.startswith("#") for name in line.split())


AT_A_TIME = 4

COTURN = _names("coturn.txt")
REDIS = _names("redis.txt")
CHROMIUM = _names("chromium.txt")
FIREFOX = _names("firefox.txt")

NAMESPACES = "namespaces"
ALONE = ("unshare", "--map-root-user", "--mount", "--net")
"""Begins a command that gets a network without the machine's, and may mount what it likes."""

_TOOLS = {
    one.name: one
    for one in (
        Tool("softhsm", ("libsofthsm2", "softhsm2"), "usr/lib/**/libsofthsm2.so"),
        Tool("tcc", ("tcc",), "usr/bin/tcc"),
        Tool("redis", ("redis-server", "redis-tools", *REDIS), "usr/bin/redis-server"),
        Tool("coturn", ("coturn", *COTURN), "usr/bin/turnserver"),
        Tool(
            "dovecot",
            ("dovecot-core", "dovecot-imapd", *_names("dovecot.txt")),
            "usr/lib/dovecot/imap",
        ),
        Tool(
            "xmlsec1",
            ("xmlsec1", "libxmlsec1", "libxmlsec1-openssl", "libxslt1.1", *_names("xmlsec1.txt")),
            "usr/bin/xmlsec1",
        ),
        Tool("nss", ("libnss3-tools", "libnss3", "libnspr4", "libsqlite3-0"), "usr/bin/certutil"),
        Tool(
            "nftables",
            ("nftables", *_names("nftables.txt")),
            "usr/sbin/nft",
        ),
        Tool("iproute", ("iproute2", *_names("iproute.txt")), "**/bin/ip"),
        Tool("firefox", ("firefox-esr", *FIREFOX), "usr/lib/firefox-esr/firefox-esr"),
        Tool("chromium", ("chromium", "chromium-common", *CHROMIUM), "usr/lib/chromium/chromium"),
        Tool(
            "pcsc",
            ("pcscd", "libpcsclite1", "vsmartcard-vpcd", "python3-pyscard"),
            f"usr/lib/python3/dist-packages/smartcard/scard/_scard.cpython-3{sys.version_info[1]}-*",
        ),
    )
}


def softhsm() -> Path:
    """Return the PKCS#11 module of SoftHSM2.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["softhsm"])


def softhsm_util() -> Path:
    """Return the program that makes the tokens of SoftHSM2, unpacked with it."""
    return (
        next(parent for parent in softhsm().parents if parent.name == "usr") / "bin/softhsm2-util"
    )


def tcc() -> Path:
    """Return a small C compiler, for what only a native library can show.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["tcc"])


def redis() -> Path:
    """Return the Redis server.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["redis"])


def coturn() -> Path:
    """Return the TURN server.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["coturn"])


def dovecot() -> Path:
    """Return the folder where the IMAP server is unpacked.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return next(one for one in unpack(_TOOLS["dovecot"]).parents if one.name == "dovecot").parents[
        2
    ]


def certutil() -> Path:
    """Return the program that fills the certificate store a browser reads on Linux.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["nss"])


def xmlsec1() -> Path:
    """Return the program that judges XML signatures, made by others than ours.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["xmlsec1"])


def nft() -> Path:
    """Return the program that says what a network drops.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["nftables"])


def ip() -> Path:
    """Return the program that makes the interfaces of a network.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["iproute"])


def chromium() -> Path:
    """Return the browser.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["chromium"])


def firefox() -> Path:
    """Return the other browser; it needs the libraries of ``chromium`` too.

    Raises:
        ToolAbsent: it cannot be had here.
    """
    return unpack(_TOOLS["firefox"])


def libraries_of(program: Path) -> str:
    """Return the ``LD_LIBRARY_PATH`` of an unpacked program: the folders of its own libraries."""
    root = next(one for one in program.parents if one.parent == ROOT / PLACE)
    found = {str(one.parent) for one in root.glob("**/lib/*-linux-gnu/**/*.so*")}
    return ":".join(sorted(found))


def pcsc() -> Path:
    """Return the folder where a PC/SC daemon, a virtual reader and pyscard are unpacked.

    Raises:
        ToolAbsent: they cannot be had here, or not for this Python.
    """
    return next(one for one in unpack(_TOOLS["pcsc"]).parents if one.name == "pcsc")


def knows(name: str) -> bool:
    """Tell whether ``name`` is a tool that is unpacked or granted, not a program of the system."""
    return name in _TOOLS or name == NAMESPACES


def is_there(name: str) -> bool:
    """Tell whether the tool ``name`` can be used, unpacking it the first time."""
    return _has_namespaces() if name == NAMESPACES else usable(_TOOLS[name]) is not None


def prepare(names: Iterable[str]) -> None:
    """Unpack several tools at a time; what cannot be had is told when it is asked for."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        list(pool.map(is_there, sorted(filter(knows, names))))


@cache
def _has_namespaces() -> bool:
    try:
        done = subprocess.run([*ALONE, "true"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
