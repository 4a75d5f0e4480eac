"""Where a product is put aside because of what a document says, the document is named."""

from dataclasses import replace

from app.encounter.incoming import FactSource
from app.encounter.incoming_caution import Applied, Effect
from protocols.decision import Excluded
from protocols.model import Decision, Protocol

TOLD = frozenset({Effect.AGREED, Effect.ASSUMED, Effect.HELD})
"""A fact that only makes the question asked put nothing aside by itself."""


def source_words(source: FactSource) -> str:
    """Return a source as a person reads it: « Synthèse médicale, LE DANTEC Maud, 12/03/2026 »."""
    day = "/".join(reversed(source.written_on.split("-")))
    return ", ".join(part for part in (source.title, source.author, day) if part)


def with_sources(decision: Decision, protocol: Protocol, applied: tuple[Applied, ...]) -> Decision:
    """Return ``decision`` whose products put aside name the documents that say why."""
    if not applied or not decision.excluded:
        return decision
    named = tuple(_named(one, protocol, applied) for one in decision.excluded)
    return replace(decision, excluded=named)


def _named(one: Excluded, protocol: Protocol, applied: tuple[Applied, ...]) -> Excluded:
    sources = dict.fromkeys(
        source_words(fact.caution.fact.source)
        for fact in applied
        if fact.effect in TOLD and one.reason in _reasons(protocol, fact.caution.question_id)
    )
    if not sources:
        return one
    words = f"{one.reason_label}, d’après {' et '.join(sources)}"
    return replace(one, reason_label=words)


def _reasons(protocol: Protocol, question_id: str) -> tuple[str, ...]:
    """Return the ids under which the answer to a question puts a product aside."""
    logic = protocol.logic
    place = logic.positions.get(question_id)
    concept = logic.book.items[place].concept if place is not None else ""
    return (question_id, concept) if concept else (question_id,)
