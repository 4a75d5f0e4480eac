"""The request for a teleconsultation: what it says, its record, and what keeps it a paper."""

import io
import zipfile
from dataclasses import replace

import pytest

from app.encounter.sheet import OrientationSheet
from app.encounter.sheet_fields import SheetPresence
from app.exchange.archive_checks import archive_findings
from app.exchange.call_request import ARCHIVE, PDF, build_request, call_request, draw_request
from app.exchange.checks import embedded_pdf, paper_findings, record_findings
from app.exchange.dmp import NOT_QUALIFIED, SIMULATED, TEST_INS
from app.exchange.metadata import derive
from app.exchange.paper.archival import is_archivable
from app.exchange.trod_dossier import Sending
from tests.exchange.facts import READINGS
from tests.exchange.official import OfficialRules
from tests.exchange.outcomes import all_outcomes, sheet_of
from tests.exchange.reading import words
from tests.exchange.sheets import SENT_AT, SUBMISSION, real, throat_sheet, tick_sheet, unqualified

SENDING = Sending(SUBMISSION, SENT_AT)
ASKING = real(throat_sheet("DOCTOR_SAME_DAY"))
LONGEST = {one.protocol: one for one in all_outcomes()}


def record_in(files: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(files[ARCHIVE])) as archive:
        return archive.read("IHE_XDM/SUBSET01/DOC0001.XML")


def test_it_says_who_why_the_flags_the_answers_and_the_measures() -> None:
    told = words(draw_request(ASKING))
    assert "Camille Dorval, née le 12 avril 1988 (38 ans)" in told
    assert "Signes d’alerte" in told
    for one in ASKING.answers:
        if one.block != "identity":
            assert f"{' '.join(one.label.split())} : {one.answer_label}." in told, one.id
    assert "Température : 38,4 °C (mesurée, Thermomètre TH-02, par helene)" in told
    assert "Orientation proposée : " in told
    assert "avant la fiche scellée" in told
    assert "N°" not in told


def test_what_is_not_asked_yet_is_said() -> None:
    told = words(draw_request(tick_sheet("DOCTOR_SAME_DAY")))
    assert "Recueil non terminé" in told
    assert "Paupière ou oreille." in told
    assert "Recueil non terminé" not in words(draw_request(ASKING))


@pytest.mark.parametrize("protocol", LONGEST)
def test_no_protocol_is_too_long_for_it(protocol: str) -> None:
    assert is_archivable(draw_request(sheet_of(LONGEST[protocol])))


def test_its_record_has_its_own_type_class_and_identifier() -> None:
    made = call_request(ASKING, SENDING)
    assert made.told == ()
    record = record_in(dict(made.files))
    assert embedded_pdf(record) == made.files[PDF]
    assert (record_findings(record), paper_findings(record)) == ((), ())
    assert archive_findings(made.files[ARCHIVE], record) == ()
    entry = derive(record)
    assert (entry.kind.code, entry.kind.label) == ("75496-0", "Demande d'acte de télémédecine")
    assert entry.service_stop == ""
    other = record_in(dict(call_request(ASKING, replace(SENDING, submission_id="2.25.7")).files))
    assert derive(other).unique_id != entry.unique_id


def test_it_says_who_is_with_the_patient() -> None:
    child = replace(
        ASKING,
        patient=replace(ASKING.patient, companion="Anne Dorval"),
        presence=SheetPresence("parent", language="breton"),
    )
    told = words(draw_request(child))
    assert "Autorité parentale, présent : Anne Dorval. Interprète (breton)." in told


def test_it_is_not_addressed_to_the_treating_doctor() -> None:
    made = call_request(ASKING, SENDING)
    assert b"Le Dantec" not in record_in(dict(made.files))
    assert "Le Dantec" not in words(made.files[PDF])


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (unqualified(ASKING), NOT_QUALIFIED),
        (replace(ASKING, readings=(replace(READINGS[0], origin="simulated"),)), SIMULATED),
        (
            replace(ASKING, patient=replace(ASKING.patient, ins_root="1.2.250.1.213.1.4.10")),
            TEST_INS,
        ),
    ],
    ids=["not qualified", "simulated", "test matricule"],
)
def test_what_may_not_leave_stays_a_paper_and_says_why(
    sheet: OrientationSheet, reason: str
) -> None:
    made = call_request(sheet, SENDING)
    assert set(made.files) == {PDF}
    assert made.told == (reason,)


def test_a_demonstration_asks_as_a_specimen() -> None:
    record = record_in(dict(call_request(throat_sheet("DOCTOR_48H"), SENDING).files))
    assert derive(record).title.startswith("Spécimen de démonstration")


@pytest.mark.cda_rules
@pytest.mark.parametrize("name", ["real", "demonstration", "unqualified"])
def test_its_record_passes_the_official_rules(name: str, official: OfficialRules) -> None:
    sheet = {
        "real": ASKING,
        "demonstration": tick_sheet("DOCTOR_48H"),
        "unqualified": unqualified(ASKING),
    }[name]
    record = build_request(sheet, b"%PDF-1.4 ", SUBMISSION)
    assert official.errors(record) == []
    assert official.fired(record) > 100
