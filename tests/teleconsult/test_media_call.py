"""The call through the real media process, a real browser as the doctor, a real relay."""

import asyncio
import os
from functools import wraps

import pytest

from app.teleconsult.messages import Conclusion, Section, StillAsked
from app.teleconsult.peer import Channel
from app.teleconsult.relay.run import doctors_page
from app.teleconsult.states import DESERTED, CallMoved, CallState, FileArrived, FileLeft, Piece
from app.teleconsult.transfer import call_file
from hardware.bindings import CameraRole
from hardware.media.commands import Sources
from hardware.media.messages import PictureTaken
from hardware.simulators.scenes import CameraScript, Scene, Simulation, Step
from tests.teleconsult.doctor import Doctor, a_browser, a_doctor
from tests.teleconsult.ends import a_relay
from tests.teleconsult.media_station import (
    a_media_station,
    a_vital,
    goes_on,
    joined,
    loudness,
    moving,
    numbered_cameras,
    shows,
)
from tests.teleconsult.station import named, until

pytestmark = pytest.mark.needs("chromium")
PDF = b"%PDF-1.4\n" + os.urandom(60_000) + b"\n%%EOF\n"
OTOSCOPE, ROOM = CameraRole.OTOSCOPE, CameraRole.ROOM


def story(test):
    """Run an async test to its end; a loaded machine takes its time."""

    @wraps(test)
    def run(*given, **named_more):
        asyncio.run(asyncio.wait_for(test(*given, **named_more), 240))

    return run


def kept(station, file):
    return [one for one in station.ears.all(FileLeft) if one.digest == file.digest and one.is_kept]


@story
async def test_the_whole_act_goes_through_the_process(tmp_path):
    async with (
        a_relay(page=doctors_page()) as relay,
        a_media_station(f"{relay}/") as station,
        a_doctor(tmp_path) as doctor,
    ):
        await joined(station, doctor)
        assert station.states() == ["opening", "waiting", "joining", "connected"]
        await goes_on(doctor, "#room")
        assert await until(station.doctor_number, 30) in range(2000, 2020)
        assert await doctor.text("#spoken-words") == " · ".join(station.words()[0])
        await show_the_case(station, doctor)
        await give_the_photo_that_is_asked(station, doctor)
        await let_the_heart_be_heard(station, doctor)
        await take_the_conclusion(station, doctor)
        station.media.leave_call()
        await until(lambda: station.state() is CallState.OVER)
        await until(lambda: doctor.page.is_visible("#over"))
        await until(lambda: station.memories() == set())
        assert doctor.errors == []


async def show_the_case(station, doctor):
    say = station.media.say
    say(Section(**named(), number=1, total=1, title="Otalgie", rows=(("Fièvre", "oui"),)))
    say(a_vital())
    say(a_vital("97", code="20564-1", unit="%", how="live"), Channel.VITALS)
    await shows(doctor, "#sections", "Fièvre oui")
    await shows(doctor, "#vitals", "37,9 °C")
    await shows(doctor, "#vitals", "97 % en direct")


async def give_the_photo_that_is_asked(station, doctor):
    station.media.share_camera(OTOSCOPE)
    await shows(doctor, "#exam-view figcaption", "Otoscope")
    await goes_on(doctor, "#exam")
    size = "video => [video.videoWidth, video.videoHeight]"
    assert await doctor.page.locator("#exam").evaluate(size) == [1280, 720]
    await doctor.page.click("#still")
    await until(lambda: station.said(StillAsked))
    station.media.capture(OTOSCOPE, "photo")
    (taken,) = await until(lambda: station.ears.all(PictureTaken), 30)
    photo = call_file("photo-1.jpg", "image/jpeg", taken.jpeg)
    station.media.send(photo)
    await until(lambda: kept(station, photo), 30)
    natural = "image => [image.naturalWidth, image.naturalHeight]"
    whole = await doctor.page.locator("#still-list img").evaluate(natural)
    assert whole == [taken.width, taken.height] == [1280, 720]
    station.media.share_camera(None)


async def let_the_heart_be_heard(station, doctor):
    async def voice():
        return await loudness(doctor, "#voice", 0.4)

    async def heart():
        return await loudness(doctor, "#heart", 1.0)

    await until(lambda: _over(voice, 0.001), 30)
    assert await heart() < 0.001
    station.media.share_sound(True)
    await until(lambda: _over(heart, 0.01), 30)
    await until(lambda: _under(voice, 0.001), 30)
    station.media.share_sound(False)
    await until(lambda: _over(voice, 0.001), 30)
    station.media.mute(True)
    await until(lambda: _under(voice, 0.001), 30)


async def _over(heard, limit):
    return await heard() > limit


async def _under(heard, limit):
    return await heard() < limit


async def take_the_conclusion(station, doctor):
    await write_a_conclusion(doctor)
    (said,) = await until(lambda: station.said(Conclusion), 30)
    (paper,) = [one.file for one in station.ears.all(FileArrived)]
    assert paper.data == PDF
    assert (said.diagnosis, said.papers) == ("Otite externe", (paper.digest,))
    assert "Reçu" not in await doctor.text("#send-state")
    station.media.acknowledge(said.id)
    await shows(doctor, "#send-state", "Reçu par la pharmacie")


async def write_a_conclusion(doctor):
    page = doctor.page
    await page.fill("#diagnosis", "Otite externe")
    await page.check("[value=prescription]", force=True)
    paper = {"name": "o.pdf", "mimeType": "application/pdf", "buffer": PDF}
    await page.set_input_files("#paper", paper)
    await page.fill("#advice", "Gouttes, sept jours")
    await page.click("#send")


@pytest.mark.expects_log("hardware.media.supervisor")
@story
async def test_a_process_killed_in_the_call_comes_back_and_nothing_is_lost(tmp_path):
    sources = numbered_cameras(tmp_path)
    async with (
        a_relay(page=doctors_page()) as relay,
        a_media_station(f"{relay}/", sources) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await joined(station, doctor)
        await moving(doctor, "#room")
        assert await until(station.doctor_number, 30) in range(2000, 2020)
        station.media.share_camera(OTOSCOPE)
        await moving(doctor, "#exam")
        assert set(station.lacks()) == {Piece.VOICE, Piece.LOUDSPEAKER}
        await write_a_conclusion(doctor)
        (said,) = await until(lambda: station.said(Conclusion), 30)
        station.ears.forget()
        station.kill()
        await until(lambda: station.state() is CallState.LOST)
        photo = call_file("photo.jpg", "image/jpeg", b"\xff\xd8\xff" + os.urandom(800_000))
        station.media.say(a_vital("38.4"))
        station.media.send(photo)
        await until(lambda: station.state() is CallState.CONNECTED, 40)
        assert len(station.launches) == 2
        await moving(doctor, "#room")
        await moving(doctor, "#exam")
        assert await until(station.doctor_number, 30) in range(2000, 2020)
        await shows(doctor, "#exam-view figcaption", "Otoscope")
        await shows(doctor, "#vitals", "38,4 °C")
        assert await doctor.text("#spoken-words") == " · ".join(station.words()[-1])
        (again,) = await until(lambda: station.said(Conclusion), 30)
        assert again.id == said.id
        assert station.ears.all(FileArrived) == []
        station.media.acknowledge(again.id)
        await shows(doctor, "#send-state", "Reçu par la pharmacie")
        await until(lambda: kept(station, photo), 30)
        assert len(station.memories()) == 1


@story
async def test_a_camera_pulled_out_in_the_call_is_said_and_comes_back(tmp_path):
    steps = (Step(Scene.SHARP, 25), Step(Scene.UNPLUGGED, 5), Step(Scene.SHARP, 90))
    sources = Sources(simulation=Simulation((CameraScript(ROOM, steps),)))
    async with (
        a_relay(page=doctors_page()) as relay,
        a_media_station(f"{relay}/", sources) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await joined(station, doctor)
        await goes_on(doctor, "#room")
        await until(lambda: Piece.ROOM in station.lacks(), 40)
        assert "Rebranchez" in station.lacks()[Piece.ROOM]
        station.media.say(a_vital())
        await shows(doctor, "#vitals", "37,9 °C")
        await until(lambda: Piece.ROOM not in station.lacks(), 40)
        await goes_on(doctor, "#room")
        assert station.states()[-1] is CallState.CONNECTED
        assert station.states().count(CallState.LOST) == 0


@story
async def test_two_stations_call_two_doctors_at_once_by_one_relay(tmp_path):
    async with (
        a_relay(page=doctors_page()) as relay,
        a_media_station(f"{relay}/") as one,
        a_media_station(f"{relay}/") as other,
        a_browser(tmp_path) as browser,
    ):
        doctors = []
        for station in (one, other):
            page = await (await browser.new_context()).new_page()
            doctors.append(Doctor(page))
            await joined(station, doctors[-1])
        for station, doctor, value in zip((one, other), doctors, ("37.1", "38.2"), strict=True):
            station.media.say(a_vital(value))
            await shows(doctor, "#vitals", f"{value.replace('.', ',')} °C")
            await goes_on(doctor, "#room")
            assert await until(station.doctor_number, 30) in range(2000, 2020)
        one.media.leave_call()
        await until(lambda: doctors[0].page.is_visible("#over"))
        assert one.words() != other.words()
        await goes_on(doctors[1], "#room")
        assert other.state() is CallState.CONNECTED


@story
async def test_a_doctor_who_closes_the_tab_is_said_and_another_link_brings_them_back(tmp_path):
    async with (
        a_relay(page=doctors_page()) as relay,
        a_media_station(f"{relay}/") as station,
        a_browser(tmp_path) as browser,
    ):
        doctor = Doctor(await (await browser.new_context()).new_page())
        await joined(station, doctor)
        await goes_on(doctor, "#room")
        await doctor.page.close()
        lost = await until(
            lambda: [o for o in station.ears.all(CallMoved) if o.state == "lost"], 30
        )
        await until(lambda: station.ears.all(CallMoved)[-1].sentence == DESERTED, 30)
        assert lost[-1].state is CallState.LOST
        station.media.leave_call()
        await until(lambda: station.state() is CallState.OVER)
        station.take_another_link()
        another = Doctor(await (await browser.new_context()).new_page())
        await joined(station, another)
        await goes_on(another, "#room")
        await another.page.click("#leave")
        await until(lambda: station.state() is CallState.OVER, 30)
