"""The identity form as its page shows it: fields, provenance, status and doubles in words."""

from dataclasses import dataclass, replace

from app.encounter.known import act_date
from app.encounter.model import VISITOR, Encounter, Traits
from app.encounter.same_person import SamePeople, SamePerson
from app.errors import RefusedIdentity
from app.identity import (
    CompanionLink,
    IdentitySource,
    IdentityStatus,
    Use,
    allows,
    is_minor,
    read_birth_date,
    status_of,
)
from app.identity.same import Likeness
from app.identity.services import INSI, VITALE, Standing
from ui.format import long_date
from ui.format_patient import status_words
from ui.look import Tone


@dataclass(frozen=True, slots=True)
class TraitField:
    """One field of the form: its name in ``Traits``, its label, its row and its share of it."""

    name: str
    label: str
    row: int
    column: int
    span: int


STRICT = frozenset({"family", "givens", "birth_date", "sex", "place", "matricule"})
TRAITS = (
    TraitField("family", "Nom de naissance", 0, 0, 3),
    TraitField("givens", "Prénoms de naissance", 0, 3, 3),
    TraitField("birth_date", "Né(e) le", 1, 0, 2),
    TraitField("place", "Lieu (code Insee)", 1, 4, 2),
    TraitField("matricule", "Matricule INS", 2, 0, 3),
    TraitField("used_family", "Nom utilisé", 2, 3, 3),
)
CONTACT = (
    TraitField("phone", "Téléphone", 0, 0, 2),
    TraitField("doctor", "Médecin traitant", 0, 2, 2),
    TraitField("doctor_mail", "Sa MSSanté", 0, 4, 2),
)
PEOPLE_FIELDS = (
    TraitField("companion", "Adulte avec le patient (nom, prénom)", 0, 0, 6),
    TraitField("language", "Interprète\u00a0: langue", 2, 0, 3),
    TraitField("interpreter", "Son nom, si connu", 2, 3, 3),
)
SEX_PLACE = (1, 2, 2)
LINKS = {
    CompanionLink.PARENT: "Parent présent",
    CompanionLink.PARENT_CALLED: "Parent joint",
    CompanionLink.COMPANION: "Autre adulte",
}
SOURCES = {
    IdentitySource.TYPED: "Code INS non lu.",
    IdentitySource.DATAMATRIX: "Code INS lu.",
    IdentitySource.IMPORTED: "Importée, INS non vérifiée.",
    IdentitySource.SOFTWARE: "INS récupérée par votre logiciel.",
}
MET = {
    Likeness.INS: "même INS",
    Likeness.TRAITS: "mêmes traits",
    Likeness.INS_ONLY: "même INS sous d’autres traits",
    Likeness.TRAITS_ONLY: "mêmes traits sous un autre INS",
}
CONTRADICTORY = frozenset({Likeness.INS_ONLY, Likeness.TRAITS_ONLY})
MOST_SAID = 2
OTHER_YEAR = (
    "Ce matricule est celui d’une autre année de naissance\u00a0: est-ce celui d’un parent\u00a0?"
)


def typed(traits: Traits, name: str, text: str) -> Traits:
    """Return ``traits`` with the field ``name`` as typed."""
    return replace(traits, **{name: text})


def was_read(visit: Encounter, name: str) -> bool:
    """Return whether the value of a field is that of an INS code."""
    return visit.scanned and name in STRICT and bool(getattr(visit.traits, name))


def needs_adult(visit: Encounter) -> bool:
    """True when the date typed is that of a minor."""
    today = act_date(visit)
    try:
        return is_minor(read_birth_date(visit.traits.birth_date, today), today)
    except RefusedIdentity:
        return False


def has_people(visit: Encounter) -> bool:
    """True when somebody beside the patient is to be named, or is, or when he has no INS."""
    traits = visit.traits
    said = (traits.companion, traits.language, traits.interpreter, traits.visitor)
    return any(said) or needs_adult(visit)


def turned_visitor(traits: Traits) -> str:
    """Return the form's word for a visitor, turned over."""
    return "" if traits.visitor else VISITOR


def status_of_visit(visit: Encounter) -> IdentityStatus:
    """Return the status the identity will have once confirmed."""
    has_ins = bool(visit.traits.matricule)
    return status_of(visit.source, has_ins=has_ins, paper_seen=visit.paper_seen)


def status_block(visit: Encounter) -> tuple[str, str, Tone]:
    """Return the status in words, why and what it does not allow, and its colour."""
    status = status_of_visit(visit)
    paper = "Pièce d’identité vue par vous." if visit.paper_seen else "Pièce d’identité non vue."
    code = "Visiteur sans INS." if visit.traits.visitor else SOURCES[visit.source]
    waiting = _waiting(status)
    doubt = OTHER_YEAR if visit.same.known.has_ins_of_another_year else ""
    why = " ".join(filter(None, (code, paper, waiting, doubt)))
    return status_words(status), why, Tone.OCHRE if waiting or doubt else Tone.GREEN


def _waiting(status: IdentityStatus) -> str:
    """Return what the table of the statuses does not allow yet, "" when it allows all."""
    names = {Use.RECORD: "DMP", Use.MAIL: "MSSanté"}
    awaited = [name for use, name in names.items() if not allows(status, use)]
    return f"{' et '.join(awaited)} attendront." if awaited else ""


def same_lines(same: SamePeople) -> tuple[str, ...]:
    """Return what is known of this patient already, one line each, the latest first."""
    lines = [_same_line(one) for one in same.found[:MOST_SAID]]
    left = len(same.found) - MOST_SAID
    if left > 0:
        lines.append(f"Et {left} de plus, aux archives.")
    return tuple(filter(None, (*lines, same.sentence)))


def is_contradictory(same: SamePeople) -> bool:
    """True when one identity has two INS, or one INS two identities."""
    return any(one.likeness in CONTRADICTORY for one in same.found)


def _same_line(one: SamePerson) -> str:
    what = "Brouillon" if one.is_draft else f"Fiche n°\u00a0{one.number}"
    return f"{what} du {long_date(one.at.date())}\u00a0: {MET[one.likeness]}."


def services_line() -> str:
    """Return which national services this station may not ask, "" when it may ask both."""
    named = {"INSi": INSI.standing, "carte Vitale": VITALE.standing}
    refused = [name for name, standing in named.items() if standing is Standing.NOT_AUTHORISED]
    if not refused:
        return ""
    plural = "s" if len(refused) > 1 else ""
    return f"{' et '.join(refused)}\u00a0: non autorisé{plural} sur ce poste"
