"""The plan of a protocol as documentation: what leads to each level, in words, with its sources.

No condition of it can be run. A rule of a protocol also counts while it is only possible, and an
unknown answer one class lower; an engine of FHIRPath would read both as "no" and send to the
pharmacy somebody who must see a doctor.

Source: HL7 FHIR R4, PlanDefinition; code system plan-definition-type.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from protocols.fhir_json import Resource, coding
from protocols.model import Protocol
from protocols.picture_causes import Cause
from protocols.picture_ladder import Part, Rung, ladder
from protocols.picture_words import definitions
from protocols.terms import Level

ONLY_WORDS = (
    "Documentation seulement\u00a0: ce plan dit en mots ce que décide le poste. Aucune de ses "
    "conditions ne s’exécute, et il ne remplace pas l’évaluation du protocole."
)
TYPE = coding(
    "http://terminology.hl7.org/CodeSystem/plan-definition-type",
    "clinical-protocol",
    "Clinical Protocol",
)
LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.SAMU_15: "Appel au 15",
        Level.EMERGENCY: "Urgences maintenant",
        Level.DOCTOR_SAME_DAY: "Médecin ce jour",
        Level.DOCTOR_48H: "Médecin dans les 48\u00a0heures",
        Level.PHARMACY: "Traitement et conseil en pharmacie",
    }
)
PRIORITIES: Mapping[Level, str] = MappingProxyType(
    {
        Level.SAMU_15: "stat",
        Level.EMERGENCY: "stat",
        Level.DOCTOR_SAME_DAY: "urgent",
        Level.DOCTOR_48H: "routine",
        Level.PHARMACY: "routine",
    }
)


def actions_of(protocol: Protocol) -> list[Resource]:
    """Return one action per level, the most urgent first, with what leads there."""
    return [_level(protocol, rung) for rung in ladder(protocol)]


def sources_of(protocol: Protocol) -> list[Resource]:
    """Return the sources of the protocol, and its named conditions in words."""
    told: list[Resource] = [
        {"type": "documentation", "label": name, "display": f"{name}\u00a0: {words}"}
        for name, words in definitions(protocol).items()
    ]
    return [*_citations(protocol, protocol.sources), *told]


def _level(protocol: Protocol, rung: Rung) -> Resource:
    parts = [_part(protocol, part) for part in rung.parts]
    found: Resource = {
        "title": LEVELS[rung.level],
        "description": " ".join(rung.sentences) or protocol.outcomes[rung.level],
        "textEquivalent": protocol.outcomes[rung.level],
        "priority": PRIORITIES[rung.level],
    }
    return {**found, "action": parts} if parts else found


def _part(protocol: Protocol, part: Part) -> Resource:
    return {"title": part.title, "action": [_cause(protocol, one) for one in part.causes]}


def _cause(protocol: Protocol, cause: Cause) -> Resource:
    found: Resource = {"id": cause.id, "title": cause.words, "description": cause.sentence}
    if cause.todo:
        found["textEquivalent"] = cause.todo
    if cause.sources:
        found["documentation"] = _citations(protocol, cause.sources)
    return found


def _citations(protocol: Protocol, tags: Iterable[str]) -> list[Resource]:
    return [
        {"type": "citation", "label": tag, "citation": protocol.sources.get(tag, tag)}
        for tag in tags
    ]
