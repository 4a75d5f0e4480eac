"""Which protocol answers the reason of the visit."""

from dataclasses import dataclass, replace
from datetime import date

from app.encounter.model import Encounter, Step
from app.encounter.way import go_on
from app.station import Station
from protocols.model import Protocol, ProtocolStatus


@dataclass(frozen=True, slots=True)
class ComplaintChosen:
    """The pharmacist opens a protocol."""

    protocol: Protocol


def refusal(protocol: Protocol, station: Station, today: date) -> str:
    """Return why this station must not run ``protocol`` today, "" when it may.

    A demonstration runs demonstration protocols only, marked; a real station runs valid ones.
    """
    wanted = ProtocolStatus.DEMONSTRATION if station.demonstration else ProtocolStatus.VALID
    if protocol.status is not wanted:
        return "Ce protocole n’est pas signé pour ce poste. Il reste fermé."
    if today < date.fromisoformat(protocol.valid_from):
        return f"Ce protocole commence le {protocol.valid_from}."
    if protocol.valid_to and today > date.fromisoformat(protocol.valid_to):
        return "Ce protocole a expiré. Installez sa nouvelle version."
    if station.region and protocol.regions and station.region not in protocol.regions:
        return "Ce protocole n’est pas ouvert dans votre région."
    return ""


def choose(encounter: Encounter, message: ComplaintChosen) -> Encounter:
    """Return the consultation under the chosen protocol, its answers kept for its own items."""
    if encounter.protocol is not None and encounter.answers:
        return encounter  # a second press, once the questions began
    reason = refusal(message.protocol, encounter.station, encounter.started_at.date())
    if reason:
        return replace(encounter, notice=reason)
    chosen = replace(encounter, protocol=message.protocol, notice="", current="")
    if not chosen.identity_confirmed:
        return replace(chosen, step=Step.IDENTIFY)
    return go_on(chosen)
