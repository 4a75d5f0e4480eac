"""Everything the station holds on one person: sheets of every version, documents, requests.

Found by the matricule of their INS, or by a chosen list of sheets. Nothing is left out: a
version that no longer reads is named as such.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import msgspec

from app.encounter.sheet import read_sheet
from app.encounter.sheet_files import attached
from app.encounter.summary import read_summary
from app.records.copies.files import PRIVATE, PRIVATE_FOLDER, flush, write_file
from app.records.copies.refusals import PlaceUnusable, Stopped
from app.records.custody import Custody
from app.records.refusals import KeyMissing, Tampered
from app.records.rights.refusals import ExportFolder, NothingHeld
from app.records.rights.requests import PatientRequest, Requests
from app.records.vault import DocumentKind, SealedSheet, SheetLine

Progress = Callable[[int, int], bool]
DATA = "donnees.json"
PAPER = "a-lire.pdf"
NAMES: Mapping[DocumentKind, str] = MappingProxyType(
    {
        DocumentKind.PDF: "fiche.pdf",
        DocumentKind.CDA: "fiche.xml",
        DocumentKind.XDM: "IHE_XDM.ZIP",
        DocumentKind.MAIL: "courriel.eml",
        DocumentKind.TROD: "test.xml",
        DocumentKind.TROD_XDM: "test_IHE_XDM.ZIP",
        DocumentKind.ATTESTATION: "attestation.pdf",
    }
)
_INS_DIGITS = 13
_NO_CAPTURES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """One version of one sheet; ``sealed`` is None when it no longer reads.

    ``captures`` are the pictures and sounds that came with this version, by their file name.
    """

    sheet_id: bytes
    number: int
    version: int
    sealed: SealedSheet | None
    captures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The name of the folder of its documents, made by the station alone."""
        return f"fiche-{self.number:06d}-version-{self.version}"


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What is held on one person at an instant."""

    gathered_at: datetime
    versions: tuple[HeldVersion, ...]
    requests: tuple[PatientRequest, ...]

    @property
    def sheets(self) -> tuple[bytes, ...]:
        """The identifiers of the sheets, in order."""
        return tuple(dict.fromkeys(one.sheet_id for one in self.versions))

    def data(self) -> bytes:
        """Return everything as JSON, UTF-8, readable by any program."""
        fields = {
            "format": 1,
            "gathered_at": self.gathered_at.isoformat(),
            "sheets": [_version_fields(one) for one in self.versions],
            "requests": [_request_fields(one) for one in self.requests],
        }
        return json.dumps(fields, ensure_ascii=False, indent=1).encode()


def lines_of_person(custody: Custody, matricule: str) -> tuple[SheetLine, ...]:
    """Return the sheets whose INS has this matricule, with its 13 digits or its 15.

    Raises:
        NothingHeld: there is none.
    """
    wanted = "".join(matricule.split()).upper()[:_INS_DIGITS]
    found = tuple(
        line
        for line in custody.vault.sheets()
        if line.intact and _matricule(line.summary)[:_INS_DIGITS] == wanted
    )
    if len(wanted) != _INS_DIGITS or not found:
        raise NothingHeld
    return found


def gather(
    custody: Custody,
    sheets: Iterable[bytes],
    now: datetime,
    progress: Progress | None = None,
) -> PersonFile:
    """Return everything about these sheets.

    Raises:
        NothingHeld: the list is empty.
        UnknownSheet: one of them is not in the archives.
        Stopped: ``progress`` returned False.
    """
    wanted = tuple(dict.fromkeys(sheets))
    if not wanted:
        raise NothingHeld
    versions: list[HeldVersion] = []
    for rank, sheet_id in enumerate(wanted, start=1):
        versions += _versions(custody, sheet_id)
        if progress is not None and not progress(rank, len(wanted)):
            raise Stopped
    about = Requests(custody).about(frozenset(wanted))
    return PersonFile(now, tuple(versions), about)


def write_person_file(person: PersonFile, paper: bytes, target: Path) -> tuple[str, ...]:
    """Write the file of a person in a new folder, or a new ``.zip``; return the names in it.

    Raises:
        ExportFolder: ``target`` exists already.
        PlaceUnusable: it cannot be written; nothing half made is left under its name.
    """
    if target.exists() or target.is_symlink():
        raise ExportFolder
    contents = {PAPER: paper, DATA: person.data()}
    for one in person.versions:
        if one.sealed is not None:
            for kind, content in sorted(one.sealed.documents.items()):
                contents[f"{one.folder}/{NAMES[kind]}"] = content
        for name, content in one.captures.items():
            contents[f"{one.folder}/{name}"] = content
    aside = target.with_name(f"{target.name}.partiel")
    try:
        if target.suffix == ".zip":
            _write_zip(aside, contents, person.gathered_at)
        else:
            _write_folder(aside, contents)
        aside.replace(target)
    except OSError as error:
        raise PlaceUnusable from error
    return tuple(contents)


def _write_folder(aside: Path, contents: Mapping[str, bytes]) -> None:
    aside.mkdir(parents=True, mode=PRIVATE_FOLDER)
    for name, content in contents.items():
        (aside / name).parent.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
        write_file(aside / name, content)


def _write_zip(aside: Path, contents: Mapping[str, bytes], at: datetime) -> None:
    aside.touch(mode=PRIVATE)
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    flush(aside)


def _versions(custody: Custody, sheet_id: bytes) -> list[HeldVersion]:
    found: list[HeldVersion] = []
    given: set[bytes] = set()
    for version in custody.vault.versions(sheet_id):
        try:
            sealed = custody.vault.read(sheet_id, version)
            captures = _captures(custody, sealed, given)
        except (Tampered, KeyMissing):
            found.append(HeldVersion(sheet_id, 0, version, None))
        else:
            found.append(HeldVersion(sheet_id, sealed.number, version, sealed, captures))
    return found


def _captures(custody: Custody, sealed: SealedSheet, given: set[bytes]) -> Mapping[str, bytes]:
    """Return the captures that no version before this one came with."""
    new = {one.capture_id for one in sealed.captures} - given
    given |= new
    if not new:
        return _NO_CAPTURES
    files = _file_names(sealed)
    return {
        files.get(capture_id, f"{capture_id.hex()}.bin"): b"".join(
            custody.vault.read_capture(sealed.sheet_id, capture_id)
        )
        for capture_id in sorted(new)
    }


def _file_names(sealed: SealedSheet) -> Mapping[bytes, str]:
    """Return the file names of the captures, none for a body that is no sheet of the station."""
    try:
        named = attached(read_sheet(sealed.body))
    except msgspec.MsgspecError:
        return {}
    return {bytes.fromhex(one.id): one.name for one in named}


def _matricule(summary: bytes) -> str:
    try:
        return read_summary(summary).matricule
    except ValueError:
        return ""


def _version_fields(one: HeldVersion) -> dict[str, object]:
    sealed = one.sealed
    fields: dict[str, object] = {
        "sheet": one.sheet_id.hex(),
        "version": one.version,
        "readable": sealed is not None,
    }
    if sealed is None:
        return fields
    change = sealed.change
    return fields | {
        "number": sealed.number,
        "sealed_at": sealed.sealed_at.isoformat(),
        "author": sealed.actor,
        "intact": sealed.intact,
        "imported": sealed.imported,
        "change": None
        if change is None
        else {"kind": change.kind.value, "reason": change.reason, "follows": change.follows},
        "documents": [f"{one.folder}/{NAMES[kind]}" for kind in sorted(sealed.documents)],
        "captures": [f"{one.folder}/{name}" for name in one.captures],
        "content": _content(sealed.body),
    }


def _content(body: bytes) -> object:
    """Return the sheet as JSON, or as text when it is another format."""
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def _request_fields(one: PatientRequest) -> dict[str, object]:
    asked = one.asked
    return {
        "request": one.request_id.hex(),
        "at": one.at.isoformat() if one.at else None,
        "kind": asked.kind.value if asked else None,
        "who": asked.who if asked else None,
        "words": asked.words if asked else None,
        "author": one.author,
    }
