"""Which facts still concern the patient, and which rows of the table they satisfy."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.encounter import incoming_table as table
from app.encounter.incoming import FactCode, FactKind, IncomingFact, Standing
from app.encounter.incoming_table import Row
from app.identity import strict_trait

STILL_TAKEN_DAYS = 30
"""A treatment ended for less counts as taken: our choice, towards caution."""


def holds(fact: IncomingFact, on: date) -> bool:
    """True for a fact that may still concern the patient on the day ``on``."""
    match fact.standing:
        case Standing.DENIED:
            return False
        case Standing.PAST:
            return fact.kind in {FactKind.ALLERGY, FactKind.CONDITION}
        case Standing.PRESENT if fact.kind is FactKind.TREATMENT:
            ended = _day(fact.until)
            return ended is None or ended + timedelta(days=STILL_TAKEN_DAYS) >= on
        case _:
            return True


def rows_of(fact: IncomingFact, on: date) -> Iterator[Row]:
    """Yield the rows of the table that the codes and the names of ``fact`` satisfy."""
    matched = [row for row in table.ROWS if row.kind is fact.kind and _matches(row, fact)]
    if fact.kind is FactKind.ALLERGY and fact.is_drug:
        yield table.ANY_ALLERGY
        if not matched and _is_known_substance(fact):
            yield table.OTHER_ALLERGY
    if fact.kind is FactKind.TREATMENT:
        yield table.ANY_TREATMENT
    for row in matched:
        if _is_fresh(row, fact, on):
            yield row


def _matches(row: Row, fact: IncomingFact) -> bool:
    if row.kind is FactKind.PREGNANCY:
        return True
    systems = table.CIM10_SYSTEMS if row.kind is FactKind.CONDITION else table.ATC_SYSTEMS
    return any(_is_under(code, row.prefixes, systems) for code in fact.codes) or bool(
        _words(fact).intersection(row.names)
    )


def _is_under(code: FactCode, prefixes: tuple[str, ...], systems: frozenset[str]) -> bool:
    return code.system in systems and code.code.upper().startswith(prefixes)


def _words(fact: IncomingFact) -> frozenset[str]:
    """Return the words of an entry of medicine, without accents nor hyphens."""
    if fact.kind not in {FactKind.ALLERGY, FactKind.TREATMENT}:
        return frozenset()
    said = strict_trait(" ".join((fact.words, *(code.label for code in fact.codes)))).lower()
    plain = "".join(sign if sign.isalnum() else " " for sign in said.replace("beta-l", "betal"))
    return frozenset(plain.split())


def _is_known_substance(fact: IncomingFact) -> bool:
    return any(code.system in table.ATC_SYSTEMS for code in fact.codes)


def _is_fresh(row: Row, fact: IncomingFact, on: date) -> bool:
    written = _day(fact.source.written_on)
    return not row.days or written is None or written + timedelta(days=row.days) >= on


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
