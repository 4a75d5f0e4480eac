"""What a sheet says of a rapid test, ready for its record and its attestation, or refused.

Nothing is guessed: a device, a time, a dose or a duration that is missing is asked for, in a
sentence that says what to enter.

Source: CSP, R. 5125-33-12 (names, date, device, drug, dose, duration; attestation after a
positive test that gave a drug); clinical.md §3.5 and §3.6 (drugs of each test); ANS, volet
BIO-TROD 2024.01, published examples « Angine » and « Cystite » (codes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.encounter.rapid_tests import LEUCOCYTES, NITRITES, STREPTOCOCCUS, RapidTest, lacking
from app.encounter.sheet import OrientationSheet, SheetTest, SheetTreatment
from app.exchange.codes import CIM10, LOINC, SNOMED, Coded, coded
from app.exchange.refusals import UnfitRecord
from hardware.codecs.udi import Udi, is_udi, parse_udi

POSITIVE = "positif"
_RESULTS: Mapping[str, str] = MappingProxyType(
    {POSITIVE: "10828004", "negatif": "260385009", "invalide": "373068000"}
)
"""JDV_ResultatDepistage (1.2.250.1.213.1.1.5.761); what stays unreadable is « indéterminé »."""


@dataclass(frozen=True, slots=True)
class Screening:
    """What one protocol screens: codes of the volet, readings in order, drugs of the text."""

    title: str
    disease: str
    section: str
    act: str
    readings: tuple[tuple[RapidTest, str], ...]
    drugs: frozenset[str]


SCREENINGS: Mapping[str, Screening] = MappingProxyType(
    {
        "douleur_pharyngee": Screening(
            title="TROD Angine",
            disease="J02.0",
            section="18725-2",
            act="92894-5",
            readings=((STREPTOCOCCUS, "78012-2"),),
            drugs=frozenset({"amoxicilline", "cefuroxime", "cefpodoxime", "clarithromycine"}),
        ),
        "douleur_mictionnelle": Screening(
            title="TROD Cystite",
            disease="N30",
            section="18719-5",
            act="18729-4",
            readings=((LEUCOCYTES, "5799-2"), (NITRITES, "5802-4")),
            drugs=frozenset({"fosfomycine", "pivmecillinam"}),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class TestReading:
    """One result: its code, what the paper calls it, when it was read (ISO 8601)."""

    code: Coded
    name: str
    result: Coded
    read_at: str


@dataclass(frozen=True, slots=True)
class TestDevice:
    """The device used; ``udi`` None when it is named by maker, reference and lot."""

    udi: Udi | None
    maker: str
    reference: str
    lot: str
    expires: str


@dataclass(frozen=True, slots=True)
class TrodFacts:
    """A rapid test done, its device, and the drugs given after it."""

    screening: Screening
    readings: tuple[TestReading, ...]
    device: TestDevice
    drugs: tuple[SheetTreatment, ...]
    is_positive: bool

    @property
    def disease(self) -> Coded:
        """The disease looked for, CIM-10."""
        return coded(CIM10, self.screening.disease)

    @property
    def read_at(self) -> str:
        """When the first reading was made, ISO 8601."""
        return min(one.read_at for one in self.readings)


def holds_rapid_test(sheet: OrientationSheet) -> bool:
    """Return whether a rapid test with a record of its own was done."""
    return bool(sheet.tests) and sheet.protocol.id in SCREENINGS


def trod_facts(sheet: OrientationSheet) -> TrodFacts:
    """Return what is recorded of the rapid test of ``sheet``.

    Raises:
        UnfitRecord: there is no test, or something the text asks for is missing.
    """
    if not holds_rapid_test(sheet):
        raise UnfitRecord("Aucun test rapide n’a été fait\u00a0: il n’y a pas de document de test.")
    screening = SCREENINGS[sheet.protocol.id]
    _require_whole(sheet)
    answers = {one.id: one.answer for one in sheet.answers}
    done = {one.name: one for one in sheet.tests}
    readings = tuple(
        _reading(done[test.name], code, answers.get(test.item, ""))
        for test, code in screening.readings
        if test.name in done
    )
    if not readings:
        raise UnfitRecord("Ce test rapide n’est pas de ceux de ce protocole. Signalez-le.")
    drugs = tuple(one for one in sheet.treatments if one.substance in screening.drugs)
    for one in drugs:
        _require_dose(one)
    positive = coded(SNOMED, _RESULTS[POSITIVE])
    return TrodFacts(
        screening=screening,
        readings=readings,
        device=_device(sheet.tests),
        drugs=drugs,
        is_positive=any(one.result == positive for one in readings),
    )


def what_lacks(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return the sentences that say what to enter before the test is recorded; none if nothing."""
    if not holds_rapid_test(sheet):
        return ()
    return tuple(dict.fromkeys(told for one in sheet.tests if (told := lacking(one))))


def _require_whole(sheet: OrientationSheet) -> None:
    told = what_lacks(sheet)
    if told:
        raise UnfitRecord(" ".join(told))
    devices = {(one.maker, one.reference, one.lot) for one in sheet.tests}
    if len(devices) != 1:
        raise UnfitRecord(
            "Deux dispositifs ont servi au même test. Notez celui dont le résultat est gardé."
        )


def _require_dose(drug: SheetTreatment) -> None:
    if not (drug.label and drug.dose and drug.times and drug.max_days > 0):
        raise UnfitRecord(
            f"{drug.label or drug.substance}\u00a0: la dose, les prises ou la durée manquent. "
            "Complétez-les avant de remettre l’attestation."
        )


def _reading(test: SheetTest, code: str, answer: str) -> TestReading:
    result = _RESULTS.get(answer)
    if result is None:
        raise UnfitRecord(
            f"{test.name}\u00a0: le résultat n’est ni positif, ni négatif, ni illisible. "
            "Répondez à la question du test."
        )
    return TestReading(coded(LOINC, code), test.name, coded(SNOMED, result), test.read_at)


def _device(tests: tuple[SheetTest, ...]) -> TestDevice:
    one = tests[0]
    if not is_udi(one.lot):
        return TestDevice(None, one.maker, one.reference, one.lot, "")
    udi = parse_udi(one.lot)
    expires = udi.expires.isoformat() if udi.expires else ""
    return TestDevice(udi, one.maker, one.reference, udi.lot, expires)
