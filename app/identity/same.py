"""Two identities compared: may they be one person’s, registered twice or mixed up?

Source: ANS, « Référentiel national d’identitovigilance »: a doublon is one person under two
identities, a collision two persons under one. Either is said, none is settled here.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from app.identity.traits import letters


class Likeness(StrEnum):
    """In what two identities meet, and in what they differ."""

    INS = "ins"
    TRAITS = "traits"
    INS_ONLY = "ins_only"
    TRAITS_ONLY = "traits_only"


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared: names of birth and in use, first given name, ISO birth date, matricule.

    "" for what is not known.
    """

    family: str = field(default="", repr=False)
    given: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    matricule: str = field(default="", repr=False)
    used: str = field(default="", repr=False)

    @property
    def has_traits(self) -> bool:
        """True when the traits are enough to be compared."""
        return bool((self.family or self.used) and self.given and self.birth_date)

    @property
    def has_ins_of_another_year(self) -> bool:
        """True when the matricule is that of another year of birth, of a parent for instance.

        Source: Insee, numéro d’inscription au répertoire: its second and third signs are the last
        two of the year of birth.
        """
        known = bool(self.matricule and self.birth_date)
        return known and self.matricule[1:3] != self.birth_date[2:4]


def likeness(one: Known, other: Known) -> Likeness | None:
    """Return how two identities meet, ``None`` when they do not.

    ``INS_ONLY``: the same INS under other traits; ``TRAITS_ONLY``: the same traits, another INS.
    """
    both = bool(one.matricule and other.matricule)
    same_ins = both and one.matricule == other.matricule
    same_traits = _share_traits(one, other)
    if same_ins:
        known = one.has_traits and other.has_traits
        return Likeness.INS_ONLY if known and not same_traits else Likeness.INS
    if same_traits:
        return Likeness.TRAITS_ONLY if both else Likeness.TRAITS
    return None


def _share_traits(one: Known, other: Known) -> bool:
    """Return whether a name, the first given name and the day of birth are the same."""
    if not (one.has_traits and other.has_traits) or one.birth_date != other.birth_date:
        return False
    return letters(one.given) == letters(other.given) and bool(_names(one) & _names(other))


def _names(known: Known) -> frozenset[str]:
    return frozenset(map(letters, (known.family, known.used))) - {""}
