"""Sheets of consultations where a rapid test was done, driven by their own messages.

The patient is the invented one of the papers, whose national number is qualified.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from app.encounter.decide import LotTyped
from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from app.encounter.sheet import OrientationSheet, SheetNote
from tests.builders import a_visit_at_decision
from tests.exchange.facts import PATIENT
from tests.exchange.sheets import real

UDI = "(01)03612345678904(17)271231(10)B987654"
NAMED = {"": "L2611", ".maker": "Nadal", ".reference": "242001"}
SCANNED = {"": UDI, ".maker": "Nadal", ".reference": "242001"}
SIGNS = {"a_gang": "yes", "a_amyg": "yes", "a_aspect": "yes", "a_toux": "no"}
THROAT = SIGNS | {"temperature": "38,4"}
NOTE = SheetNote(
    "correction",
    "Le lot de l’amoxicilline est AX4471.",
    "Lot oublié.",
    "Hélène Marchetti",
    "2026-11-23T15:10:00+01:00",
)


@cache
def throat(result: str = "positif", *, scanned: bool = True) -> OrientationSheet:
    """Return the sheet of a sore throat whose test gave ``result``."""
    device = {f"a_trod{name}": value for name, value in (SCANNED if scanned else NAMED).items()}
    return _sheet("douleur_pharyngee", THROAT | {"a_trod": result}, device | {"amoxicilline": "AX"})


@cache
def cystitis(
    nitrites: str = "positif", leucocytes: str = "negatif", *, scanned: bool = True
) -> OrientationSheet:
    """Return the sheet of urinary signs whose strip gave these two results."""
    device = {f"bandelette{name}": value for name, value in (SCANNED if scanned else NAMED).items()}
    answers = {"u_symptomes": "yes", "u_nit": nitrites, "u_leuco": leucocytes}
    return _sheet("douleur_mictionnelle", answers, device)


def corrected(sheet: OrientationSheet, times: int = 1) -> OrientationSheet:
    """Return the sheet with notes written on it later: one version more for each."""
    return replace(sheet, notes=(NOTE,) * times)


def without_device(sheet: OrientationSheet) -> OrientationSheet:
    """Return the sheet whose test has neither lot, nor maker, nor reading time."""
    tests = tuple(replace(one, lot="", maker="", reference="", read_at="") for one in sheet.tests)
    return replace(sheet, tests=tests)


def _sheet(protocol: str, answers: Mapping[str, str], lots: Mapping[str, str]) -> OrientationSheet:
    visit = a_visit_at_decision(protocol, answers)
    visit.say(*(LotTyped(name, value) for name, value in lots.items()))
    effect = visit.say(SealAsked()).asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return replace(effect.sheet, patient=PATIENT)


TESTED: Mapping[str, Callable[[], OrientationSheet]] = {
    "throat, positive": throat,
    "throat, negative, named": lambda: throat("negatif", scanned=False),
    "throat, unreadable": lambda: throat("invalide"),
    "cystitis, positive": cystitis,
    "cystitis, negative, named": lambda: cystitis("negatif", scanned=False),
    "cystitis, one reading": lambda: cystitis("non_fait", "positif"),
    "cystitis, corrected": lambda: corrected(cystitis()),
    "throat, real": lambda: real(throat()),
}
