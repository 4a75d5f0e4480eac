"""Moments of what waits to leave: one document of each state, a round under way, the account."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.desk.model import Screen
from app.office.mail import KEPT, MailForm, MailPage, MailServer
from app.office.office import Office
from app.office.outbox import OutboxPage, Round
from app.office.outbox_messages import Counts, OutboxLine, Told, Way, Where
from app.transport.service_words import NOT_SET
from app.transport.states import Why
from app.transport.words import OBJECTION, REASONS
from tests.builders import a_station

SENDER = "pharmacie@operateur.mssante.invalid"
MAIL, RECORD = "Courriel", "Fiche (DMP)"
STATES = (
    (Where.DOUBTFUL, Why.CUT, "C. D.", "Douleur de gorge", 1),
    (Where.REFUSED, Why.RETURNED, "M. L.", "Piqûre de tique", 1),
    (Where.HELD, Why.NONE, "J. F.", "Brûlures d’estomac", 0),
    (Where.TO_RETRY, Why.SERVER_DOWN, "I. C.", "Règles douloureuses", 2),
    (Where.WAITING, Why.NONE, "", "", 0),
    (Where.ACCEPTED, Why.NONE, "G. M.", "Diarrhée", 1),
    (Where.DELIVERED, Why.NONE, "P. K.", "Piqûre de tique", 2),
)
Moment = tuple[str, Screen, dict[str, object]]


def lines(now: datetime) -> tuple[OutboxLine, ...]:
    mails = tuple(
        OutboxLine(
            sheet_id=f"{place:032x}",
            number=418 - place,
            who=who,
            situation=situation,
            document=MAIL,
            way=Way.MAIL,
            where=where,
            why=OBJECTION if where is Where.HELD else REASONS[why],
            at=now - timedelta(hours=5 * place, minutes=7),
            attempts=attempts,
            due=now + timedelta(minutes=12) if where is Where.TO_RETRY else None,
            leaves_again=where in {Where.DOUBTFUL, Where.REFUSED, Where.TO_RETRY},
        )
        for place, (where, why, who, situation, attempts) in enumerate(STATES)
    )
    record = replace(mails[3], document=RECORD, way=Way.FOLDER, where=Where.WAITING, why="")
    return (*mails[:5], replace(record, attempts=0, due=None, leaves_again=False), *mails[5:])


def a_page(now: datetime, **changes: object) -> OutboxPage:
    usual = OutboxPage(
        counts=Counts(4, 1),
        sender=SENDER,
        lines=lines(now),
        folder="/srv/osys/exports",
        service=NOT_SET,
    )
    return replace(usual, **changes)


def an_account() -> MailForm:
    return MailForm(
        sender=SENDER,
        sending=MailServer("smtp.operateur.mssante.invalid", "465"),
        reading=MailServer("imap.operateur.mssante.invalid", "993", starttls=True),
        certificate="/etc/osys/pharmacie.pem",
        key="/etc/osys/pharmacie.key",
        authority="/etc/osys/igc-sante.pem",
        user="pharmacie",
    )


def outbox_moments(now: datetime) -> tuple[Moment, ...]:
    """Return the moments of both pages, by name."""
    usual = a_page(now)
    pages = {
        "outbox": usual,
        "outbox-again": replace(usual, asks=True),
        "outbox-delivered": replace(
            usual, selected=usual.lines[-1].key, told=Told(2, 1, 1, 0, 1, "")
        ),
        "outbox-sending": replace(usual, round=Round(2, 3), selected=usual.lines[3].key),
        "outbox-no-account": replace(
            usual, sender="", lines=usual.lines[4:6], counts=Counts(2), more=12
        ),
        "outbox-empty": OutboxPage(sender=SENDER),
    }
    known = MailPage(an_account(), has_password=True, is_known=True)
    accounts = {
        "mail-none": MailPage(is_known=True),
        "mail": replace(known, done=KEPT),
        "mail-refused": replace(known, refused=REASONS[Why.CERTIFICATE_REFUSED]),
    }
    return (
        *((name, Screen.OUTBOX, _office(outbox=page)) for name, page in pages.items()),
        *((name, Screen.MAIL, _office(mail=page)) for name, page in accounts.items()),
    )


def _office(**pages: object) -> dict[str, object]:
    station = a_station(demonstration=False)
    return {"office": Office(role="pharmacist", **pages), "station": station}
