"""Records, metadata and archives that leave, warm: what a pharmacist waits for after the papers.

The paper is drawn before: its time is a row of ``documents``. Seconds are medians of rounds.
"""

import time
from collections.abc import Callable
from functools import partial
from statistics import median

from app.encounter.decide import LotTyped
from app.encounter.effects import SealSheet
from app.encounter.seal import SealAsked
from app.encounter.sheet import OrientationSheet
from app.exchange import cda, pdf, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.checks import record_findings
from app.exchange.fhir.bundle import bundle_bytes, sheet_bundle
from app.exchange.fhir.records import SharedRecord
from app.exchange.proof import SealProof
from app.exchange.structured import build_structured
from app.exchange.trod import build_trod
from protocols.load import shipped_library
from tests.bench.documents import THROAT
from tests.bench.figure import Figure, at_most, told
from tests.builders import AT, a_visit_at_decision

ROUNDS = 60
LIMIT_MS = 30
SUBMISSION = "2.25.329800735698586629295641978511506172918"
DEVICE = {"a_trod": "(01)03612345678904(17)271231(10)B987654"}


def measure() -> list[Figure]:
    sheet = a_sheet()
    paper = pdf.draw(sheet, SealProof(418, 417, bytes(32)))
    ways: dict[str, Callable[[], bytes]] = {
        "record": partial(cda.build, sheet, paper),
        "test": partial(build_trod, sheet),
        "structured": partial(build_structured, sheet),
    }
    figures = []
    for name, build in ways.items():
        milliseconds = warm(partial(leave, sheet, build))
        figures.append(at_most(f"exchange_out.{name}_archive", milliseconds, "ms", LIMIT_MS))
    record = ways["record"]()
    archive = leave(sheet, ways["record"])
    checking = warm(lambda: (record_findings(record), archive_findings(archive, record)))
    figures.append(told("exchange_out.checks", checking, "ms"))
    protocol, shared = shipped_library()[sheet.protocol.id], (SharedRecord(record),)
    bundled = warm(lambda: bundle_bytes(sheet_bundle(sheet, protocol, shared, AT)))
    figures.append(told("exchange_out.fhir", bundled, "ms"))
    figures.append(told("exchange_out.record_size", len(record) / 1024, "kB"))
    return figures


def leave(sheet: OrientationSheet, build: Callable[[], bytes]) -> bytes:
    """Return the archive: the record, its metadata, the zip."""
    return xdm.pack(build(), xdm.sender_of(sheet), SUBMISSION, AT)


def warm(work: Callable[[], object]) -> float:
    """Return the median milliseconds of ``work``, once it has been done."""
    work()
    spent = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return median(spent) * 1000


def a_sheet() -> OrientationSheet:
    """Return a throat whose test was positive, with its device."""
    visit = a_visit_at_decision("douleur_pharyngee", THROAT)
    visit.say(*(LotTyped(name, value) for name, value in DEVICE.items()), SealAsked())
    effect = visit.asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet)
    return effect.sheet
