"""What the rules of the volet BIO-TROD do not catch in the record of a rapid test.

They accept any result out of the values for a code they do not list, a device without a word,
a UDI with a wrong key, a text that no longer says what the code says (tried by mutation).

Source: ANS, volet BIO-TROD 2024.01 (JDV_ResultatDepistage, participant DEV); GS1 General
Specifications §7.9; CSP, R. 5125-33-12.
"""

import re
from collections.abc import Iterator, Mapping

from app.exchange.codes import SNOMED, TROD_TEMPLATE, known
from app.exchange.header import Node
from app.exchange.markup import CDA
from app.exchange.trod_body import GS1_ROOT
from hardware.codecs.udi import parse_udi
from hardware.readings import DecodeError

_TIME = re.compile(r"\d{14}[+-]\d{4}")
_SECTION = "component/structuredBody/component/section"
_ACT = f"{_SECTION}/entry/act"
_OBSERVATION = f"{_ACT}/entryRelationship/observation"


def rapid_test_findings(document: Node) -> Iterator[str]:
    """Yield what is wrong in the record of a rapid test, nothing for another document."""
    roots = {one.attribute("root") for one in document.children("templateId")}
    if TROD_TEMPLATE not in roots:
        return
    texts = _texts(document)
    observations = document.children(_OBSERVATION)
    if not observations:
        yield "Le document de test ne dit aucun résultat."
    for one in observations:
        yield from _result_findings(one, texts)
    yield from _device_findings(document, texts)


def _texts(document: Node) -> Mapping[str, str]:
    """Return the words of the narrative by their name."""
    found = document.child(f"{_SECTION}/text").element
    named = () if found is None else found.iter(f"{{{CDA}}}content")
    return {str(one.get("ID")): "".join(map(str, one.itertext())).strip() for one in named}


def _said(holder: Node, texts: Mapping[str, str]) -> str:
    name = holder.child("originalText/reference").attribute("value")
    return texts.get(name.removeprefix("#"), "")


def _result_findings(observation: Node, texts: Mapping[str, str]) -> Iterator[str]:
    if _TIME.fullmatch(observation.child("effectiveTime").attribute("value")) is None:
        yield "L’heure de lecture du test n’est pas écrite à la seconde avec son fuseau horaire."
    value = observation.child("value")
    if value.code.system != SNOMED or known(SNOMED, value.code.code) is None:
        yield "Le résultat du test n’est pas une valeur du volet."
    elif _said(value, texts) != value.code.label:
        yield "Le texte du résultat diffère de son code."
    if not _said(observation.child("code"), texts):
        yield "Le texte ne nomme pas le test."
    comment = observation.child("entryRelationship/act/text/reference").attribute("value")
    if not texts.get(comment.removeprefix("#"), ""):
        yield "Le texte ne dit pas ce qui a été délivré."


def _device_findings(document: Node, texts: Mapping[str, str]) -> Iterator[str]:
    role = document.child(f"{_ACT}/participant/participantRole")
    named = _said(role.child("playingDevice/code"), texts)
    identifier = role.child("id").identifier
    if identifier.extension:
        if identifier.root != GS1_ROOT or not _is_whole(identifier.extension):
            yield "L’UDI du test n’est pas complet ou sa clé est fausse."
    elif named.count("|") < 2 or any(part.strip() in {"", "-"} for part in named.split("|")[:3]):  # noqa: PLR2004 - maker, reference, lot
        yield "Sans UDI, le test est désigné par son fabricant, sa référence et son lot."
    if not named:
        yield "Le texte ne désigne pas le dispositif du test."


def _is_whole(udi: str) -> bool:
    try:
        return parse_udi(udi).text == udi
    except DecodeError:
        return False
