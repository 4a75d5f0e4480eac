"""The list of earlier sheets, read and judged line by line before anything is imported.

A CSV file, UTF-8, separated by semicolons or commas, its first line naming the columns
``date`` (of closing), ``nom``, ``prenoms``, ``naissance`` and ``fichier`` (the name of a PDF of
the folder given with it); ``nom_utilise``, ``matricule``, ``motif``, ``orientation`` and
``auteur`` may be there. Everything in it is what somebody wrote elsewhere: names of files are
bare, sizes are bounded, and nothing is opened but plain files of that folder.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from app.records.copies.files import digest_of
from app.records.copies.manifest import is_inside
from app.records.copies.refusals import ImportRefused
from app.records.retention.plan import SHEET_MONTHS, is_due

NEEDED = ("date", "nom", "prenoms", "naissance", "fichier")
OPTIONAL = ("nom_utilise", "matricule", "motif", "orientation", "auteur")
LARGEST_LIST = 10 * 1024 * 1024
LARGEST_PDF = 20 * 1024 * 1024
LARGEST_IMPORT = 2 * 1024 * 1024 * 1024
MOST_LINES = 20_000
LONGEST_FIELD = 200
_PDF = b"%PDF-"
_FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class EarlierSheet:
    """One line that can be imported. ``closed`` is its date, ``digest`` that of its PDF."""

    line: int
    closed: date
    fields: Mapping[str, str]
    digest: str
    octets: int

    @property
    def month(self) -> int:
        """The month of closing, yyyymm."""
        return self.closed.year * 100 + self.closed.month

    @property
    def sheet_id(self) -> bytes:
        """The identifier of the sheet: the same line and PDF are never imported twice."""
        said = json.dumps([dict(sorted(self.fields.items())), self.digest], ensure_ascii=False)
        return sha256(b"OSyS import 1\0" + said.encode()).digest()[:16]


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line that cannot be imported, and why."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would seal, shown first; it is executed only when nothing is refused."""

    folder: Path
    sheets: tuple[EarlierSheet, ...]
    refused: tuple[RefusedLine, ...]

    @property
    def octets(self) -> int:
        """The size of the PDFs."""
        return sum(one.octets for one in self.sheets)

    @property
    def phrase(self) -> str:
        """What is typed again to confirm."""
        count = len(self.sheets)
        return f"importer {count} {'fiche non vérifiée' if count == 1 else 'fiches non vérifiées'}"


class _Refused(ValueError):
    """Why one line is refused."""


def plan_import(listed: Path, folder: Path, now: datetime) -> ImportPlan:
    """Return what the list ``listed`` and the PDFs of ``folder`` would import; nothing is kept.

    Raises:
        ImportRefused: the list itself cannot be read, or is too large.
    """
    sheets: list[EarlierSheet] = []
    refused: list[RefusedLine] = []
    seen: set[bytes] = set()
    for line, fields in _lines(listed):
        try:
            sheet = _sheet(line, fields, folder, now)
            _require_new(sheet, seen)
        except _Refused as why:
            refused.append(RefusedLine(line, str(why)))
        else:
            seen.add(sheet.sheet_id)
            sheets.append(sheet)
    plan = ImportPlan(folder, tuple(sheets), tuple(refused))
    if plan.octets > LARGEST_IMPORT:
        raise ImportRefused("L’import dépasse 2\u00a0Go. Faites-le en plusieurs listes.")
    return plan


def _require_new(sheet: EarlierSheet, seen: set[bytes]) -> None:
    if sheet.sheet_id in seen:
        raise _Refused("Cette ligne est en double.")


def _lines(listed: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        if listed.stat().st_size > LARGEST_LIST:
            raise ImportRefused("La liste dépasse 10\u00a0Mo. Faites-en plusieurs.")
        text = listed.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportRefused from error
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",", strict=True)
    names = tuple((name or "").strip().casefold() for name in rows.fieldnames or ())
    if not set(NEEDED) <= set(names) or not set(names) <= {*NEEDED, *OPTIONAL}:
        wanted = ", ".join((*NEEDED, *OPTIONAL))
        raise ImportRefused(f"La première ligne doit nommer les colonnes\u00a0: {wanted}.")
    rows.fieldnames = list(names)
    try:
        for count, row in enumerate(rows, start=1):
            if count > MOST_LINES:
                raise ImportRefused("La liste dépasse 20\u00a0000 lignes. Faites-en plusieurs.")
            yield rows.line_num, {key: value for key, value in row.items() if _is_text(key, value)}
    except csv.Error as error:
        raise ImportRefused from error


def _is_text(key: object, value: object) -> bool:
    return isinstance(key, str) and isinstance(value, str)


def _sheet(line: int, fields: dict[str, str], folder: Path, now: datetime) -> EarlierSheet:
    kept = {name: fields.get(name, "").strip() for name in (*NEEDED, *OPTIONAL)}
    for name, value in kept.items():
        if len(value) > LONGEST_FIELD or not value.isprintable():
            raise _Refused(f"La colonne {name} est trop longue ou contient un signe interdit.")
        if name in NEEDED and not value:
            raise _Refused(f"La colonne {name} est vide.")
    closed = _day(kept["date"], now)
    kept["naissance"] = _day(kept["naissance"], now).isoformat()
    if closed.year < _FIRST_YEAR or is_due(
        closed.year * 100 + closed.month, SHEET_MONTHS, now.date()
    ):
        raise _Refused("Cette fiche a dépassé sa durée de conservation.")
    digest, octets = _pdf(folder, kept["fichier"])
    return EarlierSheet(line, closed, {**kept, "date": closed.isoformat()}, digest, octets)


def _day(written: str, now: datetime) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(written, form).date()  # noqa: DTZ007 - a day, without hour
        except ValueError:
            continue
        if day > now.date():
            raise _Refused("Une date est dans le futur.")
        return day
    raise _Refused("Une date n’est écrite ni AAAA-MM-JJ ni JJ/MM/AAAA.")


def _pdf(folder: Path, name: str) -> tuple[str, int]:
    if "/" in name or not is_inside(name):
        raise _Refused("Le nom du fichier doit être un simple nom, sans dossier.")
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise _Refused("Le fichier PDF n’est pas dans le dossier.")
    octets = path.stat().st_size
    if octets > LARGEST_PDF:
        raise _Refused("Le fichier PDF dépasse 20\u00a0Mo.")
    with path.open("rb") as file:
        if file.read(len(_PDF)) != _PDF:
            raise _Refused("Le fichier n’est pas un PDF.")
    return digest_of(path), octets
