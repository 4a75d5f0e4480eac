"""Numbers, units, dates and times as French readers write them; no identity here.

Times are shown in the time zone of the station.
"""

from datetime import date, datetime
from decimal import Decimal

from app.clock import PARIS

NO_BREAK = "\u00a0"
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
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
PHONE_DIGITS = 10
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


def number(value: Decimal | int) -> str:
    """Return « 38,4 » or « 1 862 », with the digits the value has."""
    whole, _, decimals = f"{Decimal(value):,f}".partition(".")
    whole = whole.replace(",", NO_BREAK)
    return f"{whole},{decimals}" if decimals else whole


def quantity(value: Decimal | int, unit: str) -> str:
    """Return « 38,4 °C », the unit never alone on the next line."""
    return f"{number(value)}{NO_BREAK}{unit}" if unit else number(value)


def interval(minimum: int, maximum: int) -> str:
    """Return « 3 », or « 2 à 4 » when the value is not known yet."""
    if minimum == maximum:
        return str(minimum)
    return f"{minimum}{NO_BREAK}à{NO_BREAK}{maximum}"


def counted(count: int, one: str, several: str) -> str:
    """Return « 1 signe » or « 5 signes »; zero takes the singular, as French does."""
    return f"{number(count)}{NO_BREAK}{one if abs(count) <= 1 else several}"


def time_of(at: datetime) -> str:
    """Return « 9:03 », in the time zone of the station."""
    local = at.astimezone(PARIS)
    return f"{local.hour}:{local.minute:02d}"


def long_date(day: date) -> str:
    """Return « 12 avril 1988 », « 1er mai 2026 »."""
    number_of_day = "1er" if day.day == 1 else str(day.day)
    return f"{number_of_day}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def short_date(day: date) -> str:
    """Return « 23 nov. »."""
    return f"{day.day}{NO_BREAK}{SHORT_MONTHS[day.month - 1]}"


def day_and_time(at: datetime) -> str:
    """Return « 23 nov. 12:02 », in the time zone of the station."""
    local = at.astimezone(PARIS)
    return f"{short_date(local.date())}{NO_BREAK}{time_of(local)}"


def long_day_and_time(at: datetime) -> str:
    """Return « 23 novembre 2026 à 12:02 », in the time zone of the station."""
    local = at.astimezone(PARIS)
    return f"{long_date(local.date())} à {time_of(local)}"


def elapsed(seconds: int) -> str:
    """Return « 0:42 », « 12:05 », « 1:02:09 »: the digits of a timer."""
    minutes, rest = divmod(max(seconds, 0), MINUTE_S)
    hours, minutes = divmod(minutes, MINUTE_S)
    if hours:
        return f"{hours}:{minutes:02d}:{rest:02d}"
    return f"{minutes}:{rest:02d}"


def ago(at: datetime, now: datetime) -> str:
    """Return « à l’instant », « il y a 6 min », « il y a 3 h », else the day and time."""
    seconds = int((now - at).total_seconds())
    if seconds < MINUTE_S:
        return "à l’instant"
    if seconds < HOUR_S:
        return f"il y a {seconds // MINUTE_S}{NO_BREAK}min"
    if seconds < DAY_S:
        return f"il y a {seconds // HOUR_S}{NO_BREAK}h"
    return f"le {day_and_time(at)}"


def aloud(sentence: str) -> str:
    """Return « sentence » between the marks of what is said to the patient."""
    return f"«{NO_BREAK}{sentence}{NO_BREAK}»" if sentence else ""


def phone(text: str) -> str:
    """Return a French number in pairs, « 02 99 00 00 15 »; any other one as it is."""
    if len(text) != PHONE_DIGITS or not text.isdigit():
        return text
    return NO_BREAK.join(text[place : place + 2] for place in range(0, PHONE_DIGITS, 2))


def fingerprint(digest: str) -> str:
    """Return the first eight signs of a hash as people compare them: « 9F3A 71C0 »."""
    signs = digest[:8].upper()
    return f"{signs[:4]}{NO_BREAK}{signs[4:]}" if signs else ""
