"""Moments of the identity page: a minor, a visitor, somebody known, two identities that differ."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from app.encounter.identify import ADULT_FIRST
from app.encounter.model import VISITOR, Encounter, Step
from app.encounter.same_person import SamePeople, SamePerson
from app.identity import NAME_THE_ADULT, IdentitySource
from app.identity.same import Known, Likeness

Make = Callable[..., Encounter]


def identity_moments(noon: datetime, a_visit: Make) -> Mapping[str, Encounter]:
    """Return the visits by name; ``a_visit`` makes that of the invented adult."""
    adult = a_visit(step=Step.IDENTIFY)
    child = replace(adult.traits, birth_date="12/04/2014", givens="LOUIS", sex="M")
    minor = replace(
        adult,
        patient=None,
        paper_seen=False,
        source=IdentitySource.TYPED,
        consents=MappingProxyType({}),
    )
    known = (
        SamePerson(Likeness.INS, noon.replace(month=3), 12),
        SamePerson(Likeness.TRAITS, noon.replace(month=2)),
        SamePerson(Likeness.TRAITS, noon.replace(month=1), 4),
    )
    accompanied = replace(child, companion="Dorval Anne", link="parent", language="arabe")
    errors = MappingProxyType({"companion": NAME_THE_ADULT})
    other = (SamePerson(Likeness.INS_ONLY, noon.replace(month=3), 12),)
    return {
        "identify-minor": replace(minor, traits=child, field_errors=errors, notice=ADULT_FIRST),
        "identify-accompanied": replace(minor, traits=accompanied),
        "identify-visitor": replace(
            minor, traits=replace(adult.traits, matricule="", visitor=VISITOR)
        ),
        "identify-imported": replace(minor, traits=adult.traits, source=IdentitySource.IMPORTED),
        "identify-of-a-parent": replace(
            minor,
            traits=accompanied,
            same=SamePeople(Known(birth_date="2014-04-12", matricule=child.matricule)),
        ),
        "identify-known": replace(adult, same=SamePeople(found=known)),
        "identify-contradictory": replace(adult, same=SamePeople(found=other)),
    }
