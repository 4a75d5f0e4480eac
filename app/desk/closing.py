"""The desk closed: by the person, by the veil, or because the window goes away."""

from dataclasses import replace
from datetime import datetime

from app.desk.archive import Archive
from app.desk.effects import CloseVault
from app.desk.library import Library
from app.desk.model import Desk, Screen
from app.desk.veil import PinKept, Veil, VeilEffect, VeilFell, VeilMessage
from app.desk.veil import update as update_veil
from app.office.copies import StopTask
from app.office.office import Office
from app.office.people import Act

KEPT = "Votre code court est gardé jusqu’au verrouillage."
Closing = tuple[Desk, tuple[CloseVault | StopTask, ...]]
Next = tuple[Desk, tuple[CloseVault | StopTask | VeilEffect, ...]]


def close(desk: Desk) -> Closing:
    """Return the login screen with nothing of the session left; a long copy is stopped whole."""
    closed = replace(
        desk,
        person=None,
        screen=Screen.LOGIN,
        tiles=(),
        drafts=(),
        archive=Archive(),
        library=Library(),
        office=Office(),
        veil=Veil(),
        suggested="",
        opening=False,
        notice="",
    )
    if desk.office.backup.task is None:
        return closed, (CloseVault(),)
    return closed, (StopTask(), CloseVault())


def listen(desk: Desk, message: VeilMessage, at: datetime) -> Next:
    """Return the desk after a message of the veil; the last wrong code closes the vault.

    Nothing could lift the veil of who chose no short code: the vault is closed instead.
    """
    if isinstance(message, VeilFell) and not desk.veil.has_pin:
        return close(desk)
    veil, effects = update_veil(desk.veil, message, at)
    if veil.left <= 0:
        closed, closing = close(desk)
        return replace(closed, notice="Cinq codes faux\u00a0: le poste est verrouillé."), closing
    shown = replace(desk, veil=veil)
    return (_kept(shown) if isinstance(message, PinKept) else shown), effects


def _kept(desk: Desk) -> Desk:
    """Return the desk with the short code said kept, where it was being chosen."""
    page = desk.office.people
    if page.act is not Act.PIN:
        return desk
    return replace(desk, office=replace(desk.office, people=replace(page, act=None, done=KEPT)))
