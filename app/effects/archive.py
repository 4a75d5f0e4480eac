"""Effects of the archive: find, open with its proofs, export the stored bytes, verify."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from app.desk import archive_messages as ask
from app.desk import messages as say
from app.desk.archive import SheetDetail, VersionLine
from app.desk.archive_captures import OpenCapture
from app.desk.archive_messages import ActDone
from app.desk.effects import ExportSheet
from app.effects.access import Access
from app.effects.archive_captures import ArchiveCaptures
from app.effects.archive_lines import (
    imported_lines,
    line_of,
    line_of_imported,
    line_of_sheet,
)
from app.effects.archive_session import ArchiveSession
from app.effects.card import signature_lines
from app.effects.custody.finding import find, query_of
from app.effects.exports import EXPORTS, NAMES, kept_back, write_documents
from app.encounter.replay import replay
from app.encounter.sheet import OrientationSheet, read_sheet, sheet_hash
from app.encounter.sheet_files import paper_names, received_names
from app.exchange.dmp import refusals
from app.records.access_log.door import Door, Reason, ReasonWanted, reason_of
from app.records.access_log.log import AccessLog, What
from app.records.check.verify import Check, Depth, Finding, verify
from app.records.refusals import KeyMissing, Tampered
from app.records.rights.requests import Requests
from app.records.sheets.changes import ChangeKind
from app.records.vault import SealedSheet
from app.traffic import AnyMessage
from protocols.load import load_package

__all__ = ["ArchiveRoom", "line_of", "verdict"]

LONG_JOURNAL = 20_000
APART = (
    " Empreintes et témoins seulement\u00a0: pour les signatures et les contenus, qui prennent des "
    "minutes, lancez «\u00a0osys archive verify\u00a0» sur une sauvegarde."
)
FIRST, IMPORTED = "fiche scellée", "importée, non vérifiée"
KINDS = {ChangeKind.CORRECTION: "correction", ChangeKind.ADDENDUM: "complément"}


class ArchiveRoom:
    """What the archive page asks of the vault."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._session: ArchiveSession | None = None
        self._given: tuple[AccessLog, bytes, Reason | None] | None = None
        self._captures = ArchiveCaptures(access)

    def answer(
        self, effect: ask.SearchArchive | ask.OpenSheet | OpenCapture | ask.VerifyVault
    ) -> Iterable[AnyMessage]:
        """Do what the archive page asks."""
        match effect:
            case ask.SearchArchive():
                return [self.search(effect)]
            case ask.OpenSheet():
                return [self.open(effect)]
            case OpenCapture(sheet_id=sheet_id):
                return [self._captures.open(effect, self._reason_of(bytes.fromhex(sheet_id)))]
            case ask.VerifyVault():
                return self.verify()

    def search(self, effect: ask.SearchArchive) -> ask.ArchiveFound:
        """Return one page of what answers, newest first; that one searched is written down."""
        self._read.searches.note(query_of(effect), self._access.now())
        return find(self._access, effect)

    def open(self, effect: ask.OpenSheet) -> ask.SheetOpened | ask.ReasonWanted | ask.SheetRefused:
        """Return the sheet, or why it does not open: nothing else of the archive is hidden."""
        sheet_id, reason = bytes.fromhex(effect.sheet_id), reason_of(effect.reason)
        try:
            sealed = self._door().open(sheet_id, self._access.now(), reason)
            self._given = (self._access.accesses, sheet_id, reason)
            return ask.SheetOpened(self._counted(self._detail(sealed), sheet_id))
        except ReasonWanted as wanted:
            return ask.ReasonWanted(effect.sheet_id, wanted.sentence)
        except (Tampered, KeyMissing) as closed:
            return ask.SheetRefused(effect.sheet_id, closed.sentence)

    def _counted(self, detail: SheetDetail, sheet_id: bytes) -> SheetDetail:
        """Return the sheet with its openings, this one among them."""
        opened = self._read.openings.of(sheet_id)
        return replace(detail, openings=opened.total, own_openings=opened.own)

    @property
    def _read(self) -> ArchiveSession:
        """What was read of the archive in the session that is open."""
        if self._session is None or not self._session.is_of(self._access):
            self._session = ArchiveSession(self._access)
        return self._session

    def _door(self) -> Door:
        return Door(self._access.custody, self._access.accesses)

    def detail(self, sheet_id: str) -> SheetDetail:
        """Return one sheet with its proofs.

        Raises:
            Tampered: its bytes are not those that were sealed.
        """
        return self._detail(self._access.vault.read(bytes.fromhex(sheet_id)))

    def _detail(self, sealed: SealedSheet) -> SheetDetail:
        if sealed.imported:
            return self._imported(sealed)
        sheet = read_sheet(sealed.body)
        again = replay(sheet, load_package(sealed.package))
        return SheetDetail(
            line=line_of_sheet(sealed, sheet),
            sheet=sheet,
            signed_by=f"{sheet.pharmacist.given} {sheet.pharmacist.family}",
            replayed="Même résultat" if again.same else "Résultat différent",
            fingerprint=sheet_hash(sheet),
            refusals=refusals(sheet),
            versions=self._versions(sealed),
            keeping=self._read.keeping(sealed, sheet.archive_until),
            documents=_files(sealed, sheet),
            signatures=signature_lines(self._access.vault, sealed),
        )

    def _versions(self, newest: SealedSheet) -> tuple[VersionLine, ...]:
        vault, sheet_id = self._access.vault, newest.sheet_id
        earlier = (one for one in vault.versions(sheet_id) if one != newest.version)
        return (*(version_line(vault.read(sheet_id, one)) for one in earlier), version_line(newest))

    def _imported(self, sealed: SealedSheet) -> SheetDetail:
        """Return a sheet made elsewhere: what was written of it, never verified, never replayed."""
        told = imported_lines(sealed.body)
        return SheetDetail(
            line=line_of_imported(sealed),
            sheet=None,
            signed_by=dict(told).get("auteur", ""),
            replayed="Non vérifiée",
            fingerprint=sha256(sealed.body).hexdigest(),
            refusals=(),
            versions=(version_line(sealed),),
            keeping=self._read.keeping(sealed, ""),
            documents=tuple(NAMES[kind] for kind in sealed.documents),
            told=told,
        )

    def export(self, effect: ExportSheet) -> Iterable[AnyMessage]:
        """Write the stored documents in the export folder of the station, and note it.

        Raises:
            ReasonWanted: it asks for a reason, and was not opened for one just before.
        """
        vault, now = self._access.vault, self._access.now()
        sheet_id = bytes.fromhex(effect.sheet_id)
        reason = self._reason_of(sheet_id)
        sealed = self._door().open(sheet_id, now, reason, What.EXPORTED)
        usual = self._access.folder / EXPORTS / f"fiche-{sealed.number:06d}"
        folder = Path(effect.folder) if effect.folder else usual
        kept = kept_back(sealed, Requests(self._access.custody))
        names = write_documents(folder, sealed, self._captures.files(sealed), kept.kinds)
        for kind in sealed.documents:
            if kind not in kept.kinds:
                vault.record_export(sheet_id, kind, now)
        done = say.Exported(effect.sheet_id, str(folder), names)
        if not kept.told:
            return [done]
        withheld = f"{len(names)} documents écrits dans {folder}. {' '.join(kept.told)}"
        return [done, ActDone(effect.sheet_id, withheld)]

    def _reason_of(self, sheet_id: bytes) -> Reason | None:
        """Return the reason this very session opened the sheet for, just before."""
        if self._given is None:
            return None
        log, opened, reason = self._given
        return reason if log is self._access.accesses and opened == sheet_id else None

    def verify(self) -> Iterable[AnyMessage]:
        """Verify the vault as anyone could, without a key; all of it where that takes seconds."""
        folder, apart = self._access.folder, ""
        report = verify(folder, Check(Depth.HASHES))
        if report.entries > LONG_JOURNAL:
            apart = APART
        else:
            report = verify(folder)
        said = verdict(report.entries, report.findings) + unopened(report.closed) + apart
        return [ask.Verified(said, bool(report.findings or report.closed))]


def _files(sealed: SealedSheet, sheet: OrientationSheet) -> tuple[str, ...]:
    """Return the names of everything that is sealed with a sheet and leaves as a file."""
    made = (NAMES[kind] for kind in sealed.documents)
    return (*made, *paper_names(sheet), *received_names(sheet))


def version_line(sealed: SealedSheet) -> VersionLine:
    """Return one version of a sheet: what it added, by whom, why."""
    change = sealed.change
    notes = () if change is None else read_sheet(sealed.body).notes
    first = IMPORTED if sealed.imported else FIRST
    return VersionLine(
        number=sealed.version,
        kind=first if change is None else KINDS[change.kind],
        sealed_at=sealed.sealed_at,
        author=sealed.actor,
        reason="" if change is None else change.reason,
        text=notes[-1].text if notes else "",
    )


def unopened(months: tuple[int, ...]) -> str:
    """Return what is said of months (yyyymm) whose key is gone without a purge, "" for none."""
    if not months:
        return ""
    named = ", ".join(f"{month % 100:02}/{month // 100}" for month in months)
    return (
        f" Les clés de {named} manquent : ces fiches ne s’ouvrent plus. Ne purgez rien, et "
        "essayez la dernière copie des clés (Bureau, Sauvegardes)."
    )


def verdict(entries: int, findings: tuple[Finding, ...]) -> str:
    """Return the verdict in words; the first link that is broken is named."""
    if not findings:
        return f"Journal vérifié\u00a0: {entries} maillons, aucune rupture."
    first = findings[0]
    where = f"Rompue au maillon {first.seq}." if first.seq else "Rompue."
    more = f" {len(findings)} anomalies en tout." if len(findings) > 1 else ""
    return f"{where} {first.sentence}{more}"
