"""What waits leaves: the account typed, tried, the mails sent, a doubt lifted, through the window."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.clock import now
from app.desk.messages import HomeAsked
from app.desk.model import Screen
from app.office.mail import KEPT, WORKS
from app.office.outbox import EVERY
from app.office.outbox_messages import Counts, Way, Where
from app.records.people.unlock import unlock
from app.records.station_file import Purpose
from app.transport.account import read_account
from tests.protocols.signatures.rooms import SECRET, make_station
from tests.records.stations import vault_of
from tests.stories.hands import Hands
from tests.transport.servers import (
    SENDER,
    Papers,
    Scripted,
    a_scripted_server,
    an_smtp_server,
    server_context,
)
from tests.transport.test_command import configure
from tests.transport.vaults import RECIPIENT, a_sheet, archive, keep

SERVER, PORT = "Serveur d’envoi (SMTP)", "Serveur d’envoi (SMTP), port"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A real pharmacy with two sheets that may leave."""
    made = make_station(tmp_path / "station", Purpose.REAL)
    with unlock(made, "helene", SECRET, now()) as session:
        for number in (1, 2):
            keep(vault_of(session), a_sheet(number), number)
    return made


@pytest.fixture
def hands(qtbot: QtBot, folder: Path, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, folder)
    yield opened
    opened.close()


def outbox(hands: Hands):
    return hands.loop.flow.desk.office.outbox


def come_home(hands: Hands) -> None:
    hands.type(SECRET)
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.person is not None, "the session")
    hands.loop.send(HomeAsked())
    hands.wait(lambda: hands.loop.flow.desk.tiles, "the home screen")
    hands.wait(lambda: outbox(hands).counts.waiting, "the counts")


def mails(hands: Hands) -> list[Where]:
    return [one.where for one in outbox(hands).lines if one.way is Way.MAIL]


def said(hands: Hands) -> str:
    labels = [one for one in hands.window.findChildren(QLabel) if one.isVisibleTo(hands.window)]
    facts = [
        one.accessibleName()
        for one in hands.window.findChildren(object)
        if hasattr(one, "has_words")
    ]
    return " ".join([*(one.text() for one in labels), *facts])


def fill(hands: Hands, values: dict[str, str]) -> None:
    for name, value in values.items():
        hands.tab_to(name)
        QApplication.focusWidget().selectAll()
        hands.type(value)


def test_the_account_is_typed_tried_and_what_waits_leaves(
    hands: Hands, folder: Path, sides: tuple[Papers, Papers], pictures: Path | None
) -> None:
    operator, pharmacy = sides
    come_home(hands)
    assert "2\u00a0fiches à transmettre" in said(hands)
    hands.tab_to("Transmettre\u00a0: voir ce qui attend")
    hands.enter()
    hands.wait(lambda: len(mails(hands)) == 2, "the lines")
    hands.picture(pictures, "outbox-before")
    hands.press(Qt.Key.Key_Return)
    assert outbox(hands).round is None
    hands.press(Qt.Key.Key_M)
    hands.wait(lambda: hands.loop.flow.desk.office.mail.is_known, "the account page")
    with an_smtp_server(server_context(operator, pharmacy)) as (port, received):
        hands.window.page.arrive()
        fill(
            hands,
            {
                "Adresse MSSanté de la pharmacie, vide pour aucune": SENDER,
                SERVER: "127.0.0.1",
                PORT: str(port),
                "Fichier du certificat (PEM)": str(pharmacy.certificate),
                "Fichier de sa clé (PEM)": str(pharmacy.key),
                "Fichier de l’autorité (PEM), vide pour celles du système": str(operator.authority),
            },
        )
        hands.press(Qt.Key.Key_Escape)
        hands.enter()
        hands.wait(lambda: hands.loop.flow.desk.office.mail.done == KEPT, "the account kept")
        assert read_account(folder).sender == SENDER
        hands.press(Qt.Key.Key_E)
        hands.wait(lambda: hands.loop.flow.desk.office.mail.done == WORKS, "the trial")
        hands.picture(pictures, "mail")
        hands.wait(lambda: outbox(hands).sender == SENDER, "the account known")
        hands.window._watch()  # the clock of the window: what is due leaves by itself
        hands.wait(lambda: len(received.mails) == 2, "both mails")
        hands.wait(lambda: outbox(hands).round is None, "the end of the round")
    hands.wait(lambda: mails(hands) == [Where.ACCEPTED, Where.ACCEPTED], "the lines")
    for number, mail in enumerate(received.mails, 1):
        message = message_from_bytes(mail, policy=policy.default)
        assert (message["From"], message["To"]) == (SENDER, RECIPIENT)
        assert next(part.get_content() for part in message.iter_attachments()) == archive(number)


def test_a_doubt_is_said_everywhere_and_lifted_by_a_person_only(
    hands: Hands, folder: Path, sides: tuple[Papers, Papers], pictures: Path | None
) -> None:
    script = Scripted(cut_after=1000)
    with a_scripted_server(server_context(*sides), script) as port:
        configure(folder, *sides, port)
        come_home(hands)
        hands.window._watch()
        hands.wait(lambda: outbox(hands).counts == Counts(0, 2), "the doubts")
        assert "2\u00a0envois incertains" in said(hands)
        script.said.clear()
        for _ in range(3):
            begun = outbox(hands).begun_at
            hands.later += EVERY
            hands.loop.touch()
            hands.window._watch()
            assert outbox(hands).begun_at > begun
            hands.wait(lambda: outbox(hands).round is None, "the end of the round")
        assert script.said == []
    with an_smtp_server(server_context(*sides)) as (port, received):
        configure(folder, *sides, port)
        hands.tab_to("Transmettre\u00a0: voir ce qui attend")
        hands.enter()
        hands.wait(lambda: len(mails(hands)) == 2, "the lines")
        assert "Demandez au médecin" in said(hands)
        hands.press(Qt.Key.Key_A)
        assert "Avant de renvoyer" in said(hands)
        hands.picture(pictures, "outbox-again")
        hands.press(Qt.Key.Key_Escape)
        assert not outbox(hands).asks
        hands.press(Qt.Key.Key_A)
        hands.enter()
        hands.wait(lambda: len(received.mails) == 1, "the mail again")
        hands.wait(lambda: outbox(hands).counts == Counts(1, 1), "the counts")
    assert sorted(mails(hands)) == [Where.ACCEPTED, Where.DOUBTFUL]


def test_a_server_that_says_nothing_keeps_no_consultation_waiting_and_a_lock_stays_short(
    hands: Hands, folder: Path, sides: tuple[Papers, Papers]
) -> None:
    """The server takes the name of the sender, then never answers."""
    script = Scripted(silent_at="MAIL")
    with a_scripted_server(server_context(*sides), script) as port:
        configure(folder, *sides, port)
        come_home(hands)
        hands.window._watch()
        hands.wait(lambda: any(one.startswith("MAIL") for one in script.said), "the submission")
        asked = now()
        hands.press(Qt.Key.Key_Escape)
        hands.enter()
        hands.wait(lambda: hands.loop.flow.encounter is not None, "the consultation")
        assert outbox(hands).round is not None
        hands.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        hands.wait(lambda: hands.restarts == 1, "the lock")
        assert now() - asked < timedelta(seconds=20)
    assert hands.loop.flow.desk.screen is Screen.LOGIN
    assert script.content == b""
