"""The record of a rapid test: what it says, what it refuses, what its archive says of it."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from app.encounter.sheet import OrientationSheet
from app.exchange import cda, xdm
from app.exchange.archive_checks import archive_findings
from app.exchange.checks import record_findings
from app.exchange.markup import CDA
from app.exchange.metadata import derive
from app.exchange.refusals import UnfitRecord
from app.exchange.trod import build_trod
from app.exchange.trod_facts import holds_rapid_test, trod_facts, what_lacks
from tests.exchange.sheets import SENT_AT, SUBMISSION, tick_sheet, unqualified
from tests.exchange.trods import (
    TESTED,
    UDI,
    corrected,
    cystitis,
    throat,
    without_device,
)

over_tested = pytest.mark.parametrize("name", TESTED)


def all_words(record: bytes) -> str:
    return " ".join("".join(map(str, etree.fromstring(record).itertext())).split())


def found(record: bytes, path: str) -> list[etree._Element]:
    return etree.fromstring(record).findall(path, {"h": CDA})


@over_tested
def test_a_record_of_a_test_has_no_finding(name: str) -> None:
    sheet = TESTED[name]()
    record = build_trod(sheet)
    assert record_findings(record) == ()
    archive = xdm.pack(record, xdm.sender_of(sheet), SUBMISSION, SENT_AT)
    assert archive_findings(archive, record) == ()


@over_tested
def test_it_says_what_the_text_asks_for(name: str) -> None:
    sheet = TESTED[name]()
    words = all_words(build_trod(sheet))
    assert sheet.pharmacist.family.upper() in words
    assert sheet.pharmacist.given in words
    assert "23/11/2026" in words
    assert UDI in words or "Nadal | 242001 | L2611" in words
    drugs = [one for one in sheet.treatments if one.substance in trod_facts(sheet).screening.drugs]
    for one in drugs:
        told = f"{one.label}, {one.form}, {one.dose}, {one.times}, {one.max_days}"
        assert " ".join(told.split()) in words
    assert bool(drugs) == ("Délivré" in words)


def test_each_reading_of_a_strip_is_coded_with_its_own_time() -> None:
    record = build_trod(cystitis())
    codes = [one.get("code") for one in found(record, ".//h:observation/h:code")]
    results = [one.get("displayName") for one in found(record, ".//h:observation/h:value")]
    assert dict(zip(codes, results, strict=True)) == {"5799-2": "négatif", "5802-4": "positif"}
    times = [one.get("value") for one in found(record, ".//h:observation/h:effectiveTime")]
    assert len(set(times)) == 2
    (low,) = found(record, "h:documentationOf/h:serviceEvent/h:effectiveTime/h:low")
    assert low.get("value") == min(map(str, times))


def test_a_strip_read_in_part_says_only_what_was_read() -> None:
    record = build_trod(cystitis("non_fait", "positif"))
    assert [one.get("code") for one in found(record, ".//h:observation/h:code")] == ["5799-2"]


def test_a_test_that_stays_unreadable_is_said_undetermined() -> None:
    (value,) = found(build_trod(throat("invalide")), ".//h:observation/h:value")
    assert (value.get("code"), value.get("displayName")) == ("373068000", "indéterminé(e)")


def test_a_negative_test_says_that_no_drug_was_given() -> None:
    words = all_words(build_trod(throat("negatif")))
    assert "Aucun médicament délivré à la suite du test." in words
    assert throat("negatif").treatments != ()


def test_a_demonstration_says_so_in_the_title() -> None:
    assert derive(build_trod(throat())).title == (
        "Spécimen de démonstration - Test rapide d'orientation diagnostique : TROD Angine"
    )


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert build_trod(throat()) == build_trod(throat())
    sheet_record = derive(cda.build(throat(), b"%PDF-1.4 "))
    assert derive(build_trod(throat())).unique_id != sheet_record.unique_id


def test_a_test_without_lot_nor_time_gives_a_sentence_not_a_document() -> None:
    sheet = without_device(throat())
    with pytest.raises(UnfitRecord) as refused:
        build_trod(sheet)
    said = refused.value.sentence
    assert said == " ".join(what_lacks(sheet))
    for wanted in ("lot ou l’UDI", "fabricant", "référence", "heure de lecture"):
        assert wanted in said


def _changed_test(**changes: str) -> OrientationSheet:
    sheet = cystitis()
    return replace(sheet, tests=(sheet.tests[0], replace(sheet.tests[1], **changes)))


def _changed_drug(**changes: object) -> OrientationSheet:
    sheet = throat()
    changed = tuple(replace(one, **changes) for one in sheet.treatments)  # type: ignore[arg-type]  # fields named by the test
    return replace(sheet, treatments=changed)


def _answered(answer: str) -> OrientationSheet:
    sheet = throat()
    answers = tuple(
        replace(one, answer=answer) if one.id == "a_trod" else one for one in sheet.answers
    )
    return replace(sheet, answers=answers)


REFUSED: dict[str, tuple[Callable[[], OrientationSheet], str]] = {
    "no test": (lambda: throat("non_fait"), "Aucun test rapide"),
    "another protocol": (tick_sheet, "Aucun test rapide"),
    "two devices": (lambda: _changed_test(lot="B2"), "Deux dispositifs"),
    "a wrong UDI": (lambda: _changed_test(lot="(01)03612345678905(10)B"), "UDI complet"),
    "no hour": (lambda: _changed_test(read_at=""), "heure de lecture"),
    "no dose": (lambda: _changed_drug(dose=""), "la dose, les prises ou la durée"),
    "no duration": (lambda: _changed_drug(max_days=0), "la dose, les prises ou la durée"),
    "an answer of no meaning": (lambda: _answered("peut-être"), "ni positif, ni négatif"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_whole_is_refused_with_what_to_do(name: str) -> None:
    make, said = REFUSED[name]
    with pytest.raises(UnfitRecord) as refused:
        build_trod(make())
    assert said in refused.value.sentence


def test_only_protocols_with_a_test_that_was_done_have_this_record() -> None:
    assert holds_rapid_test(throat())
    assert not holds_rapid_test(throat("non_fait"))
    assert what_lacks(throat("non_fait")) == ()
    assert what_lacks(throat()) == ()


def test_an_identity_nobody_qualified_gives_no_national_number() -> None:
    record = build_trod(unqualified(throat()))
    assert "288043523801466" not in record.decode()
    assert record_findings(record) == ()


def test_a_corrected_test_replaces_the_former_one() -> None:
    first, second = derive(build_trod(cystitis())), derive(build_trod(corrected(cystitis())))
    third = derive(build_trod(corrected(cystitis(), 2)))
    assert (second.replaces, third.replaces) == (first.unique_id, second.unique_id)
    assert first.replaces == ""
    series = {
        found(build_trod(one), "h:setId")[0].get("root")
        for one in (cystitis(), corrected(cystitis()), corrected(cystitis(), 2))
    }
    assert len(series) == 1


def test_the_metadata_carry_the_codes_of_the_volet() -> None:
    archive = xdm.pack(build_trod(throat()), xdm.sender_of(throat()), SUBMISSION, SENT_AT)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        metadata = opened.read("IHE_XDM/SUBSET01/METADATA.XML").decode()
    for code in ("96173-0", "52", "J02.0", "DEPISTAGE", "SA33", "urn:ans:ci-sis:trod:2024"):
        assert f'nodeRepresentation="{code}"' in metadata
