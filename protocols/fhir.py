"""A protocol as HL7 FHIR R4: what it asks, what it says, and the answers to it.

Three resources as values ``json.dumps`` writes. They leave the station and never come back as a
protocol: only the YAML file decides. See docs/interoperability.md.

Source: HL7 FHIR R4 (4.0.1); SDC 3.0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from protocols.fhir_answers import item_answers
from protocols.fhir_items import items_of
from protocols.fhir_json import (
    CORE,
    LANGUAGE,
    NAMES,
    Resource,
    canonical,
    coding,
    expression,
    extension,
    identifier,
    resource_id,
)
from protocols.fhir_plan import ONLY_WORDS, TYPE, actions_of, sources_of
from protocols.fhir_variables import Variables
from protocols.model import Answer, Protocol
from protocols.terms import ProtocolStatus

ICPC2 = "http://hl7.org/fhir/sid/icpc-2"
ICD10 = "http://hl7.org/fhir/sid/icd-10"

STATUSES = {
    ProtocolStatus.DRAFT: "draft",
    ProtocolStatus.REVIEW: "draft",
    ProtocolStatus.VALID: "active",
    ProtocolStatus.WITHDRAWN: "retired",
    ProtocolStatus.DEMONSTRATION: "draft",
}
"""A demonstration is a draft and is marked experimental. Source: FHIR R4, publication-status."""

ASKS = (
    "Questions d’un protocole d’orientation en pharmacie. «\u00a0Ne sait pas\u00a0» est une "
    "réponse\u00a0; elle n’est jamais rassurante. Un nombre inconnu reste sans réponse. Les scores "
    "ont deux bornes. L’orientation n’est décidée que par le poste."
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of whom and when the answers are: identifiers as (system, value), None where not known.

    ``authored`` is an ISO 8601 time with its offset, ``""`` when not known.
    """

    authored: str = ""
    sheet: tuple[str, str] | None = None
    patient: tuple[str, str] | None = None
    author: tuple[str, str] | None = None


def form_resource(protocol: Protocol) -> Resource:
    """Return the Questionnaire: the questions, their bounds, when they are asked, the scores."""
    paths = Variables(protocol).paths()
    variables = [
        extension(f"{CORE}/variable", "valueExpression", expression(path, name))
        for name, path in paths.items()
    ]
    codes = [coding(ICPC2, one) for one in protocol.icpc2]
    codes += [coding(ICD10, one) for one in protocol.cim10]
    return {
        "resourceType": "Questionnaire",
        "id": resource_id(protocol.id),
        "language": LANGUAGE,
        "extension": variables,
        **_head(protocol, canonical(protocol.id)),
        "subjectType": ["Patient"],
        "description": ASKS,
        "effectivePeriod": _period(protocol),
        "code": codes,
        "item": items_of(protocol),
    }


def plan_resource(protocol: Protocol) -> Resource:
    """Return the PlanDefinition, documentation only: what leads to each level, in words."""
    return {
        "resourceType": "PlanDefinition",
        "id": resource_id(protocol.id),
        "language": LANGUAGE,
        **_head(protocol, f"{canonical(protocol.id)}:plan"),
        "type": {"coding": [TYPE]},
        "description": ONLY_WORDS,
        "usage": ONLY_WORDS,
        "effectivePeriod": _period(protocol),
        "relatedArtifact": sources_of(protocol),
        "action": actions_of(protocol),
    }


def answers_resource(
    protocol: Protocol, answers: Mapping[str, Answer], act: Circumstances
) -> Resource:
    """Return the QuestionnaireResponse of ``answers``, with the bounds of the scores.

    Raises:
        AnswerError: an id that is not a question, or a value that does not answer it.
    """
    found: Resource = {
        "resourceType": "QuestionnaireResponse",
        "language": LANGUAGE,
        "questionnaire": f"{canonical(protocol.id)}|{protocol.version}",
        "status": "completed",
    }
    if act.sheet is not None:
        found["identifier"] = identifier(*act.sheet)
    if act.patient is not None:
        found["subject"] = _named("Patient", act.patient)
    if act.authored:
        found["authored"] = act.authored
    if act.author is not None:
        found["author"] = _named("Practitioner", act.author)
    items = item_answers(protocol, answers)
    return {**found, "item": items} if items else found


def _head(protocol: Protocol, url: str) -> Resource:
    name = "".join(part.capitalize() for part in protocol.id.split("_"))
    return {
        "url": url,
        "identifier": [identifier(f"{NAMES}:sha256", protocol.sha256)],
        "version": protocol.version,
        "name": name,
        "title": protocol.title,
        "status": STATUSES[protocol.status],
        "experimental": protocol.status is ProtocolStatus.DEMONSTRATION,
    }


def _period(protocol: Protocol) -> Resource:
    return {"start": protocol.valid_from, "end": protocol.valid_to}


def _named(kind: str, known: tuple[str, str]) -> Resource:
    return {"type": kind, "identifier": identifier(*known)}
