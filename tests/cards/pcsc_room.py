"""A PC/SC daemon with a virtual reader, alone in its own network; the product looks at it.

``python tests/cards/pcsc_room.py FOLDER``, run inside ``tools.ALONE``: the virtual reader listens
on every address, so it never runs where there is another one than loopback. Prints one JSON line
for each state the product saw.
"""

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PORT = 0x8C7B
CPS = bytes.fromhex("3bac00402a001225006480000310009000")
VITALE = bytes.fromhex("3b751300004409ea9000")
SIOCSIFFLAGS, UP_AND_RUNNING = 0x8914, 0x41
PATIENCE_S = 20.0
ATR = 4


def raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = struct.pack("16sh14x", b"lo", UP_AND_RUNNING)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, asked)


class VirtualCard:
    """A card that only gives its answer to reset: 2-byte length, then one control byte."""

    def __init__(self, atr: bytes) -> None:
        self._atr = atr
        self._link = until(lambda: socket.create_connection(("127.0.0.1", PORT), timeout=1))
        self._link.settimeout(0.05)

    def serve(self) -> None:
        """Answer what the reader asked meanwhile."""
        try:
            (length,) = struct.unpack(">H", self._link.recv(2))
            asked = self._link.recv(length)
        except (TimeoutError, struct.error):
            return
        if asked == bytes((ATR,)):
            self._link.sendall(struct.pack(">H", len(self._atr)) + self._atr)

    def pull(self) -> None:
        self._link.close()


def until(attempt: Callable[[], object]):  # type: ignore[no-untyped-def]  # what the attempt returns
    """Return what ``attempt`` gives once it neither fails nor gives nothing."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        try:
            if given := attempt():
                return given
        except OSError:
            pass
        time.sleep(0.05)  # the daemon is another process: there is nothing to wait on
    raise SystemExit("nothing came in time")


def main(tools: Path) -> None:
    os.environ["LD_LIBRARY_PATH"] = str(next(tools.glob("usr/lib/*/libpcsclite.so.1")).parent)
    if "OSYS_AGAIN" not in os.environ:  # the loader reads the path before Python begins
        os.environ["OSYS_AGAIN"] = "yes"
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - itself
    sys.path[:0] = [str(tools / "usr/lib/python3/dist-packages"), os.getcwd()]  # noqa: PTH109
    from hardware.links.cards import CardKind, Readers, look

    def told(seen: Readers) -> None:
        kinds = [one.kind.value for one in seen.cards]
        said = {"state": seen.state.value, "kinds": kinds, "sentence": seen.sentence}
        sys.stdout.write(json.dumps(said) + "\n")

    told(look())
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    Path("/run/pcscd").mkdir()
    raise_loopback()
    library = tools / "usr/lib/pcsc/drivers/serial/libifdvpcd.so"
    readers = Path("/run/readers")
    readers.write_text(
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{PORT:#x}\n'
        f"LIBPATH {library}\nCHANNELID {PORT:#x}\n",
        encoding="ascii",
    )
    daemon = subprocess.Popen(
        [tools / "usr/sbin/pcscd", "--foreground", "--config", readers],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: look().names)
        told(look())
        for atr, kind in ((CPS, CardKind.CPS), (VITALE, CardKind.VITALE)):
            card = VirtualCard(atr)

            def seen(card: VirtualCard = card, kind: CardKind = kind) -> bool:
                card.serve()
                return any(one.kind is kind for one in look().cards)

            until(seen)
            told(look())
            card.pull()
            until(lambda: not look().cards)
            told(look())
    finally:
        daemon.terminate()
        daemon.wait(10)
    told(look())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
