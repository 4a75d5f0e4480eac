"""The mail account of the pharmacy: written by its page, checked first, its password never shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.desk import messages as say
from app.desk.model import Account, Desk, Screen
from app.desk.update import update as update_desk
from app.effects.custody.mail import PASSWORD_FIRST, SECRET, TRIED, MailRoom
from app.office.mail import (
    ADDRESS,
    CERTIFICATE,
    KEPT,
    KEPT_FIRST,
    READING_PORT,
    REMOVED,
    SENDING_HOST,
    SENDING_PORT,
    WORKS,
    KeepMail,
    LoadMail,
    MailForm,
    MailKept,
    MailLoaded,
    MailPage,
    MailRefused,
    MailServer,
    MailTold,
    MailTrialAsked,
    MailTried,
    TryMail,
    refusal,
    update,
)
from app.office.office import OfficeAsked
from app.office.outbox_messages import CountOutbox
from app.office.places import Place
from app.transport.account import ACCOUNT, Security, read_account
from app.transport.states import Why
from app.transport.words import REASONS, NoMailAccount
from tests.builders import AT, a_station
from tests.teleconsult.servers import free_port
from tests.transport.servers import (
    PASSWORD,
    SENDER,
    USER,
    Papers,
    an_smtp_server,
    server_context,
)


@pytest.fixture
def form(sides: tuple[Papers, Papers]) -> MailForm:
    operator, pharmacy = sides
    return MailForm(
        sender=SENDER,
        sending=MailServer("127.0.0.1", "465"),
        reading=MailServer("imap.invalid", "143", starttls=True),
        certificate=str(pharmacy.certificate),
        key=str(pharmacy.key),
        authority=str(operator.authority),
    )


def kept(folder: Path, form: MailForm, password: str = "") -> object:
    (answer,) = MailRoom(folder).answer(KeepMail(form, password))
    return answer


@pytest.mark.parametrize(
    ("role", "opens"), [("pharmacist", True), ("owner", True), ("preparer", False)]
)
def test_who_sets_the_account(role: str, opens: bool) -> None:
    account = Account("helene", "Hélène Marchetti", "Pharmacienne", role)
    desk = update_desk(Desk(station=a_station()), say.LoggedIn(account), AT)[0]
    desk, effects = update_desk(desk, OfficeAsked(Place.MAIL), AT)
    assert (desk.screen is Screen.MAIL, LoadMail() in effects) == (opens, opens)


@pytest.mark.parametrize("role", ["owner", "auditor", "preparer"])
def test_only_a_pharmacist_sees_what_waits(role: str) -> None:
    account = Account("odile", "Odile Ferrand", "Titulaire", role)
    desk, effects = update_desk(Desk(station=a_station()), say.LoggedIn(account), AT)
    assert CountOutbox() not in effects
    assert update_desk(desk, OfficeAsked(Place.OUTBOX), AT)[0].screen is not Screen.OUTBOX


def test_an_account_that_is_kept_is_known_at_once_by_what_waits() -> None:
    account = Account("helene", "Hélène Marchetti", "Pharmacienne", "pharmacist")
    desk = update_desk(Desk(station=a_station()), say.LoggedIn(account), AT)[0]
    desk, effects = update_desk(desk, MailKept(MailForm(sender=SENDER), has_password=False), AT)
    assert effects == (CountOutbox(),)
    assert desk.office.mail.done == KEPT


def test_the_page_asks_one_thing_at_a_time_and_tells_how_it_went(form: MailForm) -> None:
    page, effects = update(MailPage(), MailTrialAsked())
    assert (page.refused, effects) == (KEPT_FIRST, ())
    page, effects = update(MailPage(), MailTold(form, PASSWORD))
    assert effects == (KeepMail(form, PASSWORD),)
    assert PASSWORD not in repr(page) + repr(effects)
    assert update(page, MailTold(form, "")) == (page, ())
    assert update(page, MailRefused("Non."))[0].refused == "Non."
    page = update(page, MailKept(form, has_password=True))[0]
    page, effects = update(page, MailTrialAsked())
    assert effects == (TryMail(),)
    assert update(page, MailTrialAsked()) == (page, ())
    assert update(page, MailTried(""))[0].done == WORKS
    assert update(page, MailTried("Non."))[0].refused == "Non."
    assert update(page, MailKept(MailForm(), has_password=False))[0].done == REMOVED


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sender": "pharmacie"}, ADDRESS),
        ({"sender": "la pharmacie@x.fr"}, ADDRESS),
        ({"sending": MailServer("", "465")}, SENDING_HOST),
        ({"sending": MailServer("x.fr", "courrier")}, SENDING_PORT),
        ({"sending": MailServer("x.fr", "65536")}, SENDING_PORT),
        ({"sending": MailServer("x.fr", "")}, SENDING_PORT),
        ({"reading": MailServer("x.fr", "²")}, READING_PORT),
        ({"key": " "}, CERTIFICATE),
    ],
)
def test_what_is_to_be_completed_is_said_in_the_words_of_the_page(
    form: MailForm, wrong: dict[str, object], sentence: str
) -> None:
    told = replace(form, **wrong)  # type: ignore[arg-type]  # named by the test
    page, effects = update(MailPage(), MailTold(told, ""))
    assert (page.refused, page.busy, effects) == (sentence, "", ())
    assert refusal(form) == refusal(replace(told, sender="")) == ""


def test_what_is_typed_is_what_the_station_sends_with(tmp_path: Path, form: MailForm) -> None:
    typed = replace(form, user=USER)
    assert kept(tmp_path, typed, PASSWORD) == MailKept(typed, has_password=True)
    account = read_account(tmp_path)
    assert (account.sender, account.user, account.password) == (SENDER, USER, PASSWORD)
    assert (account.submission.port, account.submission.security) == (465, Security.TLS)
    assert account.mailbox is not None
    assert (account.mailbox.port, account.mailbox.security) == (143, Security.STARTTLS)
    (loaded,) = MailRoom(tmp_path).answer(LoadMail())
    assert loaded == MailLoaded(typed, has_password=True)
    assert PASSWORD not in (tmp_path / ACCOUNT).read_text()
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in (ACCOUNT, SECRET)} == {0o600}


def test_an_empty_password_keeps_the_former_one_and_the_first_is_asked(
    tmp_path: Path, form: MailForm
) -> None:
    typed = replace(form, user=USER)
    with pytest.raises(NoMailAccount) as refused:
        kept(tmp_path, typed)
    assert refused.value.sentence == PASSWORD_FIRST
    assert not (tmp_path / ACCOUNT).exists()
    kept(tmp_path, typed, PASSWORD)
    kept(tmp_path, replace(typed, authority=form.authority))
    assert read_account(tmp_path).password == PASSWORD


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"sender": "pharmacie"}, "sender"),
        ({"sending": MailServer("127.0.0.1", "courrier")}, "port"),
        ({"sending": MailServer("127.0.0.1", "70000")}, "port"),
        ({"sending": MailServer("deux mots", "465")}, "host"),
        ({"certificate": ""}, "certificate"),
        ({"key": "/absente.key"}, "certificat"),
    ],
)
def test_what_cannot_be_used_is_refused_and_the_former_account_stays(
    tmp_path: Path, form: MailForm, wrong: dict[str, object], named: str
) -> None:
    kept(tmp_path, form)
    before = (tmp_path / ACCOUNT).read_bytes()
    with pytest.raises(NoMailAccount) as refused:
        kept(tmp_path, replace(form, **wrong))  # type: ignore[arg-type]  # named by the test
    assert named in refused.value.sentence
    assert (tmp_path / ACCOUNT).read_bytes() == before


def test_signs_of_a_file_name_are_written_as_they_are(tmp_path: Path, form: MailForm) -> None:
    told = replace(form, sender='p"\n[smtp]\nhost = "ailleurs"@x.fr')
    with pytest.raises(NoMailAccount):
        kept(tmp_path, told)
    odd = tmp_path / 'clé "un" \\ deux'
    odd.mkdir()
    for name in ("certificate", "key", "authority"):
        (odd / name).write_bytes(Path(getattr(form, name)).read_bytes())
    there = {name: str(odd / name) for name in ("certificate", "key", "authority")}
    kept(tmp_path, replace(form, **there))
    assert read_account(tmp_path).key == odd / "key"


def test_an_empty_address_takes_the_account_and_its_password_away(
    tmp_path: Path, form: MailForm
) -> None:
    kept(tmp_path, replace(form, user=USER), PASSWORD)
    assert kept(tmp_path, replace(form, sender=" ")) == MailKept(MailForm(), has_password=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_a_person_broke_is_shown_with_what_is_wrong(
    tmp_path: Path, form: MailForm
) -> None:
    (tmp_path / ACCOUNT).write_text("sender = [", encoding="utf-8")
    (loaded,) = MailRoom(tmp_path).answer(LoadMail())
    assert isinstance(loaded, MailLoaded)
    assert "ne peut pas être lu" in loaded.refused
    kept_first = kept(tmp_path, form)
    assert isinstance(kept_first, MailKept)
    text = (tmp_path / ACCOUNT).read_text().replace('"127.0.0.1"', '"deux mots"')
    (tmp_path / ACCOUNT).write_text(text, encoding="utf-8")
    (loaded,) = MailRoom(tmp_path).answer(LoadMail())
    assert isinstance(loaded, MailLoaded)
    assert "host" in loaded.refused
    assert loaded.form.sender == SENDER


def test_a_trial_sends_nothing_and_says_what_does_not_go(
    tmp_path: Path, form: MailForm, sides: tuple[Papers, Papers]
) -> None:
    room = MailRoom(tmp_path)

    def tried(port: int, **changed: object) -> str:
        alone = replace(form, sending=MailServer("127.0.0.1", str(port)), reading=MailServer())
        kept(tmp_path, replace(alone, **changed))  # type: ignore[arg-type]  # named by the test
        (answer,) = room.answer(TryMail())
        assert isinstance(answer, MailTried)
        return answer.refused

    with an_smtp_server(server_context(*sides)) as (port, received):
        assert tried(port) == ""
        stranger = tried(port, authority=str(sides[1].authority))
        assert stranger == REASONS[Why.SERVER_UNTRUSTED]
        away = MailServer("127.0.0.1", str(free_port()))
        assert "boîte MSSanté" in tried(port, reading=away)
        assert received.mails == []
    assert tried(free_port()) == TRIED[Why.SERVER_DOWN]
