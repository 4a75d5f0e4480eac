"""What the French profiles ask of each resource of a bundle, counted before anything leaves.

Only the cardinalities that can be counted without a terminology server or a FHIR validator: the
bindings and the invariants of the profiles stay to be checked by a validator of HL7.

Source: Interop'Santé, FR Core 2.2.0 (StructureDefinitions of the profiles named); ANS, PDSm 3.1.1
and its parent, IHE MHD 4.2.3 (Comprehensive DocumentReference); HL7 FHIR R4, Vital Signs and Blood
Pressure profiles.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.exchange.fhir.names import FR_CORE
from app.exchange.fhir.records import PROFILE
from protocols.fhir_json import CORE, Json

MANY = 1_000_000
_STEP = re.compile(r"(?P<name>[A-Za-z]+)(?:\[(?P<key>[a-z]+)=(?P<value>[^\]]+)\])?")


@dataclass(frozen=True, slots=True)
class Cardinality:
    """How many times ``path`` may stand in each element that could hold it.

    A step may choose among repetitions: ``name[use=official]/family``.
    """

    path: str
    least: int
    most: int = MANY


def _once(*paths: str) -> tuple[Cardinality, ...]:
    return tuple(Cardinality(path, 1, 1) for path in paths)


def _at_least(*paths: str) -> tuple[Cardinality, ...]:
    return tuple(Cardinality(path, 1) for path in paths)


def _at_most(*paths: str) -> tuple[Cardinality, ...]:
    return tuple(Cardinality(path, 0, 1) for path in paths)


def _never(*paths: str) -> tuple[Cardinality, ...]:
    return tuple(Cardinality(path, 0, 0) for path in paths)


_INSEE = f"{FR_CORE}/fr-core-address-insee-code"
_BIRTH_PLACE = f"extension[url={CORE}/patient-birthPlace]"
_OFFICIAL = "name[use=official]"
_PATIENT = (
    *_at_most(f"extension[url={CORE}/patient-birthPlace]", "name/prefix"),
    *_once(f"{_OFFICIAL}/family", "identifier/type", "identifier/system", "identifier/value"),
    *_at_least(f"{_OFFICIAL}/given", "identifier/use"),
)
_MEASURE = (
    *_once("status", "code", "subject", "effectiveDateTime"),
    *_at_least("category", "code/coding"),
)
_SYSTOLIC, _DIASTOLIC = "8480-6", "8462-4"

CARDINALITIES: Mapping[str, tuple[Cardinality, ...]] = MappingProxyType(
    {
        f"{FR_CORE}/fr-core-patient": _PATIENT,
        f"{FR_CORE}/fr-core-patient-ins": (
            *_PATIENT,
            *_at_least("identifier", f"extension[url={FR_CORE}/fr-core-identity-reliability]"),
            *_once(
                _BIRTH_PLACE,
                f"{_BIRTH_PLACE}/valueAddress/extension[url={_INSEE}]",
                _OFFICIAL,
                f"{_OFFICIAL}/given",
                f"{_OFFICIAL}/extension[url={FR_CORE}/fr-core-patient-birth-list-given-name]",
                "gender",
                "birthDate",
            ),
        ),
        f"{FR_CORE}/fr-core-practitioner": (
            *_once("identifier/type", "identifier/system", "identifier/value"),
            *_at_most("name/prefix"),
        ),
        f"{FR_CORE}/fr-core-organization": _once("identifier/system", "identifier/value"),
        f"{FR_CORE}/fr-core-encounter": (
            *_at_least("identifier"),
            *_once("identifier/type", "identifier/system", "identifier/value"),
            *_once("status", "class", "class/system", "class/code", "period"),
            *_at_most("type", "account"),
        ),
        **{
            f"{FR_CORE}/fr-core-observation-{name}": (*_MEASURE, *_once("valueQuantity"))
            for name in (
                *("body-temperature", "heartrate", "resp-rate"),
                *("saturation-oxygen", "body-weight"),
            )
        },
        f"{FR_CORE}/fr-core-observation-bp": (
            *_MEASURE,
            *_never("valueQuantity"),
            *_once(f"component[code={_SYSTOLIC}]", f"component[code={_DIASTOLIC}]"),
        ),
        PROFILE: (
            *_at_least("contained", "author", "securityLabel"),
            *_once("masterIdentifier/system", "masterIdentifier/value"),
            *_once("masterIdentifier", "status", "type", "category", "subject", "date"),
            *_once("custodian", "content", "content/format", "context", "context/period"),
            *_once("context/period/start", "context/facilityType", "context/practiceSetting"),
            *_once("context/sourcePatientInfo"),
            *_once(
                *(
                    f"content/attachment/{name}"
                    for name in (
                        *("contentType", "language", "url", "size", "hash"),
                        *("title", "creation"),
                    )
                )
            ),
            *_at_most("authenticator"),
            *_never("modifierExtension", "docStatus", "content/attachment/data"),
        ),
    }
)
"""By the address of the profile that a resource claims."""


def broken_cardinalities(bundle: Mapping[str, Json]) -> tuple[str, ...]:
    """Return each « resource, path: count » that a profile claimed in ``bundle`` does not allow."""
    found: list[str] = []
    for entry in _listed(bundle.get("entry", ())):
        resource = entry.get("resource", {}) if isinstance(entry, Mapping) else {}
        if isinstance(resource, Mapping):
            found += _broken(resource)
    return tuple(found)


def path_steps(path: str) -> list[str]:
    """Return the steps of ``path``; a slash inside brackets is of the value."""
    return re.findall(r"[A-Za-z]+(?:\[[^\]]+\])?", path)


def children(parent: Mapping[str, Json], step: str) -> list[Json]:
    """Return the elements of ``parent`` that ``step`` chooses."""
    parts = _STEP.fullmatch(step)
    if parts is None:
        raise ValueError(step)
    found = _listed(parent.get(parts["name"], ()))
    if parts["key"] is None:
        return list(found)
    return [one for one in found if parts["value"] in _values(one, parts["key"])]


def _broken(resource: Mapping[str, Json]) -> Iterator[str]:
    inside = [one for one in _listed(resource.get("contained", ())) if isinstance(one, Mapping)]
    for one in (resource, *inside):
        for profile in _profiles(one):
            for rule in CARDINALITIES.get(profile, ()):
                for count in _counts(one, rule.path):
                    if not rule.least <= count <= rule.most:
                        yield f"{one.get('resourceType')}, {rule.path}\u00a0: {count}"


def _profiles(resource: Mapping[str, Json]) -> tuple[str, ...]:
    meta = resource.get("meta", {})
    claimed = meta.get("profile", ()) if isinstance(meta, Mapping) else ()
    return tuple(map(str, _listed(claimed)))


def _counts(resource: Mapping[str, Json], path: str) -> Iterator[int]:
    """Yield how many children each parent of ``path`` has; nothing when no parent is there."""
    *before, last = path_steps(path)
    parents: list[Mapping[str, Json]] = [resource]
    for step in before:
        parents = [
            child
            for parent in parents
            for child in children(parent, step)
            if isinstance(child, Mapping)
        ]
    yield from (len(children(parent, last)) for parent in parents)


def _values(element: Json, key: str) -> tuple[Json, ...]:
    """Return what ``key`` says of an element: itself, or the codes of a coded one."""
    value = element.get(key) if isinstance(element, Mapping) else None
    if isinstance(value, Mapping):
        codings = (one for one in _listed(value.get("coding", ())) if isinstance(one, Mapping))
        return tuple(one.get("code", "") for one in codings)
    return () if value is None else (value,)


def _listed(value: Json) -> Sequence[Json]:
    return [value] if isinstance(value, str | int | float | Mapping) else value
