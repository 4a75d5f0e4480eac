"""The letter to the doctor who takes over: what was found, done and given, what is asked.

It leaves by secure mail when the patient accepts, else the patient hands it over. At the levels
of emergency the professional page goes with the patient, not a letter.

Source: clinical.md §4.1 (who gets what); LOINC 96349-6 « Lettre d'adressage » (dmp.md §2.1).
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.encounter.sheet import OrientationSheet
from app.encounter.wording import LEVELS
from app.exchange.attestation import device_line
from app.exchange.cda import add_pdf, case_code
from app.exchange.cda_header import Heading, finished, started, titled
from app.exchange.cda_parties import has_doctor_copy
from app.exchange.codes import LETTER_TYPE, N1_TEMPLATE, coded
from app.exchange.french import NBSP, born, hour, long_date, person, raised, sentence
from app.exchange.letter_paper import PaperPart, SignedPaper, draw_signed
from app.exchange.professional_text import age_words, reading_value, treatment_dose
from app.exchange.proof import SealProof
from app.exchange.refusals import UnfitRecord
from app.exchange.trod_facts import holds_rapid_test, trod_facts, what_lacks
from app.exchange.versions import LETTER, version_of
from protocols.model import Level

TITLE = "Courrier au médecin"
FOOT = "Aide à la décision, sans marquage CE. Ni un diagnostic, ni une ordonnance."
BY_HAND = ("Au médecin choisi par le patient", "(remis en main propre)")
ASKED: Mapping[Level, str] = MappingProxyType(
    {
        Level.PHARMACY: "Ce courrier vous informe. Aucune consultation n’est demandée aujourd’hui.",
        Level.DOCTOR_48H: "Merci de recevoir cette personne dans les 48 heures.",
        Level.DOCTOR_SAME_DAY: (
            "Merci de recevoir cette personne aujourd’hui, au plus tard dans les 24 heures."
        ),
    }
)


def has_letter(sheet: OrientationSheet) -> bool:
    """Return whether a letter goes with this orientation."""
    return Level[sheet.decision.level] in ASKED


def draw_letter(sheet: OrientationSheet, proof: SealProof) -> bytes:
    """Return the letter as PDF/A-1b.

    Raises:
        UnfitRecord: the patient leaves for the emergency services.
        UnwritablePaper: a text is longer than a page, or the file is not archivable.
    """
    if not has_letter(sheet):
        raise UnfitRecord(
            "À ce niveau, la page professionnelle part avec le patient\u00a0: il n’y a pas de "
            "courrier. Imprimez la fiche."
        )
    paper = SignedPaper(
        title=TITLE,
        addressee=_addressee(sheet),
        told=(_who(sheet), ASKED[Level[sheet.decision.level]]),
        parts=tuple(part for part in _parts(sheet) if part.lines),
        foot=FOOT,
    )
    return draw_signed(paper, sheet, proof)


def build_letter(sheet: OrientationSheet, pdf: bytes) -> bytes:
    """Return the record of the letter: CDA R2 level 1, type 96349-6, holding ``pdf``.

    Raises:
        UnfitRecord: a field of the sheet cannot be written without guessing.
    """
    kind, system = LETTER_TYPE
    code = coded(system, kind)
    heading = Heading(
        kind=code,
        templates=((N1_TEMPLATE, ""),),
        title=titled(f"{code.label} - {sheet.proposal.case or sheet.protocol.title}", sheet),
        version=version_of(sheet, LETTER),
        practice="AMBULATOIRE",
        event=case_code(sheet),
        from_time=sheet.act.started_at,
        to_time=sheet.act.ended_at,
    )
    document = started(heading, sheet)
    add_pdf(document, pdf)
    return finished(document)


def _addressee(sheet: OrientationSheet) -> tuple[str, ...]:
    if not has_doctor_copy(sheet):
        return BY_HAND
    return tuple(line for line in (sheet.patient.doctor, sheet.patient.doctor_mail) if line)


def _who(sheet: OrientationSheet) -> str:
    patient = sheet.patient
    name = f"{person(patient)}, {born(patient)} le {long_date(patient.birth_date)}"
    start = sheet.act.started_at
    return (
        f"J’ai reçu {name} ({age_words(sheet)}), le {long_date(start)} à {hour(start)}, pour "
        f"«{NBSP}{sheet.protocol.title}{NBSP}»."
    )


def _parts(sheet: OrientationSheet) -> tuple[PaperPart, ...]:
    return (
        PaperPart("Conclusion", _conclusion(sheet), framed=True),
        PaperPart("Ce qui a compté", _rules(sheet)),
        PaperPart("Constantes", _readings(sheet)),
        PaperPart("Test rapide", _tests(sheet)),
        PaperPart(
            "Délivré",
            tuple(f"{one.label}{NBSP}: {treatment_dose(one)}." for one in sheet.treatments),
        ),
        PaperPart("Écarté", _excluded(sheet)),
        PaperPart("Conseillé", (" ".join(sheet.advice),) if sheet.advice else ()),
    )


def _conclusion(sheet: OrientationSheet) -> tuple[str, ...]:
    decision, proposal = sheet.decision, sheet.proposal
    lines = (
        f"{proposal.case or sheet.protocol.title}.",
        f"Orientation{NBSP}: {LEVELS[Level[decision.level]].lower()}.",
        f"Motif du pharmacien{NBSP}: {sentence(decision.reason)}" if decision.reason else "",
        "Le patient refuse cette orientation." if decision.patient_refused else "",
    )
    return tuple(line for line in lines if line)


def _rules(sheet: OrientationSheet) -> tuple[str, ...]:
    return tuple(
        sentence(one.label if one.certain else f"{one.label} (possible, sans réponse certaine)")
        for one in sheet.proposal.rules
    )


def _readings(sheet: OrientationSheet) -> tuple[str, ...]:
    words = [f"{one.label}{NBSP}: {reading_value(one)}" for one in sheet.readings]
    return (sentence(" ; ".join(words)),) if words else ()


def _tests(sheet: OrientationSheet) -> tuple[str, ...]:
    results = tuple(f"{one.name}{NBSP}: {one.result.lower()}." for one in sheet.tests)
    if not results or not holds_rapid_test(sheet) or what_lacks(sheet):
        return results
    return (*results, f"Dispositif{NBSP}: {device_line(trod_facts(sheet).device)}.")


def _excluded(sheet: OrientationSheet) -> tuple[str, ...]:
    return tuple(f"{raised(one.label)}{NBSP}: {one.reason}." for one in sheet.exclusions)
