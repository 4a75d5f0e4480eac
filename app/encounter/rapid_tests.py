"""The rapid tests of a consultation, with the device that was used and when it was read.

A device is named by its UDI or, without one, by its maker, its reference and its lot. They are
typed beside the lots of the products, under the name of the device.

Source: CSP, R. 5125-33-12 (content of the record); clinical.md §3.5 and §3.6.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.encounter.model import Encounter
from app.encounter.sheet_fields import SheetTest
from app.encounter.wording import answer_words
from hardware.codecs.udi import is_udi, parse_udi
from hardware.readings import DecodeError
from protocols.model import Protocol

MAKER, REFERENCE, READ_AT = ".maker", ".reference", ".read_at"
"""What follows the name of a device: the key of each thing that is typed about it."""

NOT_DONE = frozenset({"non_fait", "unknown"})


@dataclass(frozen=True, slots=True)
class RapidTest:
    """One reading of one device: the item that holds its result, and its name on paper."""

    item: str
    name: str
    device: str


STREPTOCOCCUS = RapidTest("a_trod", "Test rapide streptocoque A", "a_trod")
NITRITES = RapidTest("u_nit", "Bandelette urinaire, nitrites", "bandelette")
LEUCOCYTES = RapidTest("u_leuco", "Bandelette urinaire, leucocytes", "bandelette")
RAPID_TESTS = (STREPTOCOCCUS, NITRITES, LEUCOCYTES)
DEVICES: Mapping[str, str] = {"a_trod": "Test rapide", "bandelette": "Bandelette"}


def rapid_tests(encounter: Encounter, protocol: Protocol) -> tuple[SheetTest, ...]:
    """Return the readings that were made, nothing for a test that was not done."""
    return tuple(
        _sheet_test(encounter, protocol, one)
        for one in RAPID_TESTS
        if encounter.answers.get(one.item, "unknown") not in NOT_DONE
    )


def devices_used(encounter: Encounter) -> tuple[str, ...]:
    """Return the devices whose lot is to be noted."""
    used = (
        one.device
        for one in RAPID_TESTS
        if encounter.answers.get(one.item, "unknown") not in NOT_DONE
    )
    return tuple(dict.fromkeys(used))


def _sheet_test(encounter: Encounter, protocol: Protocol, test: RapidTest) -> SheetTest:
    typed = encounter.lots
    return SheetTest(
        name=test.name,
        result=answer_words(protocol.question(test.item), encounter.answers[test.item]),
        maker=typed.get(test.device + MAKER, ""),
        reference=typed.get(test.device + REFERENCE, ""),
        lot=typed.get(test.device, ""),
        read_at=_read_at(encounter, test),
    )


def _read_at(encounter: Encounter, test: RapidTest) -> str:
    """Return when the test was read: the hour typed, else when its result was answered.

    A paper form says only the hour that was typed: its answers are dated when they are copied.
    """
    typed = re.fullmatch(r"([01]?\d|2[0-3])\s?[:hH]\s?([0-5]\d)", _typed_hour(encounter, test))
    if typed:
        hour, minute = int(typed[1]), int(typed[2])
        start = encounter.started_at
        return _written(start.replace(hour=hour, minute=minute, second=0, microsecond=0))
    if encounter.late or _typed_hour(encounter, test):
        return ""
    events = (one.at for one in reversed(encounter.events) if one.question_id == test.item)
    at = next(events, None)
    return _written(at) if at else ""


def _typed_hour(encounter: Encounter, test: RapidTest) -> str:
    return encounter.lots.get(test.device + READ_AT, "").strip()


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def lacking(test: SheetTest) -> str:
    """Return the sentence that says what to enter before the test can be recorded, "" if nothing.

    Source: CSP, R. 5125-33-12, 3°: the UDI or, failing that, the maker, reference and lot.
    """
    missing = [*_device_lacks(test)]
    if not test.read_at:
        missing.append("l’heure de lecture (par exemple 11:58)")
    if not missing:
        return ""
    listed = ", ".join(missing[:-1]) + (" et " if missing[1:] else "") + missing[-1]
    return f"{test.name}\u00a0: saisissez {listed}."


def _device_lacks(test: SheetTest) -> tuple[str, ...]:
    if is_udi(test.lot):
        try:
            parse_udi(test.lot)
        except DecodeError:
            return ("l’UDI complet, avec ses parenthèses",)
        return ()
    asked = (
        (test.lot, "le numéro de lot ou l’UDI"),
        (test.maker, "le fabricant"),
        (test.reference, "la référence"),
    )
    return tuple(words for value, words in asked if not value.strip())
