"""The record of a rapid test: a CDA R2 level 3 document of the volet BIO-TROD 2024.01.

Source: ANS, volet « Biologie - Test rapide d'orientation diagnostique » 2024.01 and its two
published examples; its schematron CI-SIS_BIO-TROD_2024.01.
"""

from app.encounter.sheet import OrientationSheet
from app.exchange.cda_header import Heading, finished, started, titled
from app.exchange.codes import IHE_TEMPLATE, TROD_TEMPLATE, TROD_TYPE, coded
from app.exchange.trod_body import add_body
from app.exchange.trod_facts import TrodFacts, trod_facts
from app.exchange.versions import TROD, version_of

VOLET = "2024.01"


def build_trod(sheet: OrientationSheet) -> bytes:
    """Return the bytes of the record of the rapid test of ``sheet``.

    Raises:
        UnfitRecord: no test was done, or something that must be written is missing.
    """
    facts = trod_facts(sheet)
    document = started(_heading(facts, sheet), sheet)
    add_body(document, facts)
    return finished(document)


def trod_title(facts: TrodFacts, sheet: OrientationSheet) -> str:
    """Return the title of the record; a demonstration says so first."""
    kind, system = TROD_TYPE
    return titled(f"{coded(system, kind).label} : {facts.screening.title}", sheet)


def _heading(facts: TrodFacts, sheet: OrientationSheet) -> Heading:
    kind, system = TROD_TYPE
    return Heading(
        kind=coded(system, kind),
        templates=((IHE_TEMPLATE, ""), (TROD_TEMPLATE, VOLET)),
        title=trod_title(facts, sheet),
        version=version_of(sheet, TROD),
        practice="DEPISTAGE",
        event=facts.disease,
        from_time=facts.read_at,
        to_time="",
    )
