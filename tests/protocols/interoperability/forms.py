"""A FHIRPath engine that knows nothing of ours, run on the exported questionnaire."""

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache

from protocols.fhir import Circumstances, answers_resource, form_resource
from protocols.load import shipped_library
from protocols.model import Answer, Protocol

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire"
VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable"


def ids() -> list[str]:
    return sorted(shipped_library())


def as_json(resource: object) -> dict:
    return json.loads(json.dumps(resource))


def items(resource: Mapping) -> dict[str, dict]:
    """Return every item of a questionnaire or a response by its link."""
    found: dict[str, dict] = {}
    waiting = list(resource.get("item", ()))
    while waiting:
        one = waiting.pop()
        assert one["linkId"] not in found, "each link stands once"
        found[one["linkId"]] = one
        waiting.extend(one.get("item", ()))
    return found


def extensions(element: Mapping, url: str) -> list:
    """Return the values of the extensions of one kind."""
    return [
        next(value for key, value in one.items() if key != "url")
        for one in element.get("extension", ())
        if one["url"] == url
    ]


@cache
def form(protocol_id: str) -> "Form":
    return Form(shipped_library()[protocol_id])


class Form:
    """The questionnaire of a protocol, whose expressions run on a response."""

    def __init__(self, protocol: Protocol) -> None:
        from fhirpathpy import compile as compiled
        from fhirpathpy.models import models

        self.protocol = protocol
        self.resource = as_json(form_resource(protocol))
        self.items = items(self.resource)
        self._run = lru_cache(maxsize=None)(lambda path: compiled(path, models["r4"]))
        self._variables = {
            one["name"]: one["expression"] for one in extensions(self.resource, VARIABLE)
        }

    def bounds(self, answers: Mapping[str, Answer]) -> dict[str, tuple]:
        """Return the computed bounds of every score that concerns the patient."""
        response = self.respond(answers)
        found = {}
        for score in self.protocol.logic.book.scores:
            [asked] = extensions(self.items[score.id], f"{SDC}-enableWhenExpression") or [None]
            if asked and self.value(response, asked["expression"]) != [True]:
                continue
            ends = [self._calculated(response, f"{score.id}.{end}") for end in ("min", "max")]
            found[score.id] = tuple(ends)
        return found

    def is_asked(self, response: dict, link: str) -> bool:
        asked = extensions(self.items[link], f"{SDC}-enableWhenExpression")
        return not asked or self.value(response, asked[0]["expression"]) == [True]

    def respond(self, answers: Mapping[str, Answer]) -> dict:
        return as_json(answers_resource(self.protocol, answers, Circumstances()))

    def value(self, response: dict, path: str) -> list:
        """Return what a path gives, after the variables it needs, in the order of the form."""
        needed = self._needed(path)
        known = {"resource": response}
        for name, expression in self._variables.items():
            if name in needed:
                known[name] = self._run(expression)(response, known)
        return self._run(path)(response, known)

    def _calculated(self, response: dict, link: str) -> int:
        [path] = extensions(self.items[link], f"{SDC}-calculatedExpression")
        [value] = self.value(response, path["expression"])
        return value

    def _needed(self, path: str) -> set[str]:
        found: set[str] = set()
        waiting = re.findall(r"%(\w+)", path)
        while waiting:
            name = waiting.pop()
            if name in self._variables and name not in found:
                found.add(name)
                waiting.extend(re.findall(r"%(\w+)", self._variables[name]))
        return found
