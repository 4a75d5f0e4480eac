"""Effects of the archive: list, open with its proofs, export the stored bytes, verify."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from app.desk import effects as ask
from app.desk import messages as say
from app.desk.model import ArchiveLine, SheetDetail
from app.effects.access import Access
from app.effects.exports import write_documents
from app.encounter.replay import replay
from app.encounter.sheet import read_sheet, sheet_hash
from app.encounter.summary import read_summary
from app.exchange.dmp import refusals
from app.identity import shown_name
from app.records.check.verify import verify
from app.records.vault import SheetLine
from app.traffic import AnyMessage
from protocols.load import load_package

EXPORTS = "exports"


class ArchiveRoom:
    """What the archive page asks of the vault."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def answer(
        self, effect: ask.LoadArchive | ask.OpenSheet | ask.ExportSheet | ask.VerifyVault
    ) -> Iterable[AnyMessage]:
        """Do what the archive page asks."""
        match effect:
            case ask.LoadArchive():
                lines = tuple(line_of(one) for one in self._access.vault.sheets())
                return [say.ArchiveLoaded(lines)]
            case ask.OpenSheet(sheet_id):
                return [say.SheetOpened(self.detail(sheet_id))]
            case ask.ExportSheet():
                return self.export(effect)
            case ask.VerifyVault():
                return self.verify()

    def detail(self, sheet_id: str) -> SheetDetail:
        """Return one sheet with its proofs.

        Raises:
            Tampered: its bytes are not those that were sealed.
        """
        vault = self._access.vault
        line = next(one for one in vault.sheets() if one.sheet_id.hex() == sheet_id)
        sealed = vault.read(line.sheet_id)
        sheet = read_sheet(sealed.body)
        again = replay(sheet, load_package(sealed.package))
        return SheetDetail(
            line=line_of(line),
            sheet=sheet,
            signed_by=f"{sheet.pharmacist.given} {sheet.pharmacist.family}",
            replayed="Même résultat" if again.same else "Résultat différent",
            fingerprint=sheet_hash(sheet),
            refusals=refusals(sheet),
        )

    def export(self, effect: ask.ExportSheet) -> Iterable[AnyMessage]:
        """Write the stored documents in the export folder of the station, and note it."""
        vault, now = self._access.vault, self._access.now()
        sheet_id = bytes.fromhex(effect.sheet_id)
        sealed = vault.read(sheet_id)
        usual = self._access.folder / EXPORTS / f"fiche-{sealed.number:06d}"
        folder = Path(effect.folder) if effect.folder else usual
        names = write_documents(folder, sealed)
        for kind in sealed.documents:
            vault.record_export(sheet_id, kind, now)
        return [say.Exported(effect.sheet_id, str(folder), names)]

    def verify(self) -> Iterable[AnyMessage]:
        """Verify the whole vault as anyone could, without a key."""
        report = verify(self._access.folder)
        return [say.Verified(verdict(report.entries, len(report.findings)), bool(report.findings))]


def verdict(entries: int, findings: int) -> str:
    """Return the verdict in words."""
    if findings:
        return f"Le journal est rompu\u00a0: {findings} anomalies sur {entries} maillons."
    return f"Journal vérifié\u00a0: {entries} maillons, aucune rupture."


def line_of(line: SheetLine) -> ArchiveLine:
    """Return one line of the list; one whose bytes were altered says so and hides nothing else."""
    if not line.intact:
        return ArchiveLine(
            sheet_id=line.sheet_id.hex(),
            number=line.number,
            sealed_at=line.sealed_at,
            patient="Illisible",
            situation="Altérée",
            level="",
            intact=False,
        )
    summary = read_summary(line.summary)
    return ArchiveLine(
        sheet_id=line.sheet_id.hex(),
        number=line.number,
        sealed_at=datetime.fromisoformat(summary.sealed_at),
        patient=shown_name(summary.used or summary.family, summary.given),
        situation=summary.situation,
        level=summary.level,
    )
