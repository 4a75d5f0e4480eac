"""The call through the real media process, a real browser as the doctor, a real relay."""

import pytest

from app.teleconsult.states import CallState
from app.teleconsult.relay.run import doctors_page
from hardware.bindings import CameraRole
from tests.teleconsult.doctor import a_doctor
from tests.teleconsult.ends import a_relay
from tests.teleconsult.media_station import a_media_station, moving, numbered_cameras
from tests.teleconsult.station import until
from tests.teleconsult.test_relay import story

pytestmark = pytest.mark.needs("chromium")


@story
async def test_numbered_pictures_cross_both_ways(tmp_path):
    sources = numbered_cameras(tmp_path)
    async with (
        a_relay(page=doctors_page()) as relay,
        a_media_station(f"{relay}/", sources) as station,
        a_doctor(tmp_path) as doctor,
    ):
        station.open()
        await until(lambda: station.state() is CallState.WAITING)
        await doctor.enter(station.address)
        await until(lambda: station.state() is CallState.CONNECTED, 20)
        await moving(doctor, "#room")
        station.media.share_camera(CameraRole.OTOSCOPE)
        await moving(doctor, "#exam")
        assert await until(lambda: station.doctor_number()) in range(2000, 2020)
        print(station.lacks(), station.states())
        station.media.leave_call()
        await until(lambda: station.state() is CallState.OVER)
