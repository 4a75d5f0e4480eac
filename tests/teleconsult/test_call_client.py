"""The call seen from the station, with processes that only pretend: what is said again, what not."""

import os
from dataclasses import replace

import pytest

from app.teleconsult import call_commands as ask
from app.teleconsult.call_media import CallMedia
from app.teleconsult.messages import Conclusion, Hello, Section
from app.teleconsult.opening import Opening, RelayAddress
from app.teleconsult.peer import Channel
from app.teleconsult.states import (
    Acknowledged,
    CallMoved,
    CallState,
    DoctorSaid,
    FileArrived,
    FileLeft,
    LinkQuality,
    Quality,
    TicketKept,
    moved,
)
from app.teleconsult.transfer import call_file
from hardware.bindings import CameraRole
from hardware.media import supervisor
from hardware.media.commands import Hide, Sources, Use
from tests.hardware.media.ears import Ears
from tests.hardware.media.test_client import House
from tests.teleconsult.ends import an_invitation
from tests.teleconsult.media_station import a_vital
from tests.teleconsult.station import named

pytestmark = pytest.mark.expects_log("hardware.media.supervisor")
PAPER = call_file("ordonnance.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
PHOTO = call_file("photo.jpg", "image/jpeg", b"\xff\xd8\xff" + os.urandom(40))


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(supervisor, "BACK_OFF_S", (0.05, 0.1, 0.2))
    return House()


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def media(house, ears):
    made = CallMedia(ears, Sources(), launch=house)
    made.start()
    yield made
    made.stop()


def an_opening():
    hello = Hello(**named(), app="OSyS Station")
    return Opening(an_invitation(), RelayAddress("http://127.0.0.1/", "clef"), "", hello)


def a_conclusion(**changed):
    said = {"doctor": "Dr Lea Essai", "diagnosis": "Cystite simple", "outcome": "advice"}
    return Conclusion(**named(), **(said | changed))


def asked(process):
    return [one for one in process.told if isinstance(one, ask.PartCommand)]


def test_a_call_begins_with_its_room_and_nothing_shared(media, house):
    opening = an_opening()
    media.open_call(opening)
    process = house.newest()
    process.wait_told(ask.MuteVoice(False))
    assert asked(process) == [
        ask.BeginCall(1, opening),
        ask.ShareCamera(None),
        ask.ShareSound(False),
        ask.MuteVoice(False),
    ]


def test_nothing_of_the_link_is_in_what_a_log_could_show(media):
    opening = an_opening()
    begin = ask.BeginCall(1, opening, "un-ticket")
    for secret in (opening.invitation.secret, opening.invitation.room, "clef", "un-ticket"):
        assert str(secret) not in repr(begin)


def test_a_killed_process_is_followed_by_one_that_takes_the_call_up_again(media, house, ears):
    opening, first, second = an_opening(), a_vital("37.9"), a_vital("38.4")
    media.open_call(opening)
    process = house.newest()
    process.says.put(TicketKept("un-ticket", call=1))
    process.says.put(replace(moved(CallState.CONNECTED), call=1))
    ears.wait(CallMoved)
    section = Section(**named(), number=1, total=1, title="Cystite", rows=(("Fièvre", "non"),))
    for said in (section, first, second):
        media.say(said)
    media.say(a_vital(), Channel.VITALS)
    media.send(PHOTO)
    media.share_camera(CameraRole.OTOSCOPE)
    media.mute(True)
    media.set_volume(60)
    process.says.put(Acknowledged(section.id, call=1))
    process.says.put(LinkQuality(Quality.GOOD, call=1))
    ears.wait(LinkQuality)
    process.kill()
    lost = ears.wait(CallMoved, lambda one: one.state is CallState.LOST)
    assert "la fiche est intacte" in lost.sentence
    assert ears.wait(LinkQuality, lambda one: one.words_kind is Quality.CUT)
    again = house.newest()
    again.wait_told(ask.SendToDoctor(PHOTO))
    assert asked(again) == [
        ask.BeginCall(1, opening, "un-ticket"),
        ask.ShareCamera(CameraRole.OTOSCOPE),
        ask.ShareSound(False),
        ask.MuteVoice(True),
        ask.SetVolume(60),
        ask.SayToDoctor(section, Channel.CTL),  # acknowledged: for a page loaded again
        ask.SayToDoctor(second, Channel.CTL),
        ask.SendToDoctor(PHOTO),
    ]


def test_a_file_the_page_kept_is_not_sent_again(media, house, ears):
    media.open_call(an_opening())
    process = house.newest()
    media.send(PHOTO)
    process.wait_told(ask.SendToDoctor(PHOTO))
    process.says.put(FileLeft(PHOTO.digest, is_kept=True, call=1))
    ears.wait(FileLeft)
    process.kill()
    again = house.newest()
    again.wait_told(ask.MuteVoice(False))
    media.mute(True)
    again.wait_told(ask.MuteVoice(True))
    assert ask.SendToDoctor(PHOTO) not in asked(again)


def test_a_paper_is_told_once_and_confirmed_each_time_it_comes(media, house, ears):
    media.open_call(an_opening())
    process = house.newest()
    process.wait_told(ask.MuteVoice(False))
    for _ in range(2):
        process.says.put(FileArrived(PAPER, call=1))
    process.says.put(LinkQuality(Quality.GOOD, call=1))
    ears.wait(LinkQuality)
    assert [one.file for one in ears.all(FileArrived)] == [PAPER]
    assert asked(process).count(ask.FileTaken(PAPER.digest)) == 2


def test_a_conclusion_comes_again_until_it_is_kept_and_is_then_only_acknowledged(
    media, house, ears
):
    concluded = a_conclusion()
    media.open_call(an_opening())
    process = house.newest()
    for _ in range(2):
        process.says.put(DoctorSaid(concluded, call=1))
    ears.wait(DoctorSaid, count=2)
    assert ask.ConclusionKept(concluded.id) not in asked(process)
    media.acknowledge(concluded.id)
    process.says.put(DoctorSaid(concluded, call=1))
    process.says.put(LinkQuality(Quality.GOOD, call=1))
    ears.wait(LinkQuality)
    assert len(ears.all(DoctorSaid)) == 2
    assert asked(process).count(ask.ConclusionKept(concluded.id)) == 2


def test_news_of_a_former_call_are_not_those_of_the_next(media, house, ears):
    first, second = an_opening(), an_opening()
    media.open_call(first)
    process = house.newest()
    process.wait_told(ask.MuteVoice(False))
    media.leave_call()
    media.open_call(second)
    process.wait_told(ask.BeginCall(2, second))
    process.says.put(replace(moved(CallState.OVER), call=1))
    process.says.put(replace(moved(CallState.WAITING), call=2))
    assert ears.wait(CallMoved).state is CallState.WAITING
    media.mute(True)
    process.wait_told(ask.MuteVoice(True))


def test_a_call_left_while_the_process_was_dead_is_left_by_the_next(media, house, ears):
    opening = an_opening()
    media.open_call(opening)
    process = house.newest()
    process.says.put(TicketKept("un-ticket", call=1))
    process.kill()
    ears.wait(CallMoved)
    media.leave_call()
    again = house.newest()
    again.wait_told(ask.LeaveCall())
    again.says.put(replace(moved(CallState.OVER), call=1))
    ears.wait(CallMoved, lambda one: one.state is CallState.OVER)
    again.kill()
    last = house.newest()
    last.wait_told(Use(Sources()))
    media.hide(CameraRole.ROOM)  # waits until all that is said first was said
    last.wait_told(Hide(CameraRole.ROOM))
    assert asked(last) == []


def test_nothing_is_said_once_the_call_is_over(media, house, ears):
    media.open_call(an_opening())
    process = house.newest()
    process.says.put(replace(moved(CallState.OVER), call=1))
    ears.wait(CallMoved)
    before = asked(process)
    media.say(a_vital())
    media.send(PHOTO)
    media.leave_call()
    assert asked(process) == before
