"""The head of a protocol file, its texts for people, its vignettes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from protocols.fields import Fields, reading
from protocols.model import Expectation, FollowUp, Vignette
from protocols.read_parts import level_named
from protocols.refusals import quoted
from protocols.terms import Flag, Framework, Level, ProtocolStatus, Route

SEMANTICS = 1
"""Version of the rules of evaluation that ``osys: 1`` asks for."""

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z", re.ASCII)
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}\Z", re.ASCII)
_REGION = re.compile(r"[A-Z]{3}\Z")
NO_SCORE = "none"
_CONTACTS = frozenset({"call", "photo", "message"})


@dataclass(frozen=True, slots=True)
class Head:
    """What a protocol is, before what it asks."""

    id: str
    version: str
    status: ProtocolStatus
    framework: Framework
    title: str
    short_title: str
    icon: str
    regions: tuple[str, ...]
    valid_from: str
    valid_to: str
    icpc2: tuple[str, ...]
    cim10: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """What a protocol says to people."""

    outcomes: Mapping[Level, str]
    advice: tuple[str, ...]
    return_if: tuple[str, ...]
    limits: tuple[str, ...]
    patient_page: tuple[str, ...]
    follow_up: tuple[FollowUp, ...]
    follow_up_script: tuple[str, ...]
    emergency_wait: tuple[str, ...]


def open_file(fields: Fields, kind: str) -> None:
    """Check that a file says it is of ``kind``, for this version of the engine."""
    written = fields.written("osys")
    if written.text != str(SEMANTICS):
        raise written.refuse(f"ce poste lit le format osys {SEMANTICS}, pas {written.text}.")
    found = fields.written("kind")
    if found.text != kind:
        raise found.refuse(f"un fichier {quoted(kind)} est attendu, pas {quoted(found.text)}.")
    for name in fields.words("authors"):
        _ = name
    version(fields)


def version(fields: Fields) -> str:
    """Return the version, three numbers."""
    written = fields.written("version")
    if not _VERSION.match(written.text):
        raise written.refuse("la version s’écrit avec trois nombres (2026.11.0).")
    return written.text


def read_head(fields: Fields) -> Head:
    """Return the head of a protocol file."""
    valid_from, valid_to = _validity(fields)
    with reading(fields.inside("codes")) as codes:
        icpc2, cim10 = codes.words("icpc2"), codes.words("cim10")
    if not (icpc2 and cim10):
        raise fields.refuse("les codes CISP-2 et CIM-10 sont obligatoires.", "codes")
    regions = fields.texts("regions")
    for region in regions:
        if not _REGION.match(region.text):
            raise region.refuse(f"{quoted(region.text)} n’est pas une région (trois majuscules).")
    return Head(
        id=fields.identifier("id"),
        version=version(fields),
        status=fields.word("status", ProtocolStatus),
        framework=fields.word("framework", Framework),
        title=fields.text("title"),
        short_title=fields.text("short_title"),
        icon=fields.text("icon"),
        regions=tuple(region.text for region in regions),
        valid_from=valid_from,
        valid_to=valid_to,
        icpc2=icpc2,
        cim10=cim10,
    )


def _validity(fields: Fields) -> tuple[str, str]:
    with reading(fields.inside("valid")) as valid:
        dates = (valid.written("from"), valid.written("to"))
    for one in dates:
        if not _DATE.match(one.text):
            raise one.refuse(f"{quoted(one.text)} n’est pas une date (2026-01-31).")
    if dates[0].text > dates[1].text:
        raise dates[1].refuse("la fin de validité précède le début.")
    return dates[0].text, dates[1].text


def read_texts(fields: Fields, outcomes: Mapping[Level, str]) -> Texts:
    """Return the texts; ``outcomes`` are the sentences a protocol may replace."""
    return Texts(
        outcomes=MappingProxyType({**outcomes, **read_outcomes(fields)}),
        advice=_sentences(fields, "advice"),
        return_if=_sentences(fields, "return_if"),
        limits=_sentences(fields, "limits"),
        patient_page=_sentences(fields, "patient_page"),
        follow_up=tuple(_follow_up(fields)),
        follow_up_script=_sentences(fields, "follow_up_script"),
        emergency_wait=fields.words("emergency_wait"),
    )


def _sentences(fields: Fields, key: str) -> tuple[str, ...]:
    found = fields.words(key)
    if not found:
        raise fields.refuse(f"{quoted(key)} manque\u00a0: le patient repart avec ce texte.", key)
    return found


def read_outcomes(fields: Fields) -> dict[Level, str]:
    """Return the sentences said for each level."""
    found: dict[Level, str] = {}
    for name, written in fields.pairs("outcomes").items():
        if name not in Level.__members__:
            raise written.refuse(f"{quoted(name)} n’est pas un niveau.")
        found[Level[name]] = written.text
    return found


def _follow_up(fields: Fields) -> Iterator[FollowUp]:
    for one in fields.each("follow_up"):
        kind = one.written("kind")
        if kind.text not in _CONTACTS:
            raise kind.refuse("un contact est call, photo ou message.")
        yield FollowUp(one.integer("day"), kind.text, one.yes("photo"))


def read_vignettes(fields: Fields) -> Iterator[Vignette]:
    """Yield the invented patients of a protocol with what must come out."""
    for one in fields.each("vignettes"):
        said = one.inside("answers")
        answers = {name: said.written(name).text for name in said.names()}
        with reading(one.inside("expect")) as expected:
            expect = _expectation(expected)
        yield Vignette(one.text("name"), MappingProxyType(answers), expect)


def _expectation(fields: Fields) -> Expectation:
    return Expectation(
        level=level_named(fields, "level"),
        points=fields.interval("points") if fields.has("points") else None,
        teleconsultation=fields.text("teleconsultation", ""),
        route=fields.word("route", Route) if fields.has("route") else None,
        flags=tuple(_flags(fields)) if fields.has("flags") else None,
        scores=_scores(fields),
        treatments=fields.words("treatments") if fields.has("treatments") else None,
        doses={name: one.text for name, one in fields.pairs("doses").items()},
        not_offered=fields.words("not_offered"),
        rules=fields.words("rules"),
        missing=fields.words("missing"),
        actions=fields.words("actions"),
        not_done=fields.words("not_done"),
        case=fields.text("case", ""),
    )


def _flags(fields: Fields) -> Iterator[Flag]:
    for one in fields.texts("flags"):
        if one.text not in set(Flag):
            raise one.refuse(f"{quoted(one.text)} n’est pas une mention.")
        yield Flag(one.text)


def _scores(fields: Fields) -> Mapping[str, tuple[int, int] | None]:
    if not fields.has("scores"):
        return {}
    inside = fields.inside("scores")
    return {name: _score(inside, name) for name in inside.names()}


def _score(scores: Fields, name: str) -> tuple[int, int] | None:
    if not scores.is_text(name):
        return scores.interval(name)
    written = scores.written(name)
    if written.text != NO_SCORE:
        raise written.refuse(f"un score est un intervalle, ou {quoted(NO_SCORE)}.")
    return None
