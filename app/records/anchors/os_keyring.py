"""The newest anchor in the keyring of the system, where there is one.

The keyring belongs to the person who opened the computer and is not copied with the data
folder. It is a convenience of the desktop: a server has none, one may be locked or slow, and
none of this ever keeps a sheet from being sealed.

Source: keyring 25.7 (get_password, set_password, backends.fail, backends.null).
"""

from collections.abc import Callable, Sequence
from threading import Thread
from typing import Protocol

from app.records.anchors.anchor import anchor_of, line_of
from app.records.anchors.keepers import KeeperUnreachable, KeptAnchors
from app.records.journal.entries import SignedHead

SERVICE = "OSyS Station"
# A keyring that asks its own password must not hold the station.
PATIENCE_S = 3.0
ABSENT = (
    "Cet ordinateur n’a pas de trousseau de clés utilisable\u00a0: les témoins du registre ne sont "
    "gardés que dans des fichiers. Gardez-en une copie sur un autre support."
)


class Passwords(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept under these names."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep ``password`` under these names."""


class KeyringKeeper:
    """The anchor of one station in the keyring; ``backend`` is found by default."""

    name = "le trousseau du système"
    is_quick = False

    def __init__(self, station_id: bytes, backend: Passwords | None = None) -> None:
        self._station_id = station_id
        self._backend = backend

    def read(self) -> KeptAnchors:
        """Return the anchor of the keyring, none when it holds none yet."""
        kept = self._within(lambda found: found.get_password(SERVICE, self._station_id.hex()))
        if not kept:
            return KeptAnchors()
        anchor = anchor_of(kept, self._station_id)
        return KeptAnchors(damaged=1) if anchor is None else KeptAnchors((anchor,))

    def keep(self, anchor: SignedHead) -> None:
        """Replace the anchor of the keyring."""
        line = line_of(anchor, self._station_id)
        self._within(lambda found: found.set_password(SERVICE, self._station_id.hex(), line))

    def settle(self, disproved: Sequence[SignedHead]) -> None:
        """Nothing to do: the keyring is durable, and its anchor is replaced."""

    def _within(self, ask: Callable[[Passwords], str | None]) -> str | None:
        """Return the answer of the keyring, or say that there is none in time."""
        heard: list[str | None] = []
        thread = Thread(target=self._ask, args=(ask, heard), daemon=True)
        thread.start()
        thread.join(PATIENCE_S)
        if not heard:
            raise KeeperUnreachable(ABSENT)
        return heard[0]

    def _ask(self, ask: Callable[[Passwords], str | None], heard: list[str | None]) -> None:
        import keyring.errors

        try:
            heard.append(ask(self._backend or _system()))
        except (keyring.errors.KeyringError, ImportError, OSError, RuntimeError, ValueError):
            heard.clear()


def _system() -> Passwords:
    """Return the keyring of the system.

    Raises:
        NoKeyringError: there is none, or one that keeps nothing.
    """
    import keyring
    from keyring.backends import fail, null
    from keyring.errors import NoKeyringError

    found = keyring.get_keyring()
    if isinstance(found, fail.Keyring | null.Keyring):
        raise NoKeyringError
    return found
