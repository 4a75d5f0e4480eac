"""Closing a consultation beside reportlab drawing the same pages alone, warm, interleaved."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from app.clock import new_id, now
from app.desk.effects import OpenVault
from app.effects.access import Access
from app.effects.demonstration import CODE, prepare
from app.effects.handlers import new_oid
from app.effects.sealing import Sealing
from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from tests.bench.figure import Figure, at_most, ratio_of_medians, told
from tests.builders import a_visit_at_decision

ROUNDS = 25
THROAT = {
    "a_gang": "yes",
    "a_amyg": "yes",
    "a_aspect": "yes",
    "a_toux": "no",
    "a_trod": "positif",
} | {"temperature": "38,4"}


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        station = Path(folder, "station")
        prepare(station, new_id(), now())
        access = Access(station, now)
        access.open(OpenVault("helene", CODE))
        sealing = Sealing(access, new_oid)
        visit = a_visit_at_decision("douleur_pharyngee", THROAT).say(SealAsked())
        effect = visit.asked(SealSheet)[-1]
        assert isinstance(effect, SealSheet)
        close(sealing, effect), draw_alone(effect)
        pairs = [(close(sealing, effect), draw_alone(effect)) for _ in range(ROUNDS)]
        access.close()
    closings, drawings = [a for a, _ in pairs], [b for _, b in pairs]
    return [
        at_most("documents.closing_over_drawing", ratio_of_medians(closings, drawings), "x", 3),
        told("documents.closing", median(closings) * 1000, "ms"),
        told("documents.drawing_alone", median(drawings) * 1000, "ms"),
    ]


def close(sealing: Sealing, effect: SealSheet) -> float:
    """Return the seconds of one whole closing, durable, of a sheet never sealed before."""
    sheet_id = new_id()
    fresh = replace(effect, encounter_id=sheet_id, sheet=replace(effect.sheet, sheet_id=sheet_id))
    started = time.perf_counter()
    list(sealing.seal(fresh))
    return time.perf_counter() - started


def draw_alone(effect: SealSheet) -> float:
    """Return the seconds reportlab takes to draw both pages, without PDF/A, record or vault."""
    from app.exchange.pdf import draw_only

    started = time.perf_counter()
    draw_only(effect.sheet)
    return time.perf_counter() - started
