"""What the station took of a document received, as lines of a list."""

from app.encounter.incoming import FactKind, IncomingFact, KeptDocument, Standing
from ui.look import Tone
from ui.widgets.line_list import Line

_KINDS = {
    FactKind.ALLERGY: "Allergie",
    FactKind.TREATMENT: "Traitement",
    FactKind.CONDITION: "Maladie",
    FactKind.PREGNANCY: "Grossesse",
}
_STANDINGS = {
    Standing.PRESENT: "",
    Standing.PAST: "ancien",
    Standing.DENIED: "dit absent par le document\u00a0: ne répond à aucune question",
}


def fact_lines(one: KeptDocument) -> tuple[Line, ...]:
    """Return what the station took of a document, with its day and what the document says of it."""
    return tuple(_fact(fact) for fact in one.facts)


def _fact(fact: IncomingFact) -> Line:
    since = "/".join(reversed(fact.since.split("-"))) if fact.since else ""
    notes = (f"depuis le {since}" if since else "", _STANDINGS[fact.standing])
    note = ", ".join(part for part in notes if part)
    tone = Tone.NEUTRAL if fact.standing is Standing.DENIED else Tone.OCHRE
    return Line("info-circle", tone, f"{_KINDS[fact.kind]}\u00a0: {fact.words}", note)
