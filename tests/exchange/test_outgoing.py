"""What leaves for a sheet as it is asked, and what never leaves."""

import io
import zipfile
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from app.encounter.sheet import OrientationSheet
from app.exchange.archive_checks import archive_findings
from app.exchange.checks import record_findings
from app.exchange.dmp import NO_DOCTOR, NO_RECORD, NOT_QUALIFIED
from app.exchange.masking import Masking, masking_codes
from app.exchange.metadata import derive
from app.exchange.outgoing import (
    KEPT_WAITING,
    NO_MAIL,
    NothingLeaves,
    Outgoing,
    RecordLevel,
    Wish,
    outgoing,
)
from app.exchange.refusals import UnfitRecord
from app.exchange.trod_dossier import Sending
from tests.exchange.kept import kept
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION, real, throat_sheet, unqualified
from tests.exchange.trods import throat, without_device

ORDINARY = Wish()
STRUCTURED = Wish(RecordLevel.STRUCTURED)
EVERY_MASK = ("MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX")
NEXT = Sending(f"{SUBMISSION}7", SENT_AT)
REFUSABLE = {"g_cons_dmp": NO_RECORD, "g_cons_medecin": NO_DOCTOR}


def leaving(sheet: OrientationSheet, wish: Wish = ORDINARY) -> Outgoing:
    return outgoing(sheet, kept(sheet), PROOF, wish, NEXT)


def refusing(sheet: OrientationSheet, *consents: str) -> OrientationSheet:
    changed = tuple(
        replace(one, given="no") if one.id in consents else one for one in sheet.consents
    )
    return replace(sheet, consents=changed)


def in_archive(made: Outgoing, name: str = "IHE_XDM.ZIP") -> bytes:
    with zipfile.ZipFile(io.BytesIO(made.files[name])) as archive:
        return archive.read("IHE_XDM/SUBSET01/DOC0001.XML")


def test_a_test_that_gave_a_drug_leaves_whole() -> None:
    made = leaving(real(throat()))
    assert set(made.files) == {
        "fiche.pdf",
        "fiche.xml",
        "IHE_XDM.ZIP",
        "test.xml",
        "test_IHE_XDM.ZIP",
        "attestation.pdf",
        "courriel.eml",
        "courrier.pdf",
        "courrier.xml",
        "courrier_IHE_XDM.ZIP",
        "courrier.eml",
    }
    assert made.told == ()
    assert in_archive(made) == made.files["fiche.xml"]
    assert in_archive(made, "test_IHE_XDM.ZIP") == made.files["test.xml"]


def test_the_ordinary_way_gives_the_very_bytes_that_were_sealed() -> None:
    sheet = real(throat())
    made, sealed = leaving(sheet), kept(sheet)
    assert made.files["IHE_XDM.ZIP"] == sealed.xdm
    assert made.files["fiche.xml"] == sealed.cda
    assert made.files["courriel.eml"] == sealed.mail


@pytest.mark.parametrize("level", ["PHARMACY", "DOCTOR_48H", "EMERGENCY", "SAMU_15"])
def test_the_letter_goes_with_the_levels_that_have_one(level: str) -> None:
    made = leaving(real(throat_sheet(level)))
    assert ("courrier.pdf" in made.files) == (level in {"PHARMACY", "DOCTOR_48H"})


def test_the_structured_record_leaves_instead_of_the_other_never_beside_it() -> None:
    sheet = real(throat())
    made = leaving(sheet, STRUCTURED)
    record = made.files["fiche.xml"]
    assert record != kept(sheet).cda
    assert b"structuredBody" in record
    assert b"nonXMLBody" not in record
    assert (record_findings(record), in_archive(made)) == ((), record)
    assert "courriel.eml" not in made.files
    assert made.told == (KEPT_WAITING, NO_MAIL)


def test_a_masked_record_is_the_same_record_in_another_submission() -> None:
    sheet = real(throat())
    made = leaving(sheet, Wish(masked=frozenset({Masking.PROFESSIONALS})))
    assert made.files["fiche.xml"] == kept(sheet).cda
    assert archive_findings(made.files["IHE_XDM.ZIP"], made.files["fiche.xml"]) == ()
    for name in ("IHE_XDM.ZIP", "test_IHE_XDM.ZIP"):
        with zipfile.ZipFile(io.BytesIO(made.files[name])) as archive:
            assert b'"MASQUE_PS"' in archive.read("IHE_XDM/SUBSET01/METADATA.XML")
    assert b"MASQUE_PS" not in made.files["fiche.xml"]


MASKS = [
    frozenset({Masking.PROFESSIONALS}),
    frozenset({Masking.PATIENT}),
    frozenset({Masking.GUARDIANS}),
    frozenset({Masking.PROFESSIONALS, Masking.GUARDIANS}),
    frozenset({Masking.PATIENT, Masking.GUARDIANS}),
]


@pytest.mark.parametrize("refused", [(), ("g_cons_dmp",), ("g_cons_medecin",)], ids=str)
@pytest.mark.parametrize("level", RecordLevel)
@pytest.mark.parametrize("masked", MASKS, ids=lambda one: "+".join(sorted(one)))
def test_what_is_masked_is_masked_in_all_that_leaves(
    masked: frozenset[Masking], level: RecordLevel, refused: tuple[str, ...]
) -> None:
    sheet = refusing(real(throat()), *refused)
    minor = replace(sheet, patient=replace(sheet.patient, age_years=12))
    made = leaving(minor, Wish(level, masked))
    assert not [name for name in made.files if name.endswith(".eml")]
    archives = [name for name in made.files if name.endswith(".ZIP")]
    assert bool(archives) == (refused != ("g_cons_dmp",))
    codes = {one.code for one in masking_codes(minor, masked)}
    for name in archives:
        with zipfile.ZipFile(io.BytesIO(made.files[name])) as archive:
            metadata = archive.read("IHE_XDM/SUBSET01/METADATA.XML").decode()
        assert codes == {one for one in EVERY_MASK if f'"{one}"' in metadata}, name


def test_a_mask_that_cannot_be_is_refused() -> None:
    with pytest.raises(UnfitRecord):
        leaving(real(throat()), Wish(masked=frozenset({Masking.GUARDIANS})))


@pytest.mark.parametrize("wish", [ORDINARY, STRUCTURED])
def test_an_objection_stops_its_own_way_out_and_is_said(wish: Wish) -> None:
    sheet = real(throat())
    no_record = leaving(refusing(sheet, "g_cons_dmp"), wish)
    assert not {"fiche.xml", "IHE_XDM.ZIP", "test.xml", "test_IHE_XDM.ZIP"} & set(no_record.files)
    assert NO_RECORD in no_record.told
    no_doctor = leaving(refusing(sheet, "g_cons_medecin"), wish)
    assert "courriel.eml" not in no_doctor.files
    assert "IHE_XDM.ZIP" in no_doctor.files
    assert NO_DOCTOR in no_doctor.told
    assert b"Le Dantec" not in no_doctor.files["courrier.xml"]


def test_the_attestation_goes_to_the_doctor_when_the_record_cannot_be_fed() -> None:
    made = leaving(refusing(real(throat()), "g_cons_dmp"))
    mail = message_from_bytes(made.files["courriel_test.eml"], policy=default)
    assert mail["Subject"] == (
        "XDM/1.0/DDM+Test rapide d'orientation diagnostique DORVAL CAMILLE 12/04/1988"
    )
    archive, paper = (one.get_content() for one in mail.iter_attachments())
    assert paper == made.files["attestation.pdf"]
    assert archive == kept(refusing(real(throat()), "g_cons_dmp")).test_xdm
    assert b"Test rapide d" in made.files["courriel_test.eml"]
    ordinary = message_from_bytes(made.files["courriel.eml"], policy=default)
    assert ordinary["Message-ID"] != mail["Message-ID"]


def test_the_letter_leaves_with_its_archive_and_its_mail() -> None:
    made = leaving(real(throat_sheet("DOCTOR_48H")))
    archive, record = made.files["courrier_IHE_XDM.ZIP"], made.files["courrier.xml"]
    assert archive_findings(archive, record) == ()
    mail = message_from_bytes(made.files["courrier.eml"], policy=default)
    assert mail["Subject"] == "XDM/1.0/DDM+Lettre d'adressage DORVAL CAMILLE 12/04/1988"
    assert [one.get_content() for one in mail.iter_attachments()] == [
        archive,
        made.files["courrier.pdf"],
    ]
    assert "le courrier de la pharmacie" in mail.get_body().get_content()
    ordinary = message_from_bytes(made.files["courriel.eml"], policy=default)
    assert ordinary["Message-ID"] != mail["Message-ID"]
    with zipfile.ZipFile(io.BytesIO(made.files["IHE_XDM.ZIP"])) as sheet_archive:
        assert derive(record).unique_id.encode() not in sheet_archive.read(
            "IHE_XDM/SUBSET01/METADATA.XML"
        )


@pytest.mark.parametrize(
    "sheet",
    [
        refusing(real(throat_sheet("DOCTOR_48H")), "g_cons_medecin"),
        replace(real(throat_sheet()), patient=replace(real(throat_sheet()).patient, doctor="")),
    ],
    ids=["doctor refused", "no doctor named"],
)
def test_without_a_doctor_the_letter_is_a_paper_the_patient_carries(
    sheet: OrientationSheet,
) -> None:
    made = leaving(sheet)
    assert {"courrier.pdf", "courrier.xml"} <= set(made.files)
    assert {"courrier_IHE_XDM.ZIP", "courrier.eml"}.isdisjoint(made.files)


def test_a_masked_or_structured_record_brings_no_mail_of_the_letter() -> None:
    for wish in (STRUCTURED, Wish(masked=frozenset({Masking.PROFESSIONALS}))):
        assert "courrier.eml" not in leaving(real(throat()), wish).files


@pytest.mark.parametrize("result", ["negatif", "invalide"])
def test_without_attestation_no_mail_brings_one(result: str) -> None:
    made = leaving(refusing(real(throat(result)), "g_cons_dmp"))
    assert "courriel_test.eml" not in made.files
    assert "courriel_test.eml" not in leaving(real(throat())).files


def test_nothing_leaves_for_a_patient_who_objects_to_both() -> None:
    sheet = refusing(real(throat()), *REFUSABLE)
    with pytest.raises(NothingLeaves) as refused:
        leaving(sheet)
    assert refused.value.sentence == f"{NO_RECORD} {NO_DOCTOR}"


def test_nothing_leaves_under_an_identity_nobody_qualified() -> None:
    with pytest.raises(NothingLeaves) as refused:
        leaving(unqualified(real(throat())))
    assert refused.value.sentence == NOT_QUALIFIED


def test_a_demonstration_leaves_as_a_specimen() -> None:
    made = leaving(throat())
    assert derive(made.files["fiche.xml"]).title.startswith("Spécimen de démonstration")
    assert b"\nTo:" not in made.files["courriel.eml"]


def test_what_a_test_lacks_is_said_and_the_rest_leaves() -> None:
    made = leaving(without_device(real(throat())))
    assert "IHE_XDM.ZIP" in made.files
    assert "test.xml" not in made.files
    assert any("saisissez" in line for line in made.told)


@pytest.mark.parametrize("wish", [ORDINARY, STRUCTURED])
def test_names_of_files_are_good_on_windows(wish: Wish) -> None:
    for name in leaving(real(throat()), wish).files:
        assert name.isascii()
        assert not set(name) & set('<>:"/\\|?*')
        assert name.rpartition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL"}
