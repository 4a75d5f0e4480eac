"""One message in, the station and its effects out; pure."""

from dataclasses import replace
from datetime import datetime

from app.desk import back_office, closing, consult_archive, devices, doors
from app.desk import messages as say
from app.desk.archive_captures import PlayAsked, PlaySound
from app.desk.archive_messages import (
    ActAsked,
    ActDone,
    ArchiveMessage,
    SearchFailed,
    SheetChosen,
)
from app.desk.consult_library import consult
from app.desk.effects import (
    DeskEffect,
    ExportSheet,
    FetchProtocol,
    LoadLibrary,
    OpenEncounter,
    OpenVault,
    ResumeDraft,
)
from app.desk.model import WAIT, Desk, Screen
from app.desk.veil import VeilMessage, pin_refusal
from app.office.first_run import FirstRunMessage, FoundingAsked
from app.office.office import OfficeEffect, OfficeMessage
from app.office.phrases import PhraseAsked, PhraseSuggested
from app.office.rescue import RescueMessage

ATTEMPTS = 5
Next = tuple[Desk, tuple[DeskEffect | OfficeEffect, ...]]


def update(desk: Desk, message: say.DeskMessage | OfficeMessage, at: datetime) -> Next:
    """Return what the station becomes and what must be done in the world."""
    changed, effects = _update(desk, message, at)
    if devices.is_left(desk, changed):
        changed, ending = devices.leave(desk, changed)
        return changed, (*ending, *effects)
    return changed, effects


def _update(desk: Desk, message: say.DeskMessage | OfficeMessage, at: datetime) -> Next:
    if desk.person is None:
        return _closed(desk, message, at)
    if isinstance(message, OfficeMessage):
        return back_office.listen(desk, message, at)
    return _open(desk, message, at) if back_office.is_for(desk, message) else (desk, ())


def _closed(desk: Desk, message: say.DeskMessage | OfficeMessage, at: datetime) -> Next:
    """Before login only the login screen answers."""
    match message:
        case say.PersonChosen(login):
            return replace(desk, selected=login, notice=""), ()
        case say.LoginAsked():
            return _ask_login(desk, message, at)
        case say.LoggedIn():
            return back_office.welcome(desk, message)
        case say.LoginRefused():
            return _refuse_login(desk, message, at), ()
        case say.VaultClosed():
            return replace(desk, stale=desk.screen is not Screen.FIRST_RUN), ()
        case say.DeviceChanged():
            return devices.see(desk, message, at), ()
        case say.NoticeClosed():
            return replace(desk, notice=""), ()
        case _:
            return _before(desk, message)


def _before(desk: Desk, message: say.DeskMessage | OfficeMessage) -> Next:
    """Return the pages that need no login."""
    if isinstance(message, FirstRunMessage):
        return doors.found(desk, message)
    if isinstance(message, RescueMessage):
        return doors.rescue_with_shares(desk, message)
    if isinstance(message, PhraseAsked | PhraseSuggested):
        return doors.propose(desk, message)
    return desk, ()


def _ask_login(desk: Desk, message: say.LoginAsked, at: datetime) -> Next:
    if desk.opening or desk.blocked or desk.wait_left(at):
        return desk, ()
    if not message.secret:
        return replace(desk, notice="Tapez votre mot de passe, puis Entrée."), ()
    refused = pin_refusal(message.pin) if message.pin else ""
    if refused:
        return replace(desk, notice=refused), ()
    opening = replace(desk, selected=message.login, opening=True, wait_until=None, notice="")
    return opening, (OpenVault(message.login, message.secret, message.pin),)


def _refuse_login(desk: Desk, message: say.LoginRefused, at: datetime) -> Desk:
    """Return the refusal in words; the fifth wrong code makes the station wait a minute."""
    attempts = desk.attempts + message.counts
    if attempts < ATTEMPTS:
        notice = f"{message.sentence} {_left(attempts)}" if message.counts else message.sentence
        return replace(desk, opening=False, attempts=attempts, notice=notice)
    sentence = "Cinq codes faux. Le poste attend une minute avant un nouvel essai."
    return replace(desk, opening=False, attempts=0, wait_until=at + WAIT, notice=sentence)


def _left(attempts: int) -> str:
    left = ATTEMPTS - attempts
    return "Dernier essai avant une minute d’attente." if left == 1 else f"Encore {left} essais."


def _open(desk: Desk, message: say.DeskMessage, at: datetime) -> Next:
    match message:
        case say.LockAsked() | say.StationLeft():
            return closing.close(desk)
        case say.HomeAsked():
            return back_office.go_home(desk)
        case say.ArchiveAsked():
            archive, effects = consult_archive.arrive(desk.archive, at)
            return replace(desk, screen=Screen.ARCHIVE, archive=archive, notice=""), effects
        case _ if isinstance(message, ArchiveMessage):
            return _consult(desk, message, at)
        case say.PatientAsked() | say.ProtocolAsked() | say.DraftChosen():
            return _visit(desk, message)
        case say.EncounterOpened():
            return replace(desk, screen=Screen.ENCOUNTER, notice=""), ()
        case _:
            return _around(desk, message, at)


def _visit(desk: Desk, message: say.PatientAsked | say.ProtocolAsked | say.DraftChosen) -> Next:
    """Return what begins a consultation, takes it up again, or puts it under a protocol."""
    match message:
        case say.PatientAsked(protocol_id):
            return _ask_patient(desk, protocol_id)
        case say.ProtocolAsked(protocol_id):
            return _ask_protocol(desk, protocol_id)
        case say.DraftChosen(draft_id):
            return replace(desk, notice=""), (ResumeDraft(draft_id),)


def _ask_patient(desk: Desk, protocol_id: str) -> Next:
    """Return the opening of a consultation; a locked tile says why instead."""
    locked = _why_locked(desk, protocol_id)
    if locked:
        return replace(desk, notice=locked), ()
    login = desk.person.login if desk.person else ""
    return replace(desk, notice=""), (OpenEncounter(protocol_id, login),)


def _ask_protocol(desk: Desk, protocol_id: str) -> Next:
    """Return the protocol fetched for the open consultation; a locked tile says why instead."""
    locked = _why_locked(desk, protocol_id)
    if locked:
        return replace(desk, notice=locked), ()
    return replace(desk, notice=""), (FetchProtocol(protocol_id),)


def _why_locked(desk: Desk, protocol_id: str) -> str:
    return next((one.locked for one in desk.tiles if one.protocol_id == protocol_id), "")


def _consult(desk: Desk, message: ArchiveMessage, at: datetime) -> Next:
    """Return the archive page after ``message``; what went wrong on it is told in words."""
    archive, effects = consult_archive.consult(desk.archive, message, at)
    notice = "" if isinstance(message, ActAsked | SheetChosen) else desk.notice
    if isinstance(message, SearchFailed | ActDone):
        notice = message.sentence
    return replace(desk, archive=archive, notice=notice), effects


def _around(desk: Desk, message: say.DeskMessage, at: datetime) -> Next:
    if isinstance(message, VeilMessage):
        return closing.listen(desk, message, at)
    match message:
        case say.LibraryAsked():
            return replace(desk, screen=Screen.LIBRARY, notice=""), (LoadLibrary(),)
        case say.LibraryLoaded() | say.ProtocolShown() | say.ProtocolStudied() | say.NotStudied():
            library, effects = consult(desk.library, message)
            return replace(desk, library=library), effects
        case PhraseAsked() | PhraseSuggested():
            return doors.propose(desk, message)
        case FoundingAsked() if desk.screen is Screen.HOME and desk.station.demonstration:
            closed, closing_it = closing.close(desk)
            return doors.begin(closed), closing_it
        case PlayAsked(wav):
            return replace(desk, notice=""), (PlaySound(wav),)
        case say.ExportAsked(sheet_id, folder):
            return replace(desk, notice=""), (ExportSheet(sheet_id, folder),)
        case _:
            return _listen(desk, message, at), ()


def _listen(desk: Desk, message: say.DeskMessage, at: datetime) -> Desk:
    """Return the station after an answer of the world."""
    match message:
        case say.DeviceChanged():
            return devices.see(desk, message, at)
        case say.HomeLoaded(tiles, drafts):
            return replace(desk, tiles=tiles, drafts=drafts)
        case _:
            return _notice(desk, message)


def _notice(desk: Desk, message: say.DeskMessage) -> Desk:
    match message:
        case say.Exported(_, folder, names):
            return replace(desk, notice=f"{len(names)} documents écrits dans {folder}.")
        case say.Refused(sentence):
            return replace(desk, notice=sentence, archive=replace(desk.archive, busy=False))
        case say.NoticeClosed():
            return replace(desk, notice="")
        case say.EncounterAsked():
            return replace(desk, screen=Screen.ENCOUNTER, notice="")
        case _:
            return desk
