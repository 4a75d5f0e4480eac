"""The back office on the desk: where each role arrives, and which pages it may ask for."""

from dataclasses import replace
from datetime import datetime

from app.desk import messages as say
from app.desk.effects import LoadHome
from app.desk.model import Account, Desk, Screen
from app.desk.veil import Veil, VeilMessage
from app.office import office
from app.office.backup import Backup
from app.office.copies import LoadBackups
from app.office.emergency import EmergencyMessage
from app.office.mail import MailKept
from app.office.office import Office, OfficeAsked, OfficeEffect, OfficeFailed, OfficeMessage
from app.office.outbox_messages import CountOutbox
from app.office.people import People, PeopleChanged, PeopleLoaded, PersonLine
from app.office.phrases import PhraseAsked, PhraseSuggested
from app.office.places import Place, places_of, sees_patients
from app.office.recovery import Recovery
from app.office.relay import RelayKept

Next = tuple[Desk, tuple[LoadHome | OfficeEffect, ...]]
ALWAYS = (
    say.LockAsked
    | say.StationLeft
    | say.DeviceChanged
    | say.Refused
    | say.NoticeClosed
    | VeilMessage
    | PhraseAsked
    | PhraseSuggested
)
"""What is listened to whatever the role; the rest of the desk is about patients."""


def welcome(desk: Desk, logged: say.LoggedIn) -> Next:
    """Return the station opened, on the first page of the role, or where it must be finished."""
    account = logged.account
    opened = replace(
        desk,
        person=account,
        attempts=0,
        opening=False,
        stale=False,
        notice="",
        veil=Veil(),
        office=Office(
            account.login,
            account.role,
            people=People(account.login, account.role),
            recovery=Recovery(account.role),
            backup=Backup(account.login),
        ),
    )
    if logged.unfinished and Place.RECOVERY in places_of(account.role):
        arrived, effects = _show(opened, OfficeAsked(Place.RECOVERY))
    else:
        arrived, effects = go_home(opened)
    return replace(arrived, notice=logged.alarm), effects


def go_home(desk: Desk) -> Next:
    """Return the page where the role of the person works."""
    if sees_patients(_role(desk)):
        return replace(desk, screen=Screen.HOME, notice=""), (
            LoadHome(),
            LoadBackups(may_begin=True),
            CountOutbox(),
        )
    places = places_of(_role(desk))
    return _show(desk, OfficeAsked(places[0])) if places else (desk, ())


def is_for(desk: Desk, message: say.DeskMessage) -> bool:
    """True when the role of the person may say ``message``."""
    if desk.office.emergency.is_closed:
        return isinstance(message, ALWAYS)
    return sees_patients(_role(desk)) or isinstance(message, ALWAYS | say.HomeAsked)


def listen(desk: Desk, message: OfficeMessage, at: datetime) -> Next:
    """Return the station after a message of the office; a page of another role is not shown."""
    if desk.office.emergency.is_closed and not isinstance(message, EmergencyMessage):
        return desk, ()
    if isinstance(message, OfficeAsked):
        return _show(desk, message) if message.place in places_of(_role(desk)) else (desk, ())
    notice = message.sentence if isinstance(message, OfficeFailed) else desk.notice
    pages, effects = office.update(desk.office, message, at)
    if isinstance(message, PeopleLoaded | PeopleChanged):
        desk = replace(desk, accounts=_accounts(message.lines), suggested="")
    if isinstance(message, MailKept):
        effects = (*effects, CountOutbox())
    if isinstance(message, RelayKept):
        desk = replace(desk, station=replace(desk.station, relay_address=message.address))
    return replace(desk, office=pages, notice=notice), effects


def _accounts(lines: tuple[PersonLine, ...]) -> tuple[Account, ...]:
    return tuple(Account(one.login, one.label, one.title, one.role) for one in lines)


def _show(desk: Desk, asked: OfficeAsked) -> Next:
    pages, effects = office.arrive(desk.office, asked.place)
    shown = replace(desk, screen=Screen(asked.place.value), office=pages, notice="", suggested="")
    return shown, effects


def _role(desk: Desk) -> str:
    return desk.person.role if desk.person is not None else ""
