"""The pages of the back office, and which role opens which.

A role that may not open a page never sees its name: the pages are hidden, not greyed. What a
role can read is decided by its keys; this table only keeps the screens in step with them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Place(StrEnum):
    """One page of the back office; the values are those of the screens of the station."""

    PEOPLE = "people"
    RECOVERY = "recovery"
    ACCESS_LOG = "access_log"
    RETENTION = "retention"
    BACKUP = "backup"
    EMERGENCY = "emergency_office"
    DIAGNOSTICS = "diagnostics"
    NOTICES = "notices"
    DEVICES = "devices"
    RELAY = "relay"
    OUTBOX = "outbox"
    MAIL = "mail"


PHARMACIST = "pharmacist"
OWNER = "owner"
AUDITOR = "auditor"
PREPARER = "preparer"

_EVERY_PLACE = tuple(Place)
OPENED_BY: Mapping[str, tuple[Place, ...]] = MappingProxyType(
    {
        PHARMACIST: _EVERY_PLACE,
        OWNER: tuple(one for one in Place if one is not Place.OUTBOX),
        AUDITOR: (
            Place.PEOPLE,
            Place.ACCESS_LOG,
            Place.EMERGENCY,
            Place.DIAGNOSTICS,
            Place.NOTICES,
        ),
        PREPARER: (
            Place.PEOPLE,
            Place.EMERGENCY,
            Place.DIAGNOSTICS,
            Place.NOTICES,
            Place.DEVICES,
        ),
    }
)


def places_of(role: str) -> tuple[Place, ...]:
    """Return the pages that ``role`` opens, the first one being where it arrives."""
    return OPENED_BY.get(role, ())


def sees_patients(role: str) -> bool:
    """True for the only role whose keys open identities and sheets."""
    return role == PHARMACIST
