"""A demonstration station that already holds sheets, made in one second and without a window."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.clock import new_id, now
from app.desk.effects import OpenVault
from app.effects.access import Access
from app.effects.demonstration import CODE, prepare
from app.effects.handlers import new_oid
from app.effects.sealing import Sealing
from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked, Sealed
from tests.builders import a_visit_at_decision


def a_station_with(
    folder: Path, authors: tuple[str, ...], at: Callable[[], datetime] = now
) -> tuple[str, ...]:
    """Seal one sheet for each login of ``authors``; return the identifiers, the oldest first."""
    if not folder.exists():
        prepare(folder, new_id(), at())
    return tuple(seal_as(folder, login, at) for login in authors)


def seal_as(folder: Path, login: str, at: Callable[[], datetime]) -> str:
    """Seal one more sheet as ``login`` and return its identifier."""
    access = Access(folder, at)
    list(access.open(OpenVault(login, CODE)))
    try:
        (sealed,) = Sealing(access, new_oid).seal(_effect(login))
    finally:
        access.close()
    assert isinstance(sealed, Sealed)
    return sealed.encounter_id


def _effect(login: str) -> SealSheet:
    visit = a_visit_at_decision("piqure_tique")
    author = visit.encounter.station.professional(login)
    assert author is not None
    visit.encounter = replace(
        visit.encounter, encounter_id=new_id(), act_ref=new_id(), author=author
    )
    effect = visit.say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect
