"""Whose document it is, compared with the patient of the consultation before anything is shown.

A trait that differs refuses the document; a trait the document does not say proves nothing. With
the same INS, the traits said must agree; without it, all of them must be said and agree.

Source: ANS, « Référentiel national d’identitovigilance » (strict traits); dmp.md §3 for the INS
roots and the place of the traits in the header.
"""

import re
from dataclasses import dataclass

from app.errors import RefusedIdentity
from app.exchange.header import Node
from app.exchange.hl7 import INS_ROOTS
from app.exchange.refusals import RefusedDocument
from app.identity import Ins, Patient, letters

TWO_PATIENTS = "Ce document désigne plusieurs patients, ou aucun\u00a0: il est refusé."
WRONG_KEY = (
    "Le matricule INS de ce document a une clé fausse\u00a0: le document est refusé. "
    "Demandez-le à nouveau à son auteur."
)
OTHER = "Ce document n’est pas celui de ce patient\u00a0: {0}. Il est refusé."
UNPROVEN = (
    "Ce document ne dit pas assez de qui il est ({0})\u00a0: il est refusé. Demandez-le avec l’INS "
    "du patient."
)


@dataclass(frozen=True, slots=True)
class DocumentPatient:
    """The traits a document gives, "" or ``None`` for those it does not say.

    ``birth_date`` is AAAAMMJJ, ``sex`` F or M, ``givens`` the names of birth. ``has_wrong_key`` is
    true for an INS whose key does not hold: such a document is no patient’s.
    """

    ins: Ins | None
    birth_family: str
    givens: tuple[str, ...]
    birth_date: str
    sex: str
    has_wrong_key: bool = False


def patient_of(document: Node) -> DocumentPatient:
    """Return the traits of the one patient of the document.

    Raises:
        RefusedDocument: no patient, or several.
    """
    roles = document.children("recordTarget/patientRole")
    if len(roles) != 1:
        raise RefusedDocument(TWO_PATIENTS)
    patient = roles[0].child("patient")
    name = patient.child("name")
    ins, has_wrong_key = _ins(roles[0])
    return DocumentPatient(
        ins=ins,
        has_wrong_key=has_wrong_key,
        birth_family=_family(name),
        givens=tuple(one.text.strip() for one in name.children("given") if _is_birth(one)),
        birth_date=_day(patient.child("birthTime").attribute("value")),
        sex=_sex(patient.child("administrativeGenderCode").attribute("code")),
    )


def _ins(role: Node) -> tuple[Ins | None, bool]:
    """Return the INS, and whether one was written whose key does not hold."""
    ids = (one.identifier for one in role.children("id"))
    national = {(one.extension, one.root) for one in ids if one.root in INS_ROOTS}
    if len({matricule for matricule, _ in national}) > 1:
        raise RefusedDocument(TWO_PATIENTS)
    for matricule, root in sorted(national):
        try:
            return Ins(matricule, root), False
        except RefusedIdentity:
            return None, True
    return None, False


def _is_birth(given: Node) -> bool:
    return given.attribute("qualifier") in {"", "BR"} and bool(given.text.strip())


def _family(name: Node) -> str:
    """Return the name of birth; without any qualifier, the only name stands for it."""
    families = name.children("family")
    of_birth = [one for one in families if one.attribute("qualifier") == "BR"]
    plain = [one for one in families if not one.attribute("qualifier")]
    found = of_birth or plain
    return found[0].text.strip() if len(found) == 1 else ""


def _day(value: str) -> str:
    return value[:8] if re.fullmatch(r"[0-9]{8}.*", value) else ""


def _sex(code: str) -> str:
    return code if code in {"F", "M"} else ""


class UnprovenPatient(RefusedDocument):
    """Too little is said of the patient; what is said is the same."""


def check_patient(found: DocumentPatient, patient: Patient) -> None:
    """Refuse a document that is another patient’s, or that does not say enough whose it is.

    Raises:
        RefusedDocument: a trait differs, or the INS has a wrong key.
        UnprovenPatient: too few traits are said, without the same INS.
    """
    if found.has_wrong_key:
        raise RefusedDocument(WRONG_KEY)
    differing = _different(found, patient)
    if differing:
        raise RefusedDocument(OTHER.format(differing))
    if found.ins is not None and patient.ins is not None:
        return
    missing = _unsaid(found)
    if missing:
        raise UnprovenPatient(UNPROVEN.format(", ".join(missing)))
    if not _share_given(found, patient):
        raise RefusedDocument(OTHER.format("le prénom de naissance diffère"))


def _different(found: DocumentPatient, patient: Patient) -> str:
    """Return the first strict trait that is said and differs, "" when none does."""
    ins, known = found.ins, patient.ins
    if ins is not None and known is not None:
        if ins.is_demonstration != known.is_demonstration:
            return "l’un des deux INS est un numéro d’essai"
        if ins.matricule != known.matricule:
            return "le matricule INS diffère"
    traits = (
        (letters(found.birth_family), letters(patient.birth_family), "le nom de naissance"),
        (found.birth_date, patient.birth_date.strftime("%Y%m%d"), "la date de naissance"),
        (found.sex, patient.sex.value, "le sexe"),
    )
    return next((f"{words} diffère" for said, held, words in traits if said and said != held), "")


def _unsaid(found: DocumentPatient) -> list[str]:
    traits = (
        (found.birth_family, "nom de naissance"),
        ("".join(found.givens), "prénom"),
        (found.birth_date, "date de naissance"),
        (found.sex, "sexe"),
    )
    return [words for said, words in traits if not said]


def _share_given(found: DocumentPatient, patient: Patient) -> bool:
    """True when the first given name of birth of the patient is one the document says."""
    first = letters(patient.first_given)
    said = {letters(word) for name in found.givens for word in (name, *name.split())}
    return first in said
