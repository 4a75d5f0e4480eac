"""The small pieces of FHIR R4 resources, as values that ``json.dumps`` writes.

Source: HL7 FHIR R4 (4.0.1), Coding, Extension, Expression, Identifier; Structured Data Capture
(SDC) 3.0 for the extensions of questionnaires.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

Json = str | int | float | bool | Sequence["Json"] | Mapping[str, "Json"]
Resource = dict[str, "Json"]

LANGUAGE = "fr"
FHIRPATH = "text/fhirpath"
UCUM = "http://unitsofmeasure.org"
CORE = "http://hl7.org/fhir/StructureDefinition"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"

NAMES = "urn:osys"
"""Where the identifiers of ours start: protocols, answers, classes."""

ANSWERS = f"{NAMES}:answer"
"""Code system of ``yes``, ``no`` and ``unknown``; that of a choice is followed by its id."""


def canonical(protocol_id: str) -> str:
    """Return the address of a protocol, the same for all its versions."""
    return f"{NAMES}:protocol:{protocol_id}"


def resource_id(name: str) -> str:
    """Return an id FHIR accepts: it has no underscore (R4, datatype id)."""
    return name.replace("_", "-")


def coding(system: str, code: str, display: str = "") -> Resource:
    """Return a code with its system."""
    shown: Resource = {"display": display} if display else {}
    return {"system": system, "code": code, **shown}


def extension(url: str, kind: str, value: Json) -> Resource:
    """Return an extension; ``kind`` is the name of the value, such as ``valueCode``."""
    return {"url": url, kind: value}


def expression(path: str, name: str = "", told: str = "") -> Resource:
    """Return a FHIRPath expression, named and told in words when they are given."""
    described: Resource = {"description": told} if told else {}
    named: Resource = {"name": name} if name else {}
    return {**described, **named, "language": FHIRPATH, "expression": path}


def identifier(system: str, value: str) -> Resource:
    """Return an identifier."""
    return {"system": system, "value": value}


def number(value: Decimal) -> int | float:
    """Return a decimal as JSON writes it; 38.5 has no other digits than its own."""
    return int(value) if value == value.to_integral_value() else float(value)
