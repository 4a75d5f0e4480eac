"""The room as the real media process opens and leaves it; no doctor is needed for these."""

import os

import pytest

from app.teleconsult.call_media import CallMedia
from app.teleconsult.messages import BadMessage, Hello, Section
from app.teleconsult.opening import Opening, RelayAddress
from app.teleconsult.states import (
    NEWS,
    NO_AUTHORITY,
    UNREACHED,
    UNTRUSTED,
    CallLacks,
    CallMoved,
    CallState,
    Piece,
)
from app.teleconsult.transfer import CallFile
from hardware.bindings import CameraRole
from hardware.media.launch import Launched
from hardware.media.messages import CameraSeen, FrameShown
from hardware.readings import DeviceState
from tests.hardware.media.ears import Ears
from tests.teleconsult.ends import STATION_KEY, a_relay, ends, joining
from tests.teleconsult.media_station import SIMULATED, a_media_station
from tests.teleconsult.servers import an_authority, free_port, osys_relay
from tests.teleconsult.station import named, until
from tests.teleconsult.test_media_call import story
from tests.teleconsult.test_relay_program import STATIONS


def last_sentence(station):
    return (station.ears.all(CallMoved) or [CallMoved(CallState.OPENING, "")])[-1].sentence


@story
async def test_no_camera_is_on_before_the_room_is_opened_nor_after_it_was_left():
    async with a_relay() as relay, a_media_station(f"{relay}/") as station:
        station.media.look_around()
        assert station.ears.all(CallMoved) == []
        station.open()
        await until(lambda: station.state() is CallState.WAITING, 30)
        station.media.leave_call()
        await until(lambda: station.state() is CallState.OVER, 30)
        station.media.show(CameraRole.ROOM)
        await until(lambda: station.ears.all(FrameShown), 30)
        seen = [one.state for one in station.ears.all(CameraSeen)]
        assert seen[0] is DeviceState.SEARCHING, "it was still open for the call"


@story
async def test_who_left_is_known_at_once_to_whoever_comes(tmp_path):
    async with a_relay() as relay, a_media_station(f"{relay}/") as station, ends() as connect:
        station.open()
        await until(lambda: station.state() is CallState.WAITING, 30)
        doctor = await connect(relay, joining(station.invitation))
        assert (await doctor.own())["peer"] is True
        station.media.leave_call()
        assert await doctor.own() == {"t": "end"}


@pytest.mark.expects_log("hardware.media.supervisor")
@story
async def test_a_process_killed_while_it_waits_takes_its_place_again():
    async with a_relay() as relay, a_media_station(f"{relay}/") as station, ends() as connect:
        station.open()
        await until(lambda: station.state() is CallState.WAITING, 30)
        station.kill()
        await until(lambda: station.states().count(CallState.WAITING) == 2, 40)
        doctor = await connect(relay, joining(station.invitation))
        assert (await doctor.own())["peer"] is True
        await until(lambda: station.state() is CallState.JOINING, 30)


@pytest.mark.expects_log("hardware.media.supervisor")
@story
async def test_a_call_left_while_its_process_was_dead_is_left_for_the_doctor_too():
    async with a_relay() as relay, a_media_station(f"{relay}/") as station, ends() as connect:
        station.open()
        await until(lambda: station.state() is CallState.WAITING, 30)
        doctor = await connect(relay, joining(station.invitation))
        assert (await doctor.own())["t"] == "in"
        station.kill()
        station.media.leave_call()
        await until(lambda: station.state() is CallState.OVER, 40)
        said = await doctor.own()
        while said["t"] == "peer":
            said = await doctor.own()
        assert said == {"t": "end"}


@story
async def test_a_relay_that_does_not_answer_is_said_and_tried_again():
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    async with a_media_station(address) as station:
        station.open()
        await until(lambda: station.state() is CallState.LOST, 30)
        assert last_sentence(station) == UNREACHED
        async with a_relay(port=port):
            await until(lambda: station.state() is CallState.WAITING, 30)


@story
async def test_a_relay_under_its_own_authority_is_known_by_its_file(tmp_path):
    authority, certificate, key = an_authority(tmp_path)
    tls = {"certificate": str(certificate), "private_key": str(key)}
    where = {"listen": f"127.0.0.1:{free_port()}", "stations": STATIONS}
    with osys_relay(tmp_path, **where, **tls) as (_, address):
        async with a_media_station(address, authority=str(authority)) as station:
            station.open()
            await until(lambda: station.state() is CallState.WAITING, 30)
            station.media.leave_call()
            station.authority = ""
            station.take_another_link()
            station.open()
            await until(lambda: last_sentence(station) == UNTRUSTED, 30)
            assert station.state() is CallState.LOST
            station.media.leave_call()
            station.authority = str(tmp_path / "nulle-part.pem")
            station.open()
            await until(lambda: last_sentence(station) == NO_AUTHORITY, 30)
            assert station.state() is CallState.REFUSED


@story
async def test_without_the_packages_of_a_call_the_cameras_work_and_what_lacks_is_named():
    ears = Ears()
    launch = lambda: Launched("tests.teleconsult.bare_process", NEWS)  # noqa: E731
    async with a_relay() as relay, a_media_station(f"{relay}/") as station:
        media = CallMedia(ears, SIMULATED, launch=launch)
        media.start()
        hello = Hello(**named(), app="OSyS Station")
        where = RelayAddress(f"{relay}/", STATION_KEY)
        media.open_call(Opening(station.invitation, where, "", hello))
        moved = ears.wait(CallMoved)
        assert moved.state is CallState.REFUSED
        assert "wrtc, livekit" in moved.sentence
        assert ears.wait(CallLacks).piece is Piece.ENGINE
        media.show(CameraRole.ROOM)
        ears.wait(FrameShown)
        media.stop()


@story
async def test_what_the_page_would_refuse_is_refused_here_and_breaks_nothing():
    async with a_relay() as relay, a_media_station(f"{relay}/") as station:
        station.open()
        await until(lambda: station.state() is CallState.WAITING, 30)
        long = Section(**named(), number=1, total=1, title="t", rows=(("a", "b" * 4000),) * 9)
        wrong = CallFile("../x.exe", "text/html", os.urandom(9), "0" * 64)
        for refused in (lambda: station.media.say(long), lambda: station.media.send(wrong)):
            with pytest.raises(BadMessage):
                refused()
        station.media.leave_call()
        await until(lambda: station.state() is CallState.OVER, 30)
        assert len(station.launches) == 1
