"""The summary a doctor reads during the call: points, rules and answers, and nobody's name.

What identity gave (age, sex, matricule) and what was typed freely never leave: only questions of
the protocol, their answers in its own words, and what it concluded.
"""

from collections.abc import Iterator

from app.encounter.call_effects import SummaryPart
from app.encounter.known import known_answers, said_answers
from app.encounter.model import Encounter
from app.encounter.wording import LEVELS, answer_words, points_words
from protocols.model import Block, Decision, Protocol

ROWS = 20
"""Rows of one part: with the longest texts a message stays under its 16 KiB."""
BY_DOCUMENT = " (d’après un document reçu)"
LONGEST_NAME, LONGEST_VALUE = 200, 400
BLOCKS = {
    Block.RED_FLAGS: "Signes d’alerte",
    Block.SYMPTOMS: "Symptômes",
    Block.CONTEXT: "Contexte",
}
Row = tuple[str, str]


def summary_parts(encounter: Encounter) -> tuple[SummaryPart, ...]:
    """Return the parts of the summary, none before a protocol was chosen."""
    protocol, decision = encounter.protocol, encounter.decision
    if protocol is None:
        return ()
    parts = list(_split(protocol.short_title, _conclusion(encounter, decision))) if decision else []
    if decision is not None:
        parts += _split("Règles retenues", tuple(_rules(decision)))
    for block, title in BLOCKS.items():
        parts += _split(title, tuple(_answers(encounter, protocol, block)))
    return tuple(parts)


def _conclusion(encounter: Encounter, decision: Decision) -> tuple[Row, ...]:
    points = points_words(decision.points.minimum, decision.points.maximum)
    scores = (
        (one.label, f"{points_words(one.minimum, one.maximum)} sur {one.range_maximum}")
        for one in decision.scores
    )
    unfinished = (("Recueil", "non terminé\u00a0: l’orientation peut changer"),)
    return (
        *(unfinished if encounter.ahead or not encounter.measures_passed else ()),
        ("Orientation proposée par le protocole", LEVELS[decision.level]),
        ("Points du barème local, non validé", points),
        *scores,
    )


def _rules(decision: Decision) -> Iterator[Row]:
    for rule in decision.rules:
        certain = "" if rule.certain else ", possible"
        yield rule.label, f"classe {rule.severity.value}, {rule.points} points{certain}"


def _answers(encounter: Encounter, protocol: Protocol, block: Block) -> Iterator[Row]:
    known, said = known_answers(encounter), said_answers(encounter)
    for question in protocol.questions:
        is_told = question.block is block and not question.from_identity
        if is_told and question.id in known:
            words = answer_words(question, known[question.id])
            is_said = said.get(question.id) == known[question.id]
            yield question.label or question.text, words if is_said else words + BY_DOCUMENT


def _split(title: str, rows: tuple[Row, ...]) -> Iterator[SummaryPart]:
    """Yield the rows of one title, cut so that each part fits a message."""
    for start in range(0, len(rows), ROWS):
        more = f" ({start // ROWS + 1})" if len(rows) > ROWS else ""
        part = tuple(
            (name[:LONGEST_NAME], value[:LONGEST_VALUE])
            for name, value in rows[start : start + ROWS]
        )
        yield SummaryPart(f"{title}{more}", part)
