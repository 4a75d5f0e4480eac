"""Effects of the first run: the station of a pharmacy made, and found again at each start."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from app import clock
from app.config import choose_folder
from app.effects.founding import OwnerAccount, accounts_of, found_station
from app.office.first_run import (
    FirstRunEffect,
    Founded,
    FoundingMoved,
    FoundStation,
)
from app.office.founding_form import PeopleForm, PharmacyForm, without_spaces
from app.office.phrases import PhraseSuggested, SuggestPhrase
from app.records.keys.argon import calibrated
from app.records.people.passphrases import new_passphrase
from app.settings import Settings
from app.station import ASSISTANT_SPECIALTY, OWNER_SPECIALTY, Pharmacy, Professional
from app.traffic import AnyMessage


class FoundingRoom:
    """What the first run asks; no station is open meanwhile."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def answer(self, effect: FirstRunEffect | SuggestPhrase) -> Iterable[AnyMessage]:
        """Do what the page asks."""
        match effect:
            case SuggestPhrase(login, label):
                return [PhraseSuggested(new_passphrase(login, label))]
            case FoundStation():
                return self._found(effect)

    def _found(self, effect: FoundStation) -> Iterable[AnyMessage]:
        argon = calibrated(clock.monotonic_ns)
        yield FoundingMoved("Les comptes et leurs clés sont créés.")
        folder = Path(effect.pharmacy.folder).expanduser()
        settings, people = settings_of(effect.pharmacy, effect.people), effect.people
        owner = OwnerAccount(people.owner_login, people.owner_label, effect.owner_secret)
        accounts = accounts_of(settings, (effect.secret,), owner)
        found_station(folder, settings, accounts, clock.new_id(), self._now(), argon)
        choose_folder(folder)
        yield Founded(str(folder))


def settings_of(pharmacy: PharmacyForm, people: PeopleForm) -> Settings:
    """Return the settings that the forms tell; numbers typed in groups are put together."""
    return Settings(
        name=pharmacy.post.strip(),
        pharmacy=Pharmacy(
            name=pharmacy.name.strip(),
            finess=without_spaces(pharmacy.finess),
            street=pharmacy.street.strip(),
            postcode=without_spaces(pharmacy.postcode),
            city=pharmacy.city.strip(),
            phone=without_spaces(pharmacy.phone),
            mail=pharmacy.mail.strip(),
            oid=f"2.25.{UUID(clock.new_id()).int}",
        ),
        professionals=(
            Professional(
                login=people.login,
                family=people.family.strip(),
                given=people.given.strip(),
                title=people.title.strip(),
                rpps=without_spaces(people.rpps),
                specialty=OWNER_SPECIALTY if people.owner_practises else ASSISTANT_SPECIALTY,
            ),
        ),
    )
