"""The call with Firefox as the doctor."""

import pytest

from app.teleconsult.invitation import invitation_from
from app.teleconsult.messages import Conclusion, StillAsked
from app.teleconsult.relay.run import doctors_page
from app.teleconsult.relay.turn import Turn
from app.teleconsult.states import CallState, FileLeft, WordsReady
from tests.teleconsult.ends import a_relay
from tests.teleconsult.firefox import a_firefox
from tests.teleconsult.station import a_station, until
from tests.teleconsult.test_call import _shows, a_photo, a_sound, show_the_case
from tests.teleconsult.test_page import a_code
from tests.teleconsult.test_relay import story

pytestmark = pytest.mark.needs("firefox", "chromium")


@pytest.fixture(autouse=True)
def on_the_loopback(monkeypatch):
    """libwebrtc leaves the loopback out unless told."""
    monkeypatch.setenv("WRTC_ALLOW_LOOPBACK", "1")


@story
async def test_a_doctor_enters_by_code_sees_hears_and_concludes_with_firefox(tmp_path):
    code = a_code()
    async with (
        a_relay(page=doctors_page(), turn=Turn()) as relay,
        a_station(f"{relay}/", invitation_from(code)) as station,
        a_firefox(tmp_path) as doctor,
    ):
        await doctor.ask("WebDriver:Navigate", url=f"{relay}/")
        await until(lambda: doctor.run("return !document.querySelector('#by-code').hidden"))
        await doctor.fill("#code", code)
        await doctor.click("#code-go")
        await until(lambda: doctor.run("return !document.querySelector('#welcome').hidden"))
        await doctor.fill("#doctor-name", "Dr Lea Essai")
        await doctor.click("#enter button")
        await until(lambda: CallState.CONNECTED in station.states())
        first = await until(lambda: doctor.number_shown("#room"))

        async def moved():
            return await doctor.number_shown("#room") not in {None, first}

        await until(moved)
        await until(lambda: doctor.number_shown("#exam"))
        await until(lambda: len(station.seen) > 5 and station.heard > 10_000)
        words = station.told(WordsReady)[-1].words
        assert await doctor.text("#spoken-words") == " · ".join(words)
        await show_the_case(station, doctor)
        await doctor.click("#still")
        await until(lambda: station.said(StillAsked))
        for file in (a_photo(), a_sound()):
            station.caller.send(file)
            await until(lambda file=file: FileLeft(file.digest, is_kept=True) in station.news)
        await doctor.fill("#diagnosis", "Érythème migrant")
        await doctor.click("[value=referral]")
        await doctor.click("#send")
        (said,) = await until(lambda: station.said(Conclusion))
        assert (said.diagnosis, said.outcome) == ("Érythème migrant", "referral")
        station.caller.acknowledge(said)
        await until(lambda: _shows(doctor, "#send-state", "Reçu par la pharmacie"))
