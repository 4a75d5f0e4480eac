"""What opens a call: the relay, the link, and who the station says it is. Nothing heavy here."""

from dataclasses import dataclass, field

from app.teleconsult.invitation import Invitation
from app.teleconsult.messages import Hello


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """Where the relay is and the key that opens rooms there.

    ``url`` is ``https://host/`` or, on the loopback only, ``http://``.
    """

    url: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """One call to open.

    ``authority`` is a PEM file that signs the relay, for a relay of the pharmacy; empty for the
    authorities of the system. ``hello`` holds nothing of the patient.
    """

    invitation: Invitation = field(repr=False)
    relay: RelayAddress
    authority: str
    hello: Hello = field(repr=False)
