"""Faults that the agency's rules let through, tried on records of real consultations.

Each mutation of dmp.md §5.4 « not caught », and those found since: ours catches it, and (with the
kit) the official schema, profiles and volet do not, which is why ours is needed.
"""

import base64
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from app.exchange.archive_checks import archive_findings
from app.exchange.checks import paper_findings, record_findings
from app.exchange.dossier import Documents, make_documents
from app.exchange.structured import build_structured
from app.exchange.versions import version_of
from tests.exchange.official import OfficialRules
from tests.exchange.sheets import PROOF, SENT_AT, SUBMISSION, throat_sheet
from tests.exchange.trods import UDI, corrected, cystitis, throat

METADATA = "IHE_XDM/SUBSET01/METADATA.XML"


@cache
def documents(*, again: bool = False) -> Documents:
    sheet = corrected(throat()) if again else throat()
    return make_documents(sheet, PROOF, SUBMISSION, SENT_AT)


@cache
def strip() -> bytes:
    made = make_documents(
        cystitis("negatif", scanned=False), PROOF, SUBMISSION, SENT_AT
    ).test.record
    assert made is not None
    return made


@cache
def measured() -> bytes:
    return build_structured(throat_sheet())


def sheet_record() -> bytes:
    return documents().cda


def trod_record() -> bytes:
    made = documents().test.record
    assert made is not None
    return made


@dataclass(frozen=True, slots=True)
class Mutation:
    """One fault: in which record, what is replaced by what, and the words of our finding."""

    record: Callable[[], bytes]
    before: bytes
    after: bytes
    said: str
    every: bool = True

    def mutated(self) -> bytes:
        sound = self.record()
        made = sound.replace(self.before, self.after, -1 if self.every else 1)
        assert made != sound
        return made


MUTATIONS = {
    # dmp.md §5.4, « not caught »
    "wrong INS key": Mutation(
        sheet_record, b"288043523801466", b"288043523801467", "clé du matricule"
    ),
    "INS-C root": Mutation(sheet_record, b"1.2.250.1.213.1.4.10", b"1.2.250.1.213.1.4.2", "ancien"),
    "label of the type": Mutation(
        sheet_record, b"CR de consultation pharmaceutique", b"CR de consultation", "93024-8"
    ),
    "label of the specialty": Mutation(
        sheet_record, b"Pharmacien titulaire d'officine", b"Pharmacien", "G15_21/A"
    ),
    "label of the gender": Mutation(sheet_record, "Féminin".encode(), b"Femme", "code F "),
    "time without zone": Mutation(sheet_record, b'+0100"', b'"', "fuseau horaire"),
    "date only": Mutation(sheet_record, b'114400+0100"', b'"', "fuseau horaire"),
    "root of the RPPS": Mutation(
        sheet_record, b'"1.2.250.1.71.4.2.1"', b'"1.2.250.1.71.4.2.9"', "numéro RPPS"
    ),
    "media type": Mutation(sheet_record, b"application/pdf", b"application/rtf", "comme un PDF"),
    "representation": Mutation(sheet_record, b' representation="B64"', b"", "comme un PDF"),
    "broken reference": Mutation(
        trod_record, b'value="#examen-1"', b'value="#examen-9"', "ne désigne rien"
    ),
    "RPPS without key": Mutation(
        sheet_record, b'"810000123454"', b'"810000123455"', "RPPS du professionnel a une clé"
    ),
    "FINESS without key": Mutation(
        sheet_record, b'"1350001236"', b'"1350001237"', "FINESS de la pharmacie a une clé"
    ),
    # found since, in the record of a rapid test
    "label of the test": Mutation(
        trod_record, b"Immunoanalyse rapide", b"Immunoanalyse", "78012-2"
    ),
    "label of the result": Mutation(
        trod_record, b'displayName="positif"', b'displayName="POSITIF"', "10828004"
    ),
    "words of the result": Mutation(
        trod_record,
        b'<content ID="resultat-1">positif',
        '<content ID="resultat-1">négatif'.encode(),
        "texte du résultat diffère",
    ),
    "key of the UDI": Mutation(
        trod_record, UDI.encode(), UDI.replace("904(", "905(").encode(), "sa clé est fausse"
    ),
    "authority of the UDI": Mutation(
        trod_record, b'root="2.51.1.1"', b'root="1.0.15961.10.816"', "UDI du test"
    ),
    "hour of the test": Mutation(
        trod_record,
        b'</code><statusCode code="completed"/><effectiveTime value="2026',
        b'</code><statusCode code="completed"/><effectiveTime value="+2026',
        "heure de lecture",
    ),
    "device not named": Mutation(
        strip,
        b"Nadal | 242001 | L2611 | -",
        b"Nadal | - | L2611 | -",
        "son fabricant, sa référence",
    ),
    "nothing said of the drug": Mutation(
        strip, "Aucun médicament délivré à la suite du test.".encode(), b"", "ce qui a été délivré"
    ),
    "one name twice": Mutation(strip, b'ID="examen-2"', b'ID="examen-1"', "le même nom"),
    # and in versions and measures
    "second version of nothing": Mutation(
        sheet_record, b'<versionNumber value="1"/>', b'<versionNumber value="2"/>', "remplace"
    ),
    "label of a measure": Mutation(
        measured, "Température corporelle".encode(), "Température".encode(), "8310-5"
    ),
    "broken measure": Mutation(measured, b'value="#mesure-1"', b'value="#mesure-7"', "rien"),
}
CAUGHT_BY_THE_AGENCY_TOO = {"hour of the test", "one name twice"}
over_all = pytest.mark.parametrize("name", MUTATIONS)


@over_all
def test_ours_finds_the_fault(name: str) -> None:
    mutation = MUTATIONS[name]
    assert record_findings(mutation.record()) == ()
    found = record_findings(mutation.mutated())
    assert [one for one in found if mutation.said in one] != []


@pytest.mark.cda_rules
@pytest.mark.parametrize("name", sorted(set(MUTATIONS) - CAUGHT_BY_THE_AGENCY_TOO))
def test_the_agency_does_not(name: str, official: OfficialRules, trod_volet: OfficialRules) -> None:
    mutation = MUTATIONS[name]
    mutated = mutation.mutated()
    assert official.errors(mutated) == []
    if mutation.record in {trod_record, strip}:
        assert trod_volet.errors(mutated) == []


def test_a_record_that_replaces_itself_or_another_series_is_found() -> None:
    own, before = (version_of(one) for one in (corrected(throat()), throat()))
    record = documents(again=True).cda
    assert record_findings(record) == ()
    itself = record.replace(before.oid.encode(), own.oid.encode())
    assert "Le document se remplace lui-même." in record_findings(itself)
    head, kept, tail = record.rpartition(own.series.encode())
    assert kept
    elsewhere = record_findings(head + b"2.25.1" + tail)
    assert "Le document remplacé est d’une autre série." in elsewhere


def embedding(pdf: bytes) -> bytes:
    kept = documents()
    sound = base64.b64encode(kept.pdf)
    assert sound in kept.cda
    return kept.cda.replace(sound, base64.b64encode(pdf))


PAPERS: dict[str, Callable[[bytes], bytes]] = {
    "no mark of the norm": lambda pdf: pdf.replace(b"pdfaid", b"pdfxid"),
    "cut short": lambda pdf: pdf[: len(pdf) // 2],
    "not a PDF": lambda _pdf: b"%PDF-1.4 and nothing more",
    "empty": lambda _pdf: b"",
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_that_is_not_archivable_is_found(name: str) -> None:
    assert paper_findings(documents().cda) == ()
    spoiled = embedding(PAPERS[name](documents().pdf))
    assert paper_findings(spoiled) == ("Le PDF du document n’est pas archivable (PDF/A-1).",)


def test_a_record_without_paper_needs_none() -> None:
    assert paper_findings(trod_record()) == ()


def spoiled_archive(before: bytes, after: bytes) -> bytes:
    archive = documents().test.archive
    assert archive is not None
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    assert before in contents[METADATA]
    contents[METADATA] = contents[METADATA].replace(before, after, 1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in contents.items():
            made.writestr(name, content)
    return buffer.getvalue()


IN_ARCHIVE = {
    "class": (b'"52"', b'"10"', "Un code des métadonnées diffère"),
    "format": (b'"urn:ans:ci-sis:trod:2024"', b'"urn:ihe:iti:xds-sd:pdf:2008"', "pdf:2008"),
    "event": (b'"J02.0"', b'"J02.9"', "Un code des métadonnées diffère"),
    "unknown event": (b'"J02.0"', b'"J02.99"', "J02.99"),
    "practice": (b'"DEPISTAGE"', b'"AMBULATOIRE"', "libellé du code AMBULATOIRE"),
    "label": (b'"Pharmacie d\'officine"', b'"Pharmacie"', "libellé du code SA33"),
    "mask of no set": (b'"N"', b'"MASQUE"', "MASQUE"),
    "title": (b"TROD Angine", b"TROD", "title diffère"),
    "birth name": (b"PID-5|DORVAL", b"PID-5|DORVALE", "sourcePatientInfo"),
    "author": (b"^IDNPS", b"^IDNST", "diffère de l’en-tête"),
    "replacement": (b'Slot name="hash"', b'Slot name="urn:action:extraMetadataSlot"', "hash"),
}


@pytest.mark.parametrize("name", IN_ARCHIVE)
def test_a_fault_of_the_metadata_is_found(name: str) -> None:
    before, after, said = IN_ARCHIVE[name]
    found = archive_findings(spoiled_archive(before, after), trod_record())
    assert [one for one in found if said in one] != []
