"""Late entry: an act done on the paper form while the station did not work.

The real time of the act decides everything (ages, validity of the protocol, recalls, figures);
the hour of typing and who types stay on the sheet, which says « saisie différée ». No device
measures after the fact: values are copied from the form.

Source: clinical.md §4.1 (fields 9 and 11); docs/interoperability.md, paper form.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.encounter.choose import refusal
from app.encounter.model import NO_TEXT, Encounter, LateEntry
from app.errors import StationError
from app.identity import read_birth_date

LONGEST = timedelta(hours=12)
OLDEST = timedelta(days=30)

CALLED_NOW = (
    "Un appel au 15 est déjà noté\u00a0: cette consultation a lieu maintenant. Ouvrez-en une autre "
    "pour recopier le formulaire."
)
_HOUR = re.compile(r"\s*(\d{1,2})\s*[:hH]\s*(\d{2})\s*")


@dataclass(frozen=True, slots=True)
class LateTyped:
    """What the paper form says, text as typed: day, hours of beginning, end and call to 15.

    ``login`` is the professional who did the act; ``call`` is empty when nobody called.
    """

    day: str
    start: str
    end: str
    call: str
    login: str


@dataclass(frozen=True, slots=True)
class LateDropped:
    """This is an ordinary consultation after all."""


LateMessage = LateTyped | LateDropped


class UnusableForm(StationError):
    """The form cannot be dated; the sentence says which field to read again."""


def enter_late(encounter: Encounter, message: LateTyped, at: datetime) -> Encounter:
    """Return the consultation dated as the form, or the sentence that refuses it."""
    if encounter.identity_confirmed or encounter.events or encounter.measures:
        return replace(
            encounter, notice="La saisie différée se choisit avant de confirmer l’identité."
        )
    if encounter.called_at and encounter.late is None:
        return replace(encounter, notice=CALLED_NOW)
    try:
        started_at, late = _read(encounter, message, at)
    except StationError as refused:
        return replace(encounter, notice=refused.sentence)
    return replace(
        encounter,
        started_at=started_at,
        called_at=late.called_at,
        late=late,
        notice="",
        field_errors=NO_TEXT,
    )


def drop_late(encounter: Encounter) -> Encounter:
    """Return the consultation dated from its opening again, while nothing was answered."""
    if encounter.late is None or encounter.identity_confirmed:
        return encounter
    opened_at = encounter.late.opened_at
    return replace(encounter, started_at=opened_at, called_at=None, late=None, notice="")


def _read(encounter: Encounter, message: LateTyped, at: datetime) -> tuple[datetime, LateEntry]:
    opened_at = encounter.late.opened_at if encounter.late else encounter.started_at
    day = _day(message.day, at)
    start, end = _at(day, message.start, "début", at), _at(day, message.end, "fin", at)
    if end < start:
        end += timedelta(days=1)  # an act that ended after midnight
    _require_past(start, end, at)
    call = _call(day, start, message.call, at) if message.call.strip() else None
    performer = encounter.station.professional(message.login)
    if performer is None:
        raise UnusableForm("Choisissez qui a rempli le formulaire.")
    protocol = encounter.protocol
    if protocol and (reason := refusal(protocol, encounter.station, start.date())):
        raise UnusableForm(f"Le jour de l’acte\u00a0: {reason}")
    return start, LateEntry(performer, end, call, opened_at)


def _call(day: date, start: datetime, text: str, at: datetime) -> datetime:
    call = _at(day, text, "l’appel au 15", at)
    if call < start:
        call += timedelta(days=1)  # a call after midnight, within the act
    if call - start > LONGEST:
        raise UnusableForm("L’appel au 15 n’est pas pendant l’acte. Relisez les heures.")
    if call > at:
        raise UnusableForm("L’heure de l’appel est à venir. Relisez le formulaire.")
    return call


def _day(text: str, at: datetime) -> date:
    try:
        return read_birth_date(text, at.date())
    except StationError:
        raise UnusableForm("Jour de l’acte\u00a0: écrivez-le comme 24/11/2026.") from None


def _at(day: date, text: str, named: str, now: datetime) -> datetime:
    """Return the aware instant of an hour such as 9:05 or 9h05, in the zone of ``now``."""
    found = _HOUR.fullmatch(text)
    try:
        hour = time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        hour = None
    if hour is None:
        raise UnusableForm(f"Heure de {named}\u00a0: écrivez-la comme 9:05.")
    return datetime.combine(day, hour, now.tzinfo)


def _require_past(start: datetime, end: datetime, at: datetime) -> None:
    if end > at:
        raise UnusableForm("L’acte n’est pas fini à l’heure donnée. Relisez le formulaire.")
    if end - start > LONGEST:
        raise UnusableForm("Un acte ne dure pas plus de 12\u00a0heures. Relisez les heures.")
    if at - start > OLDEST:
        raise UnusableForm(
            "Le formulaire a plus de 30\u00a0jours. Gardez le papier, rien n’est saisi."
        )
