"""Where a consultation stands, in words: the rail, the place of a question, what is left."""

from app.encounter.measure import kinds
from app.encounter.model import Encounter, SlotState, Step
from protocols.model import Block, Kind, ProtocolStatus, Question
from ui.format import counted
from ui.widgets.rail import RailFace, RailState, RailStep

STEPS = 5
_STATUS = {
    ProtocolStatus.DRAFT: "brouillon",
    ProtocolStatus.REVIEW: "en relecture",
    ProtocolStatus.VALID: "validé",
    ProtocolStatus.WITHDRAWN: "retiré",
    ProtocolStatus.DEMONSTRATION: "démonstration",
}
_AFTER = frozenset({Block.CONTEXT, Block.TREATMENT})
_BLOCKS = {0: frozenset({Block.RED_FLAGS}), 1: frozenset({Block.SYMPTOMS}), 3: _AFTER}
MEASURES_PLACE = 2


def signs(visit: Encounter) -> tuple[Question, ...]:
    """Return the signs of the path, in order; which sign it is belongs to the emergency page."""
    return tuple(
        one for one in visit.path if one.block is Block.RED_FLAGS and one.kind is Kind.BOOLEAN
    )


def questions(visit: Encounter) -> tuple[Question, ...]:
    """Return the questions of the path asked one a page, in order."""
    return tuple(one for one in visit.path if one.block is not Block.RED_FLAGS)


def unanswered_signs(visit: Encounter) -> int:
    """Return how many signs have no answer yet."""
    return sum(one.id not in visit.answers for one in signs(visit))


def rail_face(visit: Encounter) -> RailFace:
    """Return the rail of the consultation."""
    protocol = visit.protocol
    current = _current(visit)
    notes = (
        _signs_note(visit),
        _note(visit, frozenset({Block.SYMPTOMS})),
        _measures_note(visit),
        _note(visit, _AFTER),
        "À la fin",
    )
    names = ("Signes d’alerte", "Symptômes", "Mesures", "Contexte", "Orientation")
    return RailFace(
        title=protocol.short_title if protocol is not None else "",
        version=f"Version {protocol.version}, {_STATUS[protocol.status]}" if protocol else "",
        steps=tuple(
            RailStep(name, note, _state(visit, place, current))
            for place, (name, note) in enumerate(zip(names, notes, strict=True))
        ),
    )


def _current(visit: Encounter) -> int:
    question = visit.question
    match visit.step:
        case Step.MEASURE:
            return MEASURES_PLACE
        case Step.DECIDE | Step.SEAL:
            return 4
        case Step.ASK if question is not None and question.block in _AFTER:
            return 3
        case Step.ASK:
            return 1
        case _:
            return 0


def _state(visit: Encounter, place: int, current: int) -> RailState:
    if place == current:
        return RailState.CURRENT
    return RailState.DONE if _is_done(visit, place) else RailState.TO_COME


def _is_done(visit: Encounter, place: int) -> bool:
    if place == MEASURES_PLACE:
        return visit.measures_passed
    blocks = _BLOCKS.get(place, frozenset())
    asked = [one for one in visit.path if one.block in blocks]
    return bool(asked) and all(one.id in visit.answers for one in asked)


def _signs_note(visit: Encounter) -> str:
    total, left = len(signs(visit)), unanswered_signs(visit)
    if left:
        return f"{counted(total - left, 'signe', 'signes')} sur {total}"
    present = sum(visit.answers.get(one.id) == "yes" for one in signs(visit))
    return _present(present) if present else _absent(visit, total)


def _present(count: int) -> str:
    return counted(count, "signe présent", "signes présents")


def _absent(visit: Encounter, total: int) -> str:
    unknown = sum(visit.answers.get(one.id) == "unknown" for one in signs(visit))
    if unknown:
        return f"{counted(unknown, 'signe inconnu', 'signes inconnus')} sur {total}"
    return counted(total, "signe absent", "signes absents")


def _note(visit: Encounter, blocks: frozenset[Block]) -> str:
    asked = [one for one in visit.path if one.block in blocks]
    answered = sum(one.id in visit.answers for one in asked)
    if not asked:
        return "Rien à demander"
    if not answered:
        return counted(len(asked), "question", "questions")
    if answered == len(asked):
        return counted(answered, "réponse", "réponses")
    return f"{counted(answered, 'réponse', 'réponses')} sur {len(asked)}"


def _measures_note(visit: Encounter) -> str:
    wanted = len(kinds(visit))
    taken = sum(one.state is SlotState.TAKEN for one in visit.measures.values())
    if not taken:
        return counted(wanted, "mesure", "mesures")
    return f"{counted(taken, 'mesure', 'mesures')} sur {wanted}"
