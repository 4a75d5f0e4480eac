"""The coded entries of a document: allergies, treatments, conditions, pregnancy.

Only what an official template marks is read; a sentence of the narrative is never searched. An
entry about a relative, a reaction or a reason is not a fact about the patient.

Source: IHE PCC TF-2 §6.3.4 (Allergies and Intolerances …1.4.6, Problem Entry …1.4.5, Medications
…1.4.7, Pregnancy Observation …1.4.13.5, Problem Status …1.4.1.1, Severity …1.4.1); ANS, CI-SIS
« Modèles de contenus CDA » (the same entries under 1.2.250.1.213.1.1.3); value sets
JDV_AbsentOrUnknownAllergy/Medication/Problem, JDV_StatutGrossesse, JDV_SeveriteObservation,
JDV_HL7_allergyintolerance_clinical.
"""

from collections.abc import Iterator

from lxml import etree

from app.encounter.incoming import FactKind, FactSource, IncomingFact, Standing
from app.exchange.header import Node
from app.exchange.incoming.origins import author_of_entry, is_about_patient, section_code, templates
from app.exchange.incoming.source import day, short
from app.exchange.incoming.wording import codes_in, entry_words
from app.exchange.markup import CDA

PCC = "1.3.6.1.4.1.19376.1.5.3.1.4"
ALLERGY, PROBLEM = f"{PCC}.6", f"{PCC}.5"
MEDICATION, DISPENSED = f"{PCC}.7", f"{PCC}.7.3"
PREGNANCY = f"{PCC}.13.5"
STATUS, SEVERITY = f"{PCC}.1.1", f"{PCC}.1"

ABSENT = "2.16.840.1.113883.5.1150.1"
"""Code system of « no known … » and « no information »: neither is ever a fact."""
LOINC_PREGNANCY = frozenset({"11449-6", "82810-3"})
PREGNANT, NOT_PREGNANT = "77386006", "60001007"
PREGNANT_WORDS = frozenset({"enceinte", "grossesse en cours", "patiente actuellement enceinte"})
SEVERE = frozenset({"442452003", "24484000", "371924009", "high", "H"})
OTHER_ALLERGIES = frozenset({"414285001", "EALG", "FALG", "EINT", "FINT", "EINTOL", "FNAINT"})
"""Types of allergy to food or to the surroundings: no medicine is in question."""
PAST_PROBLEMS = frozenset({"11348-0"})
GIVEN_THEN = frozenset({"18610-6", "73569-6"})
"""Sections of what was given during a stay or an examination, not of what the patient takes."""
OVER = frozenset({"inactive", "resolved", "remission"})

_OBSERVATION, _GIVEN, _SUPPLY = (
    f"{{{CDA}}}{name}" for name in ("observation", "substanceAdministration", "supply")
)


_NAMED = etree.XPath("descendant-or-self::*[@ID != '']")


def facts_of(document: Node, source: FactSource) -> tuple[IncomingFact, ...]:
    """Return every coded fact of the document about its patient, in its order, once each."""
    if document.element is None:
        return ()
    names = _named(document.element)
    found: list[IncomingFact] = []
    for element in document.element.iter(_OBSERVATION, _GIVEN, _SUPPLY):
        marks = templates(element)
        fact = _fact(element, marks, source, names) if is_about_patient(element) else None
        if fact is not None:
            found.append(fact)
    return tuple(dict.fromkeys(found))


Names = dict[str, etree._Element]


def _named(root: etree._Element) -> Names:
    """Return the parts of the narrative that entries point to, by their name."""
    found = _NAMED(root)
    elements = found if isinstance(found, list) else []
    return {one.get("ID") or "": one for one in elements if isinstance(one, etree._Element)}


def _fact(
    element: etree._Element, marks: frozenset[str], source: FactSource, names: Names
) -> IncomingFact | None:
    origin = author_of_entry(element, source)
    if element.tag in {_GIVEN, _SUPPLY}:
        return _treatment(element, marks, origin, names)
    if ALLERGY in marks:
        return _allergy(Node(element), origin, names)
    if _is_pregnancy(element, marks):
        return _pregnancy(Node(element), origin)
    if PROBLEM in marks:
        return _condition(Node(element), origin, names)
    return None


def _is_denied(node: Node) -> bool:
    return node.attribute("negationInd") == "true"


def _allergy(node: Node, source: FactSource, names: Names) -> IncomingFact | None:
    entities = node.children("participant/participantRole/playingEntity")
    codes = tuple(code for one in entities for code in codes_in(one.element))
    value = codes_in(node.child("value").element)
    if any(one.code.endswith("-info") for one in value if one.system == ABSENT):
        return None
    is_absent = any(one.system == ABSENT for one in (*value, *codes))
    kind = node.child("code").code.code
    return IncomingFact(
        kind=FactKind.ALLERGY,
        standing=Standing.DENIED if _is_denied(node) or is_absent else _clinical_status(node),
        words=entry_words([*(one.element for one in entities), node.child("value").element], names),
        codes=(*codes, *value),
        source=source,
        since=day(node.child("effectiveTime/low").attribute("value")),
        is_severe=_is_severe(node),
        is_drug=kind not in OTHER_ALLERGIES,
    )


def _clinical_status(node: Node) -> Standing:
    status = (one.child("value").code.code for one in _within(node, STATUS))
    return Standing.PAST if any(code in OVER for code in status) else Standing.PRESENT


def _is_severe(node: Node) -> bool:
    return any(one.child("value").code.code in SEVERE for one in _within(node, SEVERITY))


def _within(node: Node, template: str) -> Iterator[Node]:
    """Yield the observations inside that bear ``template``."""
    if node.element is not None:
        for one in node.element.iterdescendants(_OBSERVATION):
            if template in templates(one):
                yield Node(one)


def _condition(node: Node, source: FactSource, names: Names) -> IncomingFact | None:
    value = node.child("value")
    codes = codes_in(value.element)
    if any(one.system == ABSENT for one in codes) or not codes:
        return None
    until = day(node.child("effectiveTime/high").attribute("value"))
    is_past = until or section_code(node.element) in PAST_PROBLEMS
    standing = Standing.PAST if is_past else _clinical_status(node)
    return IncomingFact(
        kind=FactKind.CONDITION,
        standing=Standing.DENIED if _is_denied(node) else standing,
        words=entry_words([value.element], names),
        codes=codes,
        source=source,
        since=day(node.child("effectiveTime/low").attribute("value")),
        until=until,
    )


def _is_pregnancy(element: etree._Element, marks: frozenset[str]) -> bool:
    code = Node(element).child("code").code.code
    return code in LOINC_PREGNANCY and PREGNANCY in marks


def _pregnancy(node: Node, source: FactSource) -> IncomingFact | None:
    value = node.child("value")
    said = " ".join(value.text.split()).lower()
    if value.code.code not in {PREGNANT, NOT_PREGNANT} and said not in PREGNANT_WORDS:
        return None
    is_denied = value.code.code == NOT_PREGNANT or _is_denied(node)
    return IncomingFact(
        kind=FactKind.PREGNANCY,
        standing=Standing.DENIED if is_denied else Standing.PRESENT,
        words=short(value.code.label or said),
        codes=codes_in(value.element),
        source=source,
        since=day(node.child("effectiveTime").attribute("value")),
    )


def _treatment(
    element: etree._Element, marks: frozenset[str], source: FactSource, names: Names
) -> IncomingFact | None:
    if not marks & {MEDICATION, DISPENSED}:
        return None
    node = Node(element)
    product = _product(node)
    codes = codes_in(product.element)
    words = entry_words([product.element], names)
    if any(one.system == ABSENT for one in codes) or not (codes or words):
        return None
    return IncomingFact(
        kind=FactKind.TREATMENT,
        standing=_taken(node),
        words=words,
        codes=codes,
        source=source,
        since=day(node.child("effectiveTime/low").attribute("value")),
        until=day(node.child("effectiveTime/high").attribute("value")),
    )


def _product(node: Node) -> Node:
    for path in ("consumable/manufacturedProduct", "product/manufacturedProduct"):
        found = node.child(f"{path}/manufacturedMaterial")
        if found.element is not None:
            return found
    return Node(None)


def _taken(node: Node) -> Standing:
    if _is_denied(node) or node.child("statusCode").attribute("code") in {"cancelled", "nullified"}:
        return Standing.DENIED
    is_past = section_code(node.element) in GIVEN_THEN
    return Standing.PAST if is_past else Standing.PRESENT
