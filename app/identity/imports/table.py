"""A table of one patient: a line of names, a line of values; CSV, or cells pasted from a list."""

import csv
import io

from app.identity.imports.found import RefusedImport
from app.identity.imports.labels import field_of, gathered

SEPARATORS = ";\t,|"
MOST_COLUMNS = 200
KNOWN_AT_LEAST = 2
"""Names recognised in the first line for it to be one of a table."""

UNEVEN = (
    "Les lignes de ce tableau n’ont pas toutes le même nombre de colonnes. Exportez-le à nouveau."
)
NOBODY = "Ce tableau ne contient aucun patient sous la ligne des titres."


def separator_of(text: str) -> str:
    """Return what parts the columns of the first line, "" when it is no line of names."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    known = {sign: _known(first, sign) for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: known[sign])
    return best if known[best] >= KNOWN_AT_LEAST else ""


def _known(line: str, separator: str) -> int:
    """Return how many columns of a line bear a name that is recognised."""
    return len({field_of(cell.strip().strip('"')) for cell in line.split(separator)} - {""})


def read_table(text: str, separator: str) -> dict[str, str]:
    """Return the texts by field of the only patient of a table.

    Raises:
        RefusedImport: not one patient, lines of different lengths, badly quoted.
    """
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise RefusedImport(UNEVEN) from error
    head, *people = [row for row in rows if any(cell.strip() for cell in row)]
    if not people:
        raise RefusedImport(NOBODY)
    if len(people) > 1:
        raise RefusedImport(
            f"Ce tableau contient {len(people)}\u00a0patients. Exportez ce patient seul."
        )
    (person,) = people
    if len(person) != len(head) or len(head) > MOST_COLUMNS:
        raise RefusedImport(UNEVEN)
    return gathered(zip(head, person, strict=True))
