"""The identity form as its page shows it: fields, provenance, status in words."""

from dataclasses import dataclass, replace

from app.encounter.known import act_date
from app.encounter.model import Encounter, Traits
from app.errors import RefusedIdentity
from app.identity import IdentityStatus, age_in_years, read_birth_date
from ui.format_patient import status_words
from ui.look import Tone
from ui.widgets.field import Provenance


@dataclass(frozen=True, slots=True)
class TraitField:
    """One field of the form: its name in ``Traits``, its label, its row and its share of it."""

    name: str
    label: str
    row: int
    column: int
    span: int


STRICT = frozenset({"family", "givens", "birth_date", "sex", "place", "matricule"})
FIELDS = (
    TraitField("family", "Nom de naissance", 0, 0, 3),
    TraitField("givens", "Prénoms de naissance", 0, 3, 3),
    TraitField("birth_date", "Né(e) le", 1, 0, 2),
    TraitField("place", "Lieu (code Insee)", 1, 4, 2),
    TraitField("matricule", "Matricule INS", 2, 0, 3),
    TraitField("used_family", "Nom utilisé", 2, 3, 3),
    TraitField("phone", "Téléphone", 3, 0, 2),
    TraitField("doctor", "Médecin traitant", 3, 2, 2),
    TraitField("doctor_mail", "Sa MSSanté", 3, 4, 2),
    TraitField("companion", "Accompagnant ou représentant légal", 4, 0, 6),
)
SEX_PLACE = (1, 2, 2)
MAJORITY_YEARS = 18


def typed(traits: Traits, name: str, text: str) -> Traits:
    """Return ``traits`` with the field ``name`` as typed."""
    return replace(traits, **{name: text})


def provenance(visit: Encounter, name: str) -> Provenance:
    """Return where the value of a field comes from."""
    read = visit.scanned and name in STRICT and bool(getattr(visit.traits, name))
    return Provenance.READ if read else Provenance.TYPED


def needs_companion(visit: Encounter) -> bool:
    """True when the date typed is that of a minor, or a companion is already named."""
    if visit.traits.companion:
        return True
    today = act_date(visit)
    try:
        born = read_birth_date(visit.traits.birth_date, today)
    except RefusedIdentity:
        return False
    return age_in_years(born, today) < MAJORITY_YEARS


def status_of(visit: Encounter) -> IdentityStatus:
    """Return the status the identity will have once confirmed (RNIV, see app.identity)."""
    recovered = visit.scanned and bool(visit.traits.matricule)
    if visit.paper_seen:
        return IdentityStatus.QUALIFIED if recovered else IdentityStatus.VALIDATED
    return IdentityStatus.RECOVERED if recovered else IdentityStatus.PROVISIONAL


def status_block(visit: Encounter) -> tuple[str, str, Tone]:
    """Return the status in words, why, and its colour."""
    status = status_of(visit)
    paper = "Pièce d’identité vue par vous." if visit.paper_seen else "Pièce d’identité non vue."
    code = "Code INS lu." if visit.scanned else "Code INS non lu."
    if status is IdentityStatus.QUALIFIED:
        return status_words(status), f"{code} {paper}", Tone.GREEN
    return status_words(status), f"{code} {paper} DMP et MSSanté attendront.", Tone.OCHRE
