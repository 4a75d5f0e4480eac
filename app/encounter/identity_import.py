"""An identity from the pharmacy’s software: it fills the form, and is still to be checked.

The traits of the form are replaced whole: those of two people are never mixed. Whatever is
imported, the identity paper has to be looked at again.
"""

from dataclasses import dataclass, field, replace

from app.encounter.known import act_date
from app.encounter.model import NO_TEXT, Encounter
from app.errors import RefusedIdentity
from app.identity.imports import Asked, ImportedIdentity, read_text

READ_AGAIN = "Identité importée\u00a0: relisez chaque trait avec la pièce d’identité."
NAME_OF_BIRTH = (
    "Identité importée\u00a0: elle ne dit pas le nom de naissance. Saisissez-le, pièce en main."
)


@dataclass(frozen=True, slots=True)
class IdentityPasted:
    """The text of the clipboard, given by the pharmacist."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdentityImported:
    """A file of the software was read."""

    encounter_id: str
    identity: ImportedIdentity


def take_text(encounter: Encounter, text: str) -> Encounter:
    """Return the form filled from ``text``, or the sentence that refuses it."""
    try:
        identity = read_text(text, asked_at(encounter))
    except RefusedIdentity as refused:
        return replace(encounter, notice=refused.sentence)
    return take(encounter, identity)


def asked_at(encounter: Encounter) -> Asked:
    """Return where an identity is imported."""
    return Asked(act_date(encounter), encounter.station.demonstration)


def take(encounter: Encounter, identity: ImportedIdentity) -> Encounter:
    """Return the form with the traits of ``identity``, nothing of them confirmed."""
    typed = encounter.traits
    traits = replace(
        typed,
        family=identity.family,
        givens=identity.givens,
        birth_date=identity.birth_date,
        sex=identity.sex,
        place=identity.place,
        matricule=identity.matricule,
        root=identity.root,
        used_family=identity.used_family,
        phone=identity.phone or typed.phone,
        doctor=identity.doctor or typed.doctor,
        visitor="" if identity.matricule else typed.visitor,
    )
    return replace(
        encounter,
        traits=traits,
        source=identity.source,
        paper_seen=False,
        identity_confirmed=False,
        field_errors=NO_TEXT,
        notice=READ_AGAIN if identity.family else NAME_OF_BIRTH,
    )
