"""A document read, as plain values a program or a person can read; files are named, not held."""

from collections.abc import Sequence
from dataclasses import asdict

from app.encounter.incoming import FactSource, IncomingFact
from app.encounter.incoming_text import Block, Bullets, Grid, Paragraph
from app.exchange.codes import Coded
from app.exchange.incoming.archive import Delivery, LoneFile
from app.exchange.incoming.document import Attachment, Received
from app.exchange.incoming.narrative import Section
from app.exchange.incoming.patient import WRONG_KEY, DocumentPatient

Value = str | int | bool | None | Sequence["Value"] | dict[str, "Value"]


def as_values(delivery: Delivery) -> dict[str, Value]:
    """Return the whole delivery as values JSON can hold."""
    return {
        "documents": [_document(one) for one in delivery.documents],
        "files": [_lone(one) for one in delivery.files],
    }


def as_text(delivery: Delivery) -> str:
    """Return the whole delivery as lines of text, to be read aloud or on a terminal."""
    lines = [line for one in delivery.documents for line in _lines(one)]
    lines += [f"Fichier PDF joint, {len(one.content)} octets" for one in delivery.files]
    return "\n".join(lines) + "\n"


def _document(one: Received) -> dict[str, Value]:
    return {
        "kind": _coded(one.kind),
        "version": one.version,
        "sha256": one.sha256,
        "size": len(one.exact),
        "source": _source(one.source),
        "patient": _patient(one.patient),
        "sections": [_section(part) for part in one.sections],
        "facts": [_fact(fact) for fact in one.facts],
        "attachments": [_attachment(part) for part in one.attachments],
    }


def _coded(code: Coded) -> dict[str, Value]:
    return {"code": code.code, "label": code.label, "system": code.system}


def _source(source: FactSource) -> dict[str, Value]:
    return {
        "id": source.document_id,
        "title": source.title,
        "author": source.author,
        "date": source.written_on,
    }


def _patient(patient: DocumentPatient) -> dict[str, Value]:
    return {
        "ins": patient.ins.matricule if patient.ins else "",
        "ins_root": patient.ins.root if patient.ins else "",
        "refused": WRONG_KEY if patient.has_wrong_key else "",
        "birth_family": patient.birth_family,
        "givens": list(patient.givens),
        "birth_date": patient.birth_date,
        "sex": patient.sex,
    }


def _section(section: Section) -> dict[str, Value]:
    return {
        "code": _coded(section.code),
        "title": section.title,
        "blocks": [_block(one) for one in section.blocks],
        "sections": [_section(one) for one in section.sections],
    }


def _block(block: Block) -> dict[str, Value]:
    match block:
        case Paragraph():
            return {"paragraph": block.text}
        case Bullets():
            return {"list": list(block.items), "mark": block.mark}
        case Grid():
            rows = [list(one) for one in block.rows]
            return {"table": rows, "heads": [list(one) for one in block.heads]}
        case _:
            return {"picture": block.name, "caption": block.caption}


def _fact(fact: IncomingFact) -> dict[str, Value]:
    return {
        "kind": fact.kind.value,
        "standing": fact.standing.value,
        "words": fact.words,
        "codes": [dict(asdict(one)) for one in fact.codes],
        "since": fact.since,
        "until": fact.until,
        "severe": fact.is_severe,
        "source": _source(fact.source),
    }


def _attachment(one: Attachment) -> dict[str, Value]:
    return {
        "name": one.name,
        "media_type": one.media_type,
        "size": len(one.content),
        "sha256": one.sha256,
    }


def _lone(one: LoneFile) -> dict[str, Value]:
    return {
        "id": one.unique_id,
        "title": one.title,
        "media_type": one.media_type,
        "size": len(one.content),
    }


def _lines(one: Received) -> list[str]:
    source = one.source
    head = [source.title, f"Auteur\u00a0: {source.author}", f"Date\u00a0: {source.written_on}", ""]
    body = [line for part in one.sections for line in _section_lines(part, 1)]
    files = [f"Fichier joint\u00a0: {part.media_type}" for part in one.attachments]
    return [*head, *body, *files]


def _section_lines(section: Section, depth: int) -> list[str]:
    lines = [f"{'#' * depth} {section.title}"] if section.title else []
    lines += [line for block in section.blocks for line in _block_lines(block)]
    return lines + [line for one in section.sections for line in _section_lines(one, depth + 1)]


def _block_lines(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [block.text]
        case Bullets():
            return [f"- {item}" for item in block.items]
        case Grid():
            rows = [*block.heads, *block.rows]
            return [*([block.caption] if block.caption else []), *(" | ".join(r) for r in rows)]
        case _:
            return [f"[image\u00a0: {block.caption or block.name}]"]
