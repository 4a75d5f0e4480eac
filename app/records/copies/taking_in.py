"""The import of earlier sheets: exactly the plan that was shown, all of it or nothing."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from hashlib import sha256

from app.encounter.summary import Summary, written
from app.records.copies.copying import Progress
from app.records.copies.earlier import EarlierSheet, ImportPlan
from app.records.copies.refusals import ImportMoved, ImportRefused, Stopped
from app.records.custody import Custody
from app.records.retention.refusals import NotRetyped
from app.records.vault import Document, DocumentKind, SealRequest

FORMAT = "import-1"
MENTION = "importé, non vérifié"


def take_in(
    custody: Custody,
    plan: ImportPlan,
    typed: str,
    now: datetime,
    progress: Progress | None = None,
) -> int:
    """Seal every sheet of ``plan``, marked as never verified; return how many are new.

    Raises:
        ImportRefused: a line of the plan is refused, or it is empty: nothing is imported.
        NotRetyped: the phrase was not typed again.
        ImportMoved: a PDF changed since the plan was shown; nothing was imported.
        Stopped, DiskFull: nothing was imported.
    """
    if plan.refused or not plan.sheets:
        raise ImportRefused(
            "Des lignes sont refusées, ou la liste est vide\u00a0: rien n’a été importé. "
            "Corrigez-la, puis recommencez."
        )
    if typed.strip() != plan.phrase:
        raise NotRetyped
    return custody.vault.take_in(_requests(plan, now, progress))


def _requests(plan: ImportPlan, now: datetime, progress: Progress | None) -> Iterator[SealRequest]:
    for rank, sheet in enumerate(plan.sheets, start=1):
        yield _request(plan, sheet, now)
        if progress is not None and not progress(rank, len(plan.sheets)):
            raise Stopped


def _request(plan: ImportPlan, sheet: EarlierSheet, now: datetime) -> SealRequest:
    try:
        content = (plan.folder / sheet.fields["fichier"]).read_bytes()
    except OSError as error:
        raise ImportMoved from error
    if sha256(content).hexdigest() != sheet.digest:
        raise ImportMoved
    body = {
        "format": FORMAT,
        "mention": MENTION,
        "imported_at": now.isoformat(),
        "sha256": sheet.digest,
        "fields": dict(sheet.fields),
    }
    return SealRequest(
        sheet_id=sheet.sheet_id,
        month=sheet.month,
        body=json.dumps(body, ensure_ascii=False, sort_keys=True).encode(),
        documents=(Document(DocumentKind.PDF, content),),
        package=b"",
        summary=_summary(sheet, now),
        fact=b"",
        outbox=(),
        draft_id=None,
        now=now,
    )


def _summary(sheet: EarlierSheet, now: datetime) -> bytes:
    fields = sheet.fields
    reason = fields["motif"]
    closed = datetime.combine(sheet.closed, time(12), now.tzinfo)
    givens = tuple(fields["prenoms"].split())
    line = Summary(
        family=fields["nom"],
        given=givens[0],
        used=fields["nom_utilise"],
        birth_date=fields["naissance"],
        matricule="".join(fields["matricule"].split()),
        protocol_id="",
        situation=f"{reason} ({MENTION})" if reason else MENTION,
        level="",
        sealed_at=closed.isoformat(),
        author=fields["auteur"],
        other_givens=givens[1:],
    )
    return written(line)
