"""The part of the sheet that names the documents received, and what each fact did.

The bytes are sealed beside the sheet: it holds their size and their hash.
"""

from dataclasses import dataclass

from app.encounter.incoming import XML, Incoming, IncomingFact, KeptDocument, SetAside
from app.encounter.incoming_caution import Applied, Effect, cautions
from app.encounter.incoming_sources import source_words
from app.encounter.known import act_date, careful_answers
from app.encounter.model import Encounter
from app.encounter.wording import answer_words
from protocols.model import Protocol

EFFECT_WORDS = {
    Effect.AGREED: "confirmé par le patient",
    Effect.ASSUMED: "retenu par prudence, à confirmer à voix haute",
    Effect.HELD: "contredit par le patient, retenu par prudence",
    Effect.ASKED: "à demander à voix haute",
}
SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class SheetDocument:
    """A document sealed beside the sheet under ``id`` (32 hexadecimal characters).

    ``attached`` is by what a person recognised the patient of one that names nobody, else "".
    """

    id: str
    document_id: str
    title: str
    author: str
    written_on: str
    kind: str
    received_at: str
    size: int
    sha256: str
    media_type: str = XML
    attached: str = ""


@dataclass(frozen=True, slots=True)
class SheetFact:
    """What a document says of one question, what the patient said, and what counted.

    ``effect`` is agreed, assumed, held, asked or set_aside; ``reason`` is the pharmacist’s when
    the document was set aside. ``words`` and ``source`` are those of the document.
    """

    question_id: str
    question: str
    words: str
    source: str
    document_id: str
    said: str
    counted: str
    effect: str
    effect_words: str
    reason: str = ""


def documents(encounter: Encounter) -> tuple[SheetDocument, ...]:
    """Return the documents received, in the order they came."""
    return tuple(_document(one) for one in encounter.incoming.documents)


def _document(one: KeptDocument) -> SheetDocument:
    return SheetDocument(
        id=one.capture_id,
        document_id=one.source.document_id,
        title=one.source.title,
        author=one.source.author,
        written_on=one.source.written_on,
        kind=one.kind,
        received_at=one.received_at.isoformat(timespec="seconds"),
        size=one.size,
        sha256=one.sha256,
        media_type=one.media_type,
        attached=one.attached,
    )


def document_facts(encounter: Encounter, protocol: Protocol) -> tuple[SheetFact, ...]:
    """Return each fact that concerns a question of this protocol, with what it did."""
    counted = tuple(_fact(one, encounter, protocol) for one in careful_answers(encounter).applied)
    whole = Incoming(encounter.incoming.documents)
    aside = {one.question_id: one for one in encounter.incoming.set_aside}
    left = tuple(
        _left(one.fact, aside[one.question_id], encounter, protocol)
        for one in cautions(protocol, whole, act_date(encounter))
        if one.question_id in aside
    )
    return (*counted, *left)


def _fact(one: Applied, encounter: Encounter, protocol: Protocol) -> SheetFact:
    question = protocol.question(one.caution.question_id)
    contradicted = " (les documents se contredisent)" if one.caution.is_contradicted else ""
    return SheetFact(
        question_id=question.id,
        question=question.label or question.text,
        words=one.caution.fact.words,
        source=source_words(one.caution.fact.source),
        document_id=one.caution.fact.source.document_id,
        said=_said(question.id, encounter, protocol),
        counted=answer_words(question, one.counted),
        effect=one.effect.value,
        effect_words=EFFECT_WORDS[one.effect] + contradicted,
    )


def _left(
    fact: IncomingFact, aside: SetAside, encounter: Encounter, protocol: Protocol
) -> SheetFact:
    question = protocol.question(aside.question_id)
    said = _said(question.id, encounter, protocol)
    return SheetFact(
        question_id=question.id,
        question=question.label or question.text,
        words=fact.words,
        source=source_words(fact.source),
        document_id=fact.source.document_id,
        said=said,
        counted=said,
        effect=SET_ASIDE,
        effect_words="écarté par le pharmacien",
        reason=aside.reason,
    )


def _said(question_id: str, encounter: Encounter, protocol: Protocol) -> str:
    answer = encounter.answers.get(question_id)
    return "" if answer is None else answer_words(protocol.question(question_id), answer)
