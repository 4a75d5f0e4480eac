"""The archive page, pure: a search at each key, old results until the new ones come."""

from dataclasses import replace
from datetime import datetime

from app.desk import archive_messages as say
from app.desk.archive import PAGE, Act, Archive, ArchiveLine, SheetDetail, span
from app.desk.archive_captures import (
    CaptureMessage,
    CaptureOpened,
    CapturePutAway,
    CaptureRefused,
    CaptureWanted,
    OpenCapture,
    ShownCapture,
)

Next = tuple[Archive, tuple[say.ArchiveEffect, ...]]
REASON_NEEDED = "Dites le motif\u00a0: il sera inscrit au journal des accès."
LONGEST = 2000
TOO_LONG = "Deux mille signes au plus\u00a0: raccourcissez, ou faites deux compléments."
TEXT_NEEDED = "Écrivez ce qui est ajouté à la fiche."
WITH_TEXT = frozenset({Act.ADDENDUM, Act.CORRECTION, Act.RECTIFY, Act.OPPOSE})


def arrive(archive: Archive, at: datetime) -> Next:
    """Return the page as it is being read again, from the newest sheet found."""
    return _search(replace(archive, offset=0, is_reading=False, act=None, capture=None), at)


def consult(archive: Archive, message: say.ArchiveMessage, at: datetime) -> Next:
    """Return the page after ``message`` at ``at``, and what must be asked of the vault."""
    match message:
        case say.SearchTyped() | say.FilterChosen() | say.PageTurned():
            return _ask(archive, message, at)
        case say.VerifyAsked() | say.InquiryAsked():
            return _prove(archive, message)
        case say.Verified(sentence, broken):
            verified = replace(archive, verified=sentence, verified_at=at, broken=broken)
            return replace(verified, busy=False), ()
        case say.SheetChosen() | say.FirstChosen():
            return _choose(archive, message)
        case say.ArchiveFound() | say.SearchFailed():
            return _found(archive, message)
        case say.ActOpened() | say.ActAsked() | say.ActDone() | say.ActFailed():
            return _act(archive, message)
        case _ if isinstance(message, CaptureMessage):
            return _capture(archive, message)
        case _:
            return _listen(archive, message), ()


def _ask(
    archive: Archive, message: say.SearchTyped | say.FilterChosen | say.PageTurned, at: datetime
) -> Next:
    """Search again for other words, under other filters, or further."""
    match message:
        case say.SearchTyped(text):
            return _search(replace(archive, query=text, offset=0), at)
        case say.FilterChosen(which, value):
            filters = archive.filters.with_value(which, value)
            return _search(replace(archive, filters=filters, offset=0), at)
        case say.PageTurned(by):
            return _turn(archive, by, at)


def _search(archive: Archive, at: datetime) -> Next:
    since, before = span(archive.filters.period, at)
    asked = replace(archive, asked=archive.asked + 1, opens_first=False)
    effect = say.SearchArchive(
        serial=asked.asked,
        query=archive.query,
        filters=archive.filters,
        since=since,
        before=before,
        offset=archive.offset,
    )
    return asked, (effect,)


def _turn(archive: Archive, by: int, at: datetime) -> Next:
    offset = archive.offset + by * PAGE
    if archive.is_searching or not 0 <= offset < max(archive.matching, 1):
        return archive, ()
    return _search(replace(archive, offset=offset), at)


def _prove(archive: Archive, message: say.VerifyAsked | say.InquiryAsked) -> Next:
    """Verify the whole vault, or write what an inquiry needs."""
    if isinstance(message, say.InquiryAsked):
        return archive, (say.ExportInquiry(),)
    return replace(archive, busy=True), (say.VerifyVault(),)


def _choose(archive: Archive, message: say.SheetChosen | say.FirstChosen) -> Next:
    """Open a sheet, or the first one as soon as it is known."""
    if isinstance(message, say.SheetChosen):
        return _open(archive, message)
    if archive.is_searching:
        return replace(archive, opens_first=True), ()
    return _open_first(archive)


def _open_first(archive: Archive) -> Next:
    first = archive.lines[:1]
    return _open(archive, say.SheetChosen(first[0].sheet_id)) if first else (archive, ())


def _open(archive: Archive, message: say.SheetChosen) -> Next:
    """Open a sheet; the reason of one that asks for it is not left empty."""
    asks = archive.reason_for == message.sheet_id and bool(archive.reason_for)
    if asks and not message.reason.strip():
        return replace(archive, refused=REASON_NEEDED), ()
    chosen = replace(
        archive,
        selected=message.sheet_id,
        detail=None,
        reason_for=message.sheet_id if asks else "",
        given=message.reason.strip(),
        refused="",
        act=None,
        capture=None,
        busy=True,
    )
    return chosen, (say.OpenSheet(message.sheet_id, message.reason.strip()),)


def _capture(archive: Archive, message: CaptureMessage) -> Next:
    """Return the page with the capture asked for; an answer about another one changes nothing."""
    shown = archive.capture
    match message:
        case CaptureWanted(capture_id):
            if archive.detail is None:
                return archive, ()
            effect = OpenCapture(archive.detail.line.sheet_id, capture_id)
            return replace(archive, capture=ShownCapture(capture_id)), (effect,)
        case CapturePutAway():
            return replace(archive, capture=None), ()
        case CaptureOpened() | CaptureRefused():
            awaited = shown is not None and shown.capture_id == message.capture_id
            if not awaited or message.sheet_id != archive.selected:
                return archive, ()
            return replace(archive, capture=_answered(message)), ()


def _answered(message: CaptureOpened | CaptureRefused) -> ShownCapture:
    if isinstance(message, CaptureRefused):
        return ShownCapture(message.capture_id, refused=message.sentence)
    return ShownCapture(message.capture_id, message.content)


def _act(
    archive: Archive, message: say.ActOpened | say.ActAsked | say.ActDone | say.ActFailed
) -> Next:
    match message:
        case say.ActOpened(act):
            return replace(archive, act=act, refused=""), ()
        case say.ActAsked():
            return _do(archive, message)
        case say.ActFailed(sentence):
            return replace(archive, acting="", refused=sentence), ()
        case say.ActDone(sheet_id) if sheet_id != archive.selected:
            return replace(archive, acting=""), ()  # opening it again would be an access by nobody
        case say.ActDone(sheet_id):
            done = replace(archive, act=None, acting="", refused="", busy=True)
            return done, (say.OpenSheet(sheet_id, archive.given),)


def _do(archive: Archive, message: say.ActAsked) -> Next:
    if archive.detail is None or archive.acting:
        return archive, ()
    if message.act in WITH_TEXT and not message.text.strip():
        return replace(archive, refused=TEXT_NEEDED), ()
    if not message.reason.strip():
        return replace(archive, refused=REASON_NEEDED), ()
    if max(len(message.text), len(message.reason)) > LONGEST:
        return replace(archive, refused=TOO_LONG), ()
    sheet_id = archive.detail.line.sheet_id
    effect = say.DoAct(sheet_id, message.act, message.text.strip(), message.reason.strip())
    return replace(archive, acting="L’écriture au journal est en cours.", refused=""), (effect,)


def _listen(archive: Archive, message: say.ArchiveMessage) -> Archive:
    """Return the page after an answer of the vault."""
    match message:
        case say.SheetOpened(detail):
            return _show(archive, detail)
        case say.SheetRead():
            return replace(archive, is_reading=archive.detail is not None, act=None, refused="")
        case say.SheetLeft():
            return replace(archive, is_reading=False, act=None, capture=None, refused="")
        case _:
            return _stay(archive, message)


def _found(archive: Archive, message: say.ArchiveFound | say.SearchFailed) -> Next:
    """Return the page with what its latest search found; an earlier one changes nothing."""
    if message.serial != archive.asked:
        return archive, ()
    known = replace(archive, answered=message.serial, opens_first=False)
    if isinstance(message, say.SearchFailed):
        return known, ()
    found = replace(
        known,
        lines=message.lines,
        matching=message.matching,
        total=message.total,
        by_sound=message.by_sound,
    )
    opens = archive.opens_first and not message.by_sound  # another name opens by hand only
    return _open_first(found) if opens else (found, ())


def _stay(archive: Archive, message: say.ArchiveMessage) -> Archive:
    """Return the page about the sheet chosen; what is said of another one changes nothing."""
    match message:
        case say.ReasonWanted(sheet_id, sentence) if sheet_id == archive.selected:
            return replace(archive, reason_for=sheet_id, reason_why=sentence, busy=False)
        case say.SheetRefused(sheet_id, sentence) if sheet_id == archive.selected:
            return replace(archive, refused=sentence, busy=False)
        case _:
            return archive


def _show(archive: Archive, detail: SheetDetail) -> Archive:
    """Return the sheet opened; its name shows in the list from now on."""
    if detail.line.sheet_id != archive.selected:
        return archive
    lines = tuple(_kept(one, detail.line) for one in archive.lines)
    return replace(archive, detail=detail, lines=lines, reason_for="", refused="", busy=False)


def _kept(line: ArchiveLine, opened: ArchiveLine) -> ArchiveLine:
    return opened if line.sheet_id == opened.sheet_id else line
