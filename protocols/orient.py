"""Who sees the patient, and whether a doctor at a distance can.

Teleconsultation is proposed only to the two levels of a doctor, and only when nothing that counts
needs a hand on the patient. Source: clinical.md §3.0, "Flags per item".
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from protocols.logic import FALSE, MAYBE, TRUE, Item, State
from protocols.model import Protocol
from protocols.terms import Level, Remote, Route
from protocols.verdict import Verdict
from protocols.weights import DROPPED, POINTS, RED, derived_points, rank

ROUTES: Mapping[Level, Route] = MappingProxyType(
    {
        Level.PHARMACY: Route.PHARMACY,
        Level.DOCTOR_48H: Route.TREATING_DOCTOR,
        Level.DOCTOR_SAME_DAY: Route.TREATING_DOCTOR,
        Level.EMERGENCY: Route.EMERGENCY_DEPARTMENT,
        Level.SAMU_15: Route.SAMU_15,
    }
)


class Way(NamedTuple):
    """The route, the service named by a rule, and the answer on teleconsultation."""

    route: Route
    recipient: str
    teleconsultation: bool
    reason: str


def orientation(protocol: Protocol, state: State, verdict: Verdict) -> Way:
    """Return the way for the level of ``verdict``."""
    level = verdict.level
    triggers = [
        place
        for place, item in enumerate(protocol.logic.book.items)
        if item.counted and points_of(item, state, place)[0] > 0
    ]
    remote, reason = _remote(protocol, state, verdict, triggers)
    named = _named(protocol, state, triggers, level)
    if level is Level.DOCTOR_SAME_DAY and state.red15 == MAYBE:
        return Way(Route.ON_CALL, "", teleconsultation=False, reason=_ON_CALL)
    if named is not None:
        return Way(named.route or ROUTES[level], named.recipient, remote, reason)
    if level is Level.DOCTOR_SAME_DAY and remote:
        return Way(Route.TELECONSULTATION, "", remote, reason)
    return Way(ROUTES[level], "", remote, reason)


_ON_CALL = "Un signe d’alerte reste inconnu\u00a0: appeler le 15 maintenant pour avis."
_PHOTO = "Téléconsultation possible, avec une photo de la zone."
_POSSIBLE = "Téléconsultation possible\u00a0: rien n’impose un examen sur place."
_EMERGENCY = "Pas de téléconsultation\u00a0: le patient part ou attend les secours."


def points_of(item: Item, state: State, place: int) -> tuple[int, int, int, int, int]:
    """Return the points of one item (used, least, most), then its least and greatest rank."""
    value = state.values[place]
    if item.rules:
        if value == FALSE:
            return 0, 0, 0, 0, 0
        ranks = [rank(rule.severity) for rule in item.rules]
        return derived_points(ranks, state.derived[place])
    number = rank(item.severity)
    if value == TRUE:
        return POINTS[number], POINTS[number], POINTS[number], number, number
    if value == MAYBE:
        return DROPPED[number], 0, POINTS[number], 0, number
    return 0, 0, 0, 0, 0


def _remote(
    protocol: Protocol, state: State, verdict: Verdict, triggers: list[int]
) -> tuple[bool, str]:
    """Return whether teleconsultation may be proposed, and why."""
    if verdict.level is Level.PHARMACY:
        return False, ""
    if verdict.level >= Level.EMERGENCY:
        return False, _EMERGENCY
    obstacle = next(_obstacles(protocol, state, verdict, triggers), "")
    if obstacle:
        return False, f"Un examen sur place est nécessaire\u00a0: {obstacle}."
    items = protocol.logic.book.items
    photo = any(items[place].remote is Remote.PHOTO for place in triggers)
    return True, _PHOTO if photo else _POSSIBLE


def _obstacles(
    protocol: Protocol, state: State, verdict: Verdict, triggers: list[int]
) -> Iterator[str]:
    """Yield what needs a hand on the patient."""
    book = protocol.logic.book
    for place in triggers:
        if book.items[place].remote is Remote.HANDS_ON:
            yield protocol.questions[place].label
    for number in verdict.rules:
        if book.rules[number].remote is Remote.HANDS_ON:
            yield book.rules[number].label
    reliable = protocol.logic.positions[book.reliable]
    if state.values[reliable] != TRUE:
        yield protocol.questions[reliable].label


def _named(protocol: Protocol, state: State, triggers: list[int], level: Level) -> Item | None:
    """Return the heaviest item that names who must see the patient at this level.

    An item names a service only when it is certain: not known, it leads to a doctor. A lesser
    item never takes a patient away from the emergency department.
    """
    if level is Level.PHARMACY or level is Level.SAMU_15:
        return None
    items = protocol.logic.book.items
    naming: list[tuple[int, int]] = []
    for place in triggers:
        least, most = points_of(items[place], state, place)[3:]
        leads = least == most and (level is not Level.EMERGENCY or least >= RED)
        if items[place].route is not None and leads:
            naming.append((-most, place))
    return items[min(naming)[1]] if naming else None
