"""Stations with two pharmacists, real and demonstration, and what is done in them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

import resources.files
from app.clock import PARIS
from app.config import SETTINGS, load_station
from app.effects.protocol_folder import ProtocolFolder
from app.effects.protocol_import import Arrival, examine, install
from app.effects.protocol_room import Room, Shipped
from app.effects.protocol_shelf import Standing, standings
from app.effects.protocol_trust import accept_key
from app.effects.two_people import Signatory, opened_by, together
from app.encounter.fact import fact_bytes
from app.encounter.sheet import OrientationSheet, canonical_bytes
from app.encounter.summary import summary_bytes
from app.records.anchors.keepers import ANCHORS
from app.records.keys.argon import FLOOR_KIB, ArgonCost
from app.records.keys.roster import Role
from app.records.people.founding import NewPerson, create_station
from app.records.sheets.pieces import Document, DocumentKind, SealRequest
from app.records.station_file import Purpose
from app.records.vault import Vault
from protocols.load import Library
from protocols.sign import signatures_file
from protocols.sign_keys import Committee, key_file
from tests.protocols.signatures.committee import Member, a_version, signatures

CREATED = datetime(2026, 11, 20, 9, tzinfo=PARIS)
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=PARIS)
SECRET = "cheval exact pile agrafe lundi sentier cuivre"  # noqa: S105 - of an invented person
# "helene" and "theo" are the professionals of the shipped settings; "helene2" is helene again.
PEOPLE = (
    NewPerson("helene", "Hélène Marchetti", "Pharmacienne", Role.PHARMACIST, SECRET),
    NewPerson("theo", "Théo Oriol", "Remplaçant", Role.PHARMACIST, SECRET),
    NewPerson("helene2", "Hélène Marchetti", "Pharmacienne", Role.PHARMACIST, SECRET),
    NewPerson("odile", "Odile Ferrand", "Titulaire", Role.OWNER, SECRET),
)
HELENE, THEO = Signatory("helene", SECRET), Signatory("theo", SECRET)
NO_KEY = Committee(2, ())


def make_station(folder: Path, purpose: Purpose, secret: str = SECRET) -> Path:
    cost = ArgonCost(FLOOR_KIB if purpose is Purpose.REAL else 64, 1, 1)
    people = [replace(one, secret=secret) for one in PEOPLE]
    create_station(folder, people, bytes(range(16)), CREATED, cost, purpose)
    shutil.copyfile(resources.files.path("demonstration/station.toml"), folder / SETTINGS)
    return folder


@cache
def no_library() -> Shipped:
    return Shipped(Library({}), MappingProxyType({}), NO_KEY)


def shipping(
    version: str, status: str, *people: Member, pinned: Committee = NO_KEY, valid_to: str = ""
) -> Shipped:
    """Return a product that ships one version, signed by these people."""
    protocol = a_version(version, status, valid_to) if valid_to else a_version(version, status)
    files = {protocol.id: signatures_file(signatures(protocol, *people))} if people else {}
    return Shipped(Library({protocol.id: protocol}), MappingProxyType(files), pinned)


@dataclass
class Post:
    """One station of the tests; ``at`` moves on at each act, as a clock does."""

    folder: Path
    real: bool
    shipped: Shipped = field(default_factory=no_library)
    at: datetime = NOW
    secret: str = SECRET

    def room(self, vault: Vault) -> Room:
        station = load_station(self.folder, demonstration=not self.real)
        return Room(vault, ProtocolFolder(self.folder), station, self.shipped)

    @contextmanager
    def opened(self, one: Signatory | None = None) -> Iterator[Room]:
        self.at += timedelta(seconds=1)
        who = one or Signatory(HELENE.login, self.secret)
        with opened_by(self.folder, who, self.at) as vault:
            yield self.room(vault)

    def both(
        self,
        act: Callable[[Room], object],
        first: Signatory = HELENE,
        second: Signatory = THEO,
    ) -> None:
        self.at += timedelta(seconds=1)
        together(self.folder, first, second, self.at, lambda vault: act(self.room(vault)))

    def trust(self, *people: Member) -> "Post":
        for one in people:
            self.both(lambda room, key=one.key: accept_key(room, key_file(key), self.at))
        return self

    def take(self, data: bytes, first: Signatory = HELENE, second: Signatory = THEO) -> Arrival:
        """Import as the command does: examine, then two people, or one where one is enough."""
        with self.opened(first) as room:
            arrival = examine(room, data, self.at)
        if arrival.needs_two:
            self.both(lambda room: install(room, data, self.at), first, second)
        else:
            with self.opened(first) as room:
                install(room, data, self.at)
        return arrival

    def shelf(self) -> dict[str, Standing]:
        with self.opened() as room:
            return {one.protocol.id: one for one in standings(room, self.at.date())}

    def files(self) -> dict[str, bytes]:
        """Return every file of the station, to see that nothing changed.

        Not the lock, nor the anchors: each opening repeats there the head of the journal, which
        is itself in the vault compared here.
        """
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name not in {"station.lock", ANCHORS}
        }

    def seal(self, number: int, sheet: OrientationSheet) -> None:
        with self.opened() as room:
            request = SealRequest(
                sheet_id=number.to_bytes(16, "big"),
                month=202611,
                body=canonical_bytes(sheet),
                documents=(Document(DocumentKind.PDF, b"%PDF- of a test"),),
                package=a_version().package,
                summary=summary_bytes(sheet, room.vault.tree_head().next_number),
                fact=fact_bytes(sheet),
                outbox=(),
                draft_id=None,
                now=self.at,
            )
            room.vault.seal(request, room.vault.tree_head())
