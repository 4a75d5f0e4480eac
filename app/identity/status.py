"""The four statuses of an identity, how one is reached, and what each allows: one table.

Source: ANS, « Référentiel national d’identitovigilance », exigence EXI SI 07: an identity is
recovered when INSi gave it, validated when an identity paper was looked at, qualified when both;
« Référentiel identifiant national de santé »: matricule and OID leave under a qualified identity.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class IdentityStatus(StrEnum):
    """Where the identity stands, in the words of the RNIV."""

    PROVISIONAL = "provisional"
    RECOVERED = "recovered"
    VALIDATED = "validated"
    QUALIFIED = "qualified"


class IdentitySource(StrEnum):
    """Where the traits were read.

    ``IMPORTED`` is a text or a file of the pharmacy's software whose INS nobody looked up;
    ``SOFTWARE`` a FHIR file of it that says the INS was given by INSi.
    """

    TYPED = "typed"
    DATAMATRIX = "datamatrix"
    IMPORTED = "imported"
    SOFTWARE = "software"


RECOVERING = frozenset({IdentitySource.DATAMATRIX, IdentitySource.SOFTWARE})
"""Sources whose INS counts as given by INSi; a typed or pasted one does not."""


class Use(StrEnum):
    """What the station may do with an identity."""

    SHEET = "sheet"
    PRINT_INS = "print_ins"
    MAIL = "mail"
    RECORD = "record"


_LOCAL = frozenset({Use.SHEET})
ALLOWED: Mapping[IdentityStatus, frozenset[Use]] = MappingProxyType(
    {
        IdentityStatus.PROVISIONAL: _LOCAL,
        IdentityStatus.RECOVERED: _LOCAL,
        IdentityStatus.VALIDATED: _LOCAL,
        IdentityStatus.QUALIFIED: frozenset(Use),
    }
)
"""What each status allows; the screen, the papers, the records and the sendings all read it."""


def allows(status: IdentityStatus, use: Use) -> bool:
    """Return whether an identity of this status may be put to ``use``."""
    return use in ALLOWED[status]


def status_of(source: IdentitySource, *, has_ins: bool, paper_seen: bool) -> IdentityStatus:
    """Return the status of an identity read in ``source``, its paper looked at or not.

    No source alone is better than recovered: the person in front of the counter qualifies it.
    """
    recovered = has_ins and source in RECOVERING
    if paper_seen:
        return IdentityStatus.QUALIFIED if recovered else IdentityStatus.VALIDATED
    return IdentityStatus.RECOVERED if recovered else IdentityStatus.PROVISIONAL
