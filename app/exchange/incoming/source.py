"""Where a document comes from: its unique id, its title, who wrote it, which day."""

from app.encounter.incoming import FactSource
from app.exchange.header import Node
from app.identity import printable

LONGEST = 200
"""Characters kept of a name or a title written by others."""


def source_of(document: Node) -> FactSource:
    """Return the source that every fact of ``document`` bears, unless its entry says better."""
    identifier = document.child("id").identifier
    unique_id = f"{identifier.root}^{identifier.extension}".rstrip("^")
    title = short(document.child("title").text) or document.child("code").code.label
    return FactSource(
        document_id=unique_id[:LONGEST],
        title=short(title),
        author=author_words(document.child("author/assignedAuthor")),
        written_on=day(document.child("effectiveTime").attribute("value")),
    )


def author_words(entity: Node) -> str:
    """Return an author as it is written on paper: « MEDIONI Stéphane, Médecin (…) ».

    A device or an organisation is named when no person is.
    """
    name = entity.child("assignedPerson/name")
    person = f"{name.child('family').text.strip()} {name.child('given').text.strip()}".strip()
    device = entity.child("assignedAuthoringDevice/softwareName").text.strip()
    place = entity.child("representedOrganization/name").text.strip()
    named = person or device
    parts = (named, entity.child("code").code.label) if named else (place,)
    return short(", ".join(part for part in parts if part))


def one_line(text: str) -> str:
    """Return ``text`` on one line, white space made single, without what no screen can carry."""
    flat = " ".join(text.split())
    return flat if flat.isprintable() else " ".join(printable(flat).split())


def short(text: str) -> str:
    """Return ``text`` on one line and bounded."""
    return one_line(text)[:LONGEST]


def day(value: str) -> str:
    """Return an HL7 time as a day AAAA-MM-JJ, "" when it does not go down to the day."""
    digits = value[:8]
    if not (len(digits) == len("AAAAMMJJ") and digits.isascii() and digits.isdigit()):
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
