"""Documents that come in and go out: one read, five thousand imported, then what leaves.

The document read has 20 sections, 1,600 elements, as a teleconsultation request of the agency has
1,400. An import reads, compares the patient, and makes the facts; keeping is the vault's bench.
"""

import gc
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date
from statistics import median

from app.exchange.incoming.patient import check_patient
from app.exchange.incoming.reading import read_file
from app.identity import Ins, Patient, Sex
from tests.bench import exchange_out
from tests.bench.figure import Figure, at_most, told
from tests.builders import MATRICULE
from tests.exchange.incoming.letters import (
    AMOXICILLIN,
    INS_DEMO,
    allergy,
    condition,
    document,
    section,
    structured,
    treatment,
)

ROUNDS = 60
LIMIT_MS = 20
IMPORTED, SETTLED = 5_000, 500
LIMIT_SECONDS = 60
LIMIT_GROWTH_MB = 4
ROWS = 12
PATIENT = Patient(
    birth_family="DORVAL",
    birth_givens=("CAMILLE", "JEANNE"),
    sex=Sex.FEMALE,
    birth_date=date(1988, 4, 12),
    ins=Ins(MATRICULE, INS_DEMO),
)


def measure() -> list[Figure]:
    one = a_document(0)
    spent = [seconds(one) for _ in range(ROUNDS)]
    took, growth = imported()
    return [
        at_most("exchange.reading_one", median(spent) * 1000, "ms", LIMIT_MS),
        told("exchange.read_size", len(one) / 1024, "kB"),
        at_most("exchange.import_5000", took, "s", LIMIT_SECONDS),
        at_most("exchange.import_growth", growth, "MB", LIMIT_GROWTH_MB),
        *exchange_out.measure(),
    ]


def seconds(data: bytes) -> float:
    started = time.perf_counter()
    take(data)
    return time.perf_counter() - started


def take(data: bytes) -> None:
    """Read a document and compare it with its patient, as an import does."""
    for one in read_file(data).documents:
        check_patient(one.patient, PATIENT)
        assert one.facts


def imported() -> tuple[float, float]:
    """Return the seconds 5,000 different documents took, and what memory grew by, in MB."""
    spent, settled = 0.0, 0.0
    for rank, data in enumerate(documents()):
        if rank == SETTLED:
            gc.collect()
            settled = peak_mb()
        spent += seconds(data)
    return spent, peak_mb() - settled


def documents() -> Iterator[bytes]:
    for rank in range(IMPORTED):
        yield a_document(rank)


def peak_mb() -> float:
    """Return the most memory this process ever held."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def a_document(rank: int) -> bytes:
    rows = "".join(
        f"<tr><td>0{line % 9}/01/2026</td><td><content>Fait {rank} {line}</content></td></tr>"
        for line in range(ROWS)
    )
    text = f"<table><thead><tr><th>Date</th><th>Fait</th></tr></thead><tbody>{rows}</tbody></table>"
    entries = (allergy(AMOXICILLIN), condition("D70", "Agranulocytose"), treatment(AMOXICILLIN))
    sections = (section("11450-4", f"Partie {part}", text, *entries) for part in range(20))
    return document(structured(*sections), doc_id=f"2.25.{rank + 1}")
