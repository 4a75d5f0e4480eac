"""The file of a person, handed over: gathered, put on paper, written, and noted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.clock import PARIS
from app.exchange.custody_paper import CustodyPaper, Part, draw_paper
from app.exchange.french import NBSP
from app.records.custody import Custody
from app.records.rights.person_file import (
    DATA,
    HeldVersion,
    PersonFile,
    gather,
    write_person_file,
)
from app.records.rights.requests import Asked, PatientRequest, RequestKind, Requests
from app.records.sheets.changes import ChangeKind

Progress = Callable[[int, int], bool]
KINDS = {
    RequestKind.ACCESS: "demande d’accès",
    RequestKind.RECTIFICATION: "demande de rectification",
    RequestKind.OBJECTION: "opposition",
}
_CHANGES = {ChangeKind.CORRECTION: "correction", ChangeKind.ADDENDUM: "complément"}
_TOLD = (
    "Tout ce que ce poste conserve sur vous\u00a0: chaque fiche, chaque version, les documents "
    "remis ou envoyés, vos demandes. Le fichier «\u00a0donnees.json\u00a0» contient les mêmes "
    "données, lisibles par un autre logiciel."
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was written, and the identifier of the request kept in the journal."""

    request_id: bytes
    target: Path
    names: tuple[str, ...]
    sheets: int


def hand_over_person(
    custody: Custody,
    sheets: Iterable[bytes],
    asked: tuple[str, str],
    target: Path,
    now: datetime,
    progress: Progress | None = None,
) -> HandedOver:
    """Write everything held in these sheets to ``target``, a new folder or a new ``.zip``.

    Args:
        custody: of an open pharmacist's session.
        sheets: the sheets of one person.
        asked: who asked, and in which words.
        target: where; it is written in clear, for the person alone.
        now: written in the journal and on the paper.
        progress: in sheets; returning False stops and leaves nothing.

    Raises:
        NothingHeld, UnknownSheet, RequestUnsaid, ExportFolder, PlaceUnusable, Stopped.
    """
    person = gather(custody, sheets, now, progress)
    who, words = asked
    requests = Requests(custody)
    said = Asked(RequestKind.ACCESS, who, words, person.sheets)
    requests.require(said)
    names = write_person_file(person, draw_paper(_paper(person)), target)
    return HandedOver(requests.keep(said, now), target, names, len(person.sheets))


def _paper(person: PersonFile) -> CustodyPaper:
    parts = [Part(_title(one), _version_lines(one)) for one in person.versions]
    if person.requests:
        parts.append(Part("Demandes", tuple(map(_request_line, person.requests))))
    return CustodyPaper(
        title="Données conservées sur une personne",
        told=_TOLD,
        made_at=person.gathered_at,
        parts=tuple(parts),
    )


def _title(one: HeldVersion) -> str:
    return f"Fiche {one.number}, version {one.version}"


def _version_lines(one: HeldVersion) -> tuple[str, ...]:
    sealed = one.sealed
    if sealed is None:
        return ("Cette version ne peut plus être lue. Son existence est inscrite au registre.",)
    day = sealed.sealed_at.astimezone(PARIS).strftime("%d/%m/%Y à %H:%M")
    lines = [f"Scellée le {day} par {sealed.actor}."]
    if sealed.imported:
        lines.append("Importée d’un autre outil, non vérifiée.")
    if sealed.change is not None:
        lines.append(f"Motif de la {_CHANGES[sealed.change.kind]}{NBSP}: {sealed.change.reason}")
    lines.append(f"Contenu{NBSP}: {DATA}. Documents{NBSP}: dossier {one.folder}.")
    return tuple(lines)


def _request_line(one: PatientRequest) -> str:
    if one.asked is None or one.at is None:
        return "Une demande ne peut plus être lue."
    day = one.at.astimezone(PARIS).strftime("%d/%m/%Y")
    return f"{day}, {KINDS[one.asked.kind]}, {one.asked.who}{NBSP}: {one.asked.words}"
