"""The documents received and what each of their facts did, as two tables of the sheet."""

from app.encounter.sheet import OrientationSheet, SheetDocument, SheetFact
from app.exchange.french import NBSP, hour
from app.exchange.paper.tables import Column
from app.exchange.professional_letters import INSIDE
from app.exchange.professional_tables import Titled, table

FACTS_TITLE = "Ce que disent les documents reçus, à confirmer à voix haute"
DOCUMENTS_TITLE = "Documents reçus, archivés avec la fiche"
FACTS = (
    Column("Question, fait du document", 176.0),
    Column("Le patient a dit, compté", 128.0),
    Column("Source, effet", INSIDE - 304.0),
)
DOCUMENTS = (
    Column("Document", 176.0),
    Column("Auteur, jour", 128.0),
    Column("Reçu à, empreinte", INSIDE - 304.0),
)
DIGITS = 16


def incoming(sheet: OrientationSheet) -> tuple[Titled, ...]:
    """Return the facts that concerned this protocol, then the documents; nothing without any."""
    tables: list[Titled] = []
    if sheet.document_facts:
        facts = [_fact(one) for one in sheet.document_facts]
        tables.append(table(FACTS_TITLE, FACTS, facts))
    if sheet.documents:
        documents = [_document(one) for one in sheet.documents]
        tables.append(table(DOCUMENTS_TITLE, DOCUMENTS, documents))
    return tuple(tables)


def _fact(one: SheetFact) -> tuple[str, str, str]:
    said = one.said or "pas encore demandé"
    reason = f", motif{NBSP}: {one.reason}" if one.reason else ""
    return (
        f"{one.question}{NBSP}: {one.words}",
        f"{said}{NBSP}; compté{NBSP}: {one.counted or 'rien'}",
        f"{one.source}{NBSP}; {one.effect_words}{reason}",
    )


def _origin(one: SheetDocument, day: str) -> str:
    """Return who wrote the document and when, and by what a person recognised its patient."""
    said = ", ".join(part for part in (one.author, day) if part) or "non dit"
    return f"{said}{NBSP}; rattaché{NBSP}: {one.attached}" if one.attached else said


def _document(one: SheetDocument) -> tuple[str, str, str]:
    day = "/".join(reversed(one.written_on.split("-")))
    return (
        ", ".join(dict.fromkeys(part for part in (one.title, one.kind) if part)),
        _origin(one, day),
        f"{hour(one.received_at)}, SHA-256 {one.sha256[:DIGITS]}…",
    )
