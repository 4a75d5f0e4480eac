"""The relay of teleconsultation: read from the settings, written there, and called once."""

import ssl
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from app.config import SETTINGS
from app.office.relay import (
    KeepRelay,
    LoadRelay,
    RelayAnswered,
    RelayEffect,
    RelayKept,
    RelayLoaded,
    TryRelay,
)
from app.settings import NO_RELAY, RelaySettings, read_relay, read_settings, write_settings
from app.traffic import AnyMessage

TRIED_S = 8.0
MOST_BYTES = 65_536
MARK = "page du médecin".encode()
AUTHORITY = "Le fichier de l’autorité ne peut pas être lu. Donnez un fichier PEM."
SILENT = "Le relais ne répond pas. Vérifiez son adresse, son certificat et le réseau."
OTHER = "Cette adresse répond, mais ce n’est pas la page du médecin. Vérifiez-la."


class RelayRoom:
    """Answers the page of the relay for the station of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def answer(self, effect: RelayEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks.

        Raises:
            RefusedSetting: the settings cannot be read or written; the sentence says why.
        """
        match effect:
            case LoadRelay():
                found = read_relay(self._folder / SETTINGS)
                return [RelayLoaded(found.address, found.authority, bool(found.key))]
            case KeepRelay():
                return [self._keep(effect)]
            case TryRelay():
                return [RelayAnswered(called(read_relay(self._folder / SETTINGS)))]

    def _keep(self, told: KeepRelay) -> RelayKept:
        settings = read_settings(self._folder / SETTINGS)
        relay = RelaySettings(told.address, told.key or settings.relay.key, told.authority)
        relay = relay if told.address else NO_RELAY
        write_settings(self._folder, replace(settings, relay=relay))
        return RelayKept(relay.address, relay.authority, bool(relay.key))


def called(relay: RelaySettings) -> str:
    """Return "" when the page of the doctor comes from ``relay``, else what to do."""
    try:
        context = ssl.create_default_context(cafile=relay.authority or None)
    except OSError:  # absent, unreadable or no certificate
        return AUTHORITY
    try:
        # the form of the address was checked with the settings: https, or the loopback
        with urlopen(relay.address, timeout=TRIED_S, context=context) as page:  # noqa: S310
            content: bytes = page.read(MOST_BYTES)
    except (URLError, OSError, ValueError):
        return SILENT
    return "" if MARK in content else OTHER
