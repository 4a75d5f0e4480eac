"""When the station looks for another file of the patient, and what it keeps of the answer."""

from collections.abc import Callable
from dataclasses import replace

from app.encounter.known import act_date
from app.encounter.model import Encounter
from app.encounter.same_person import FindSame, SameFound, SamePeople
from app.errors import RefusedIdentity
from app.identity import INS_NIR, read_birth_date, read_ins, strict_trait
from app.identity.same import Known

Next = tuple[Encounter, tuple[FindSame, ...]]


def follow(before: Encounter, after: Encounter) -> Next:
    """Return the effect that looks again when the traits became those of somebody else."""
    if before.traits == after.traits:
        return after, ()
    known = known_of(after)
    if known == after.same.known:
        return after, ()
    anew = replace(after, same=SamePeople(known))
    if not known.has_traits and not known.matricule:
        return anew, ()
    return anew, (FindSame(after.encounter_id, known),)


def find(encounter: Encounter, message: SameFound) -> Encounter:
    """Return the consultation with what was found, unless the traits changed meanwhile."""
    if message.known != encounter.same.known:
        return encounter
    return replace(encounter, same=SamePeople(message.known, message.found, message.sentence))


def known_of(encounter: Encounter) -> Known:
    """Return what the form says of the identity; what is not written in full yet is not known."""
    traits = encounter.traits
    born = _read(lambda: read_birth_date(traits.birth_date, act_date(encounter)).isoformat())
    return Known(
        family=strict_trait(traits.family),
        given=strict_trait(traits.givens.replace(",", " ")).partition(" ")[0],
        birth_date=born,
        matricule=_read(lambda: read_ins(traits.matricule, INS_NIR).matricule),
        used=strict_trait(traits.used_family),
    )


def _read(read: Callable[[], str]) -> str:
    try:
        return read()
    except RefusedIdentity:
        return ""
