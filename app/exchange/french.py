"""Dates, hours, names and lists as French paper writes them."""

import re
from collections.abc import Sequence
from datetime import date

from app.encounter.sheet import SheetPatient
from app.exchange.times import read_iso

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
NBSP = "\u00a0"


def long_date(iso: str) -> str:
    """Return the day of an ISO date or time: « 12 avril 1988 », « 1er mai 2026 »."""
    day = date.fromisoformat(iso[:10])
    rank = "1er" if day.day == 1 else str(day.day)
    return f"{rank}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def week_day(iso: str) -> str:
    """Return the day with its name and no year: « jeudi 26 novembre »."""
    day = date.fromisoformat(iso[:10])
    return f"{DAYS[day.weekday()]} {long_date(iso).rsplit(' ', 1)[0]}"


def short_date(iso: str) -> str:
    """Return the day in digits: « 12/04/1988 »; empty for an empty text."""
    return date.fromisoformat(iso[:10]).strftime("%d/%m/%Y") if iso else ""


def hour(iso: str) -> str:
    """Return the hour of an ISO time: « 11:44 »; empty for an empty text."""
    return read_iso(iso).strftime("%H:%M") if iso else ""


def decimal(text: str) -> str:
    """Return a decimal number with a comma."""
    return text.replace(".", ",")


def listed(items: Sequence[str]) -> str:
    """Return « a, b et c »."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


def sentence(text: str) -> str:
    """Return what is said aloud as it is written: no quotation marks, a point at the end."""
    plain = text.strip().strip("«»").strip(f" {NBSP}")
    return plain if not plain or plain[-1] in ".!?…" else f"{plain}."


def lowered(text: str) -> str:
    """Return ``text`` starting with a small letter, unless it starts with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """Return ``text`` starting with a capital letter."""
    return text[:1].upper() + text[1:]


def grouped(digits: str, size: int) -> str:
    """Return digits in groups of ``size``, for the eye."""
    plain = re.sub(r"[\s.]", "", digits)
    return NBSP.join(plain[at : at + size] for at in range(0, len(plain), size))


def phone_words(number: str) -> str:
    """Return a French number in pairs, another one as it was given."""
    plain = re.sub(r"[\s.]", "", number)
    return grouped(plain, 2) if re.fullmatch(r"0[0-9]{9}", plain) else number.strip()


def person(patient: SheetPatient) -> str:
    """Return the name as one is called: « Camille Dorval », the used name first."""
    family = patient.used_family or patient.birth_family
    return f"{patient.birth_givens[0].title()} {family.title()}"


def born(patient: SheetPatient) -> str:
    """Return « née » or « né »."""
    return "née" if patient.sex == "F" else "né"
