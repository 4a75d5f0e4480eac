"""The whole call with a real browser as the doctor, through a real relay."""

import asyncio
import io
import os
import wave
from contextlib import AsyncExitStack

import cv2
import numpy as np
import pytest

from app.teleconsult.messages import Conclusion, Exam, Hello, Section, StillAsked, Vital
from app.teleconsult.peer import Channel
from app.teleconsult.relay.page import Page
from app.teleconsult.relay.run import doctors_page
from app.teleconsult.states import Acknowledged, CallState, FileArrived, FileLeft, WordsReady
from app.teleconsult.transfer import call_file
from tests.teleconsult.doctor import Doctor, a_browser, a_doctor
from tests.teleconsult.ends import a_relay, an_invitation
from tests.teleconsult.servers import free_port
from tests.teleconsult.station import a_station, named, until
from tests.teleconsult.test_relay import story

pytestmark = pytest.mark.needs("chromium")
PDF = b"%PDF-1.4\n" + os.urandom(100_000) + b"\n%%EOF\n"


@pytest.fixture(autouse=True)
def on_the_loopback(monkeypatch):
    """libwebrtc leaves the loopback out unless told."""
    monkeypatch.setenv("WRTC_ALLOW_LOOPBACK", "1")


def a_photo():
    noise = np.random.default_rng(1).integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    return call_file("photo-1.jpg", "image/jpeg", cv2.imencode(".jpg", noise)[1].tobytes())


def a_sound():
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(4000)
        beat = np.sin(np.arange(8000) / 20) * 20_000
        file.writeframes(beat.astype("<i2").tobytes())
    return call_file("coeur-1.wav", "audio/wav", kept.getvalue())


def a_vital(**changed):
    said = {"code": "8310-5", "val": "37.9", "unit": "Cel", "q": "ok", "how": "final"}
    return Vital(**named(), **(said | {"site": "tympan", "seq": 1} | changed))


async def linked(station, doctor, address):
    """Bring the doctor in; returns once each sees the other's moving picture."""
    await doctor.enter(address)
    await until(lambda: CallState.CONNECTED in station.states())
    first = await until(lambda: doctor.number_shown("#room"))
    await until(lambda: _moved(doctor, "#room", first))
    await until(lambda: doctor.number_shown("#exam"))
    await until(lambda: len(set(station.seen) - {None}) > 2)


async def _moved(doctor, name, before):
    return await doctor.number_shown(name) not in {None, before}


@story
async def test_a_doctor_sees_asks_hears_and_concludes(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await linked(station, doctor, invitation.address(f"{relay}/"))
        assert station.states()[:3] == [CallState.OPENING, CallState.WAITING, CallState.JOINING]
        assert 1000 <= await until(lambda: doctor.number_shown("#exam")) < 2000
        assert {one for one in station.seen if one is not None} <= set(range(2000, 2020))
        await until(lambda: station.heard > 10_000)
        (words,) = {one.words for one in station.told(WordsReady)}
        assert await doctor.text("#spoken-words") == " · ".join(words)
        assert station.said(Hello)[0].app == "page du médecin"

        await show_the_case(station, doctor)
        await ask_and_get_a_photo(station, doctor)
        await conclude(station, doctor)
        await station.caller.leave()
        await until(lambda: doctor.page.is_visible("#over"))
        assert "terminé" in await doctor.text("#over")
        assert doctor.errors == []
        assert {one.split("/")[2] for one in doctor.asked} == {relay.split("/")[2]}
        assert invitation.address("").partition(".")[2] not in "".join(doctor.asked)
        assert "#" not in doctor.page.url


async def show_the_case(station, doctor):
    say = station.caller.say
    rows = (("Rougeur", "7 cm, s’étend"), ("<b>Allergie</b>", "amoxicilline"))
    say(Section(**named(), number=1, total=1, title="Piqûre de tique", rows=rows))
    say(a_vital())
    say(a_vital(code="20564-1", val="97", unit="%", how="live"), Channel.VITALS)
    say(Exam(**named(), device="dermatoscope", on=True))
    await until(lambda: _shows(doctor, "#exam-view figcaption", "Dermatoscope"))
    await until(lambda: _shows(doctor, "#sections", "<b>Allergie</b> amoxicilline"))
    await until(lambda: _shows(doctor, "#vitals", "37,9 °C"))
    assert "mesuré · tympan" in await doctor.text("#vitals")
    await until(lambda: _shows(doctor, "#vitals", "97 % en direct"))


async def ask_and_get_a_photo(station, doctor):
    await doctor.page.click("#still")
    await until(lambda: station.said(StillAsked))
    for file in (a_photo(), a_sound()):
        station.caller.send(file)
        await until(lambda file=file: _kept(station, file.digest))
    size = await doctor.page.locator("#still-list img").evaluate(
        "i => [i.naturalWidth, i.naturalHeight]"
    )
    assert size == [1280, 720]
    assert await doctor.page.locator("#recording").evaluate("a => a.duration") == pytest.approx(2.0)


def _kept(station, digest):
    return FileLeft(digest, is_kept=True) in station.news


async def conclude(station, doctor):
    page = doctor.page
    assert await page.get_attribute("#send", "aria-disabled") == "true"
    await page.fill("#diagnosis", "Érythème migrant")
    await page.check("[value=prescription]", force=True)
    await page.set_input_files(
        "#paper", {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90"}
    )
    await until(lambda: _shows(doctor, "#paper-state", "n’est pas un PDF"))
    await page.set_input_files(
        "#paper", {"name": "o.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    await page.fill("#advice", "Doxycycline 10 jours")
    await page.click("#send")
    (said,) = await until(lambda: station.said(Conclusion))
    assert (said.diagnosis, said.outcome) == ("Érythème migrant", "prescription")
    (paper,) = [one.file for one in station.told(FileArrived)]
    assert paper.data == PDF
    assert said.papers == (paper.digest,)
    assert "Reçu" not in await doctor.text("#send-state")
    station.caller.acknowledge(said)
    await until(lambda: _shows(doctor, "#send-state", "Reçu par la pharmacie"))


async def _shows(doctor, name, text):
    return text in await doctor.text(name)


@story
async def test_a_third_person_is_told_and_disturbs_nobody(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_browser(tmp_path) as browser,
    ):
        address = invitation.address(f"{relay}/")
        doctor = Doctor(await (await browser.new_context()).new_page())
        await linked(station, doctor, address)
        third = Doctor(await (await browser.new_context()).new_page())
        await third.enter(address)
        await until(lambda: third.page.is_visible("#over"))
        assert "déjà servi" in await third.text("#over")
        before = await until(lambda: doctor.number_shown("#room"))
        await until(lambda: _moved(doctor, "#room", before))


@story
async def test_a_page_that_is_loaded_again_comes_back_in_the_call(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await linked(station, doctor, invitation.address(f"{relay}/"))
        await show_the_case(station, doctor)
        await until(lambda: len(station.told(Acknowledged)) >= 2)
        await doctor.page.reload()
        await doctor.page.fill("#doctor-name", "Dr Lea Essai")
        await doctor.page.click("#enter button")
        await until(lambda: doctor.number_shown("#room"))
        await until(lambda: _shows(doctor, "#exam-view figcaption", "Dermatoscope"))
        await until(lambda: _shows(doctor, "#sections", "Rougeur 7 cm, s’étend"))
        await until(lambda: _shows(doctor, "#vitals", "37,9 °C"))
        assert len(station.told(WordsReady)) == 2


@story
async def test_a_relay_that_swaps_fingerprints_ends_the_call(tmp_path):
    invitation = an_invitation()
    script = (
        doctors_page()
        .files["call.js"]
        .replace(
            b"const answer = peer.localDescription.sdp;",
            b"const answer = peer.localDescription.sdp.replace(/(fingerprint:sha-256 )../g, '$1'"
            b" + 'AB');",
        )
    )
    honest = dict(doctors_page().files)
    # The code is computed from the true description: only what travels is changed.
    swapped = script.replace(
        b'await codeOf(this.#key, "doctor", answer)',
        b'await codeOf(this.#key, "doctor", peer.localDescription.sdp)',
    )
    assert swapped != honest["call.js"]
    async with (
        a_relay(page=Page(honest | {"call.js": swapped})) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await doctor.enter(invitation.address(f"{relay}/"))
        await until(lambda: CallState.REFUSED in station.states())
        await asyncio.sleep(0)
        assert CallState.CONNECTED not in station.states()
        assert station.told(WordsReady) == []


@story
async def test_a_relay_that_starts_again_and_forgot_loses_no_call(tmp_path):
    invitation, port = an_invitation(), free_port()
    async with AsyncExitStack() as relays, AsyncExitStack() as ends:
        relay = await relays.enter_async_context(a_relay(page=doctors_page(), port=port))
        station = await ends.enter_async_context(a_station(f"{relay}/", invitation))
        doctor = await ends.enter_async_context(a_doctor(tmp_path))
        await linked(station, doctor, invitation.address(f"{relay}/"))
        await relays.aclose()
        before = await doctor.number_shown("#room")
        await until(lambda: _moved(doctor, "#room", before))
        station.caller.say(a_vital())
        await until(lambda: _shows(doctor, "#vitals", "37,9"))
        async with a_relay(page=doctors_page(), port=port):
            await until(lambda: station.caller.is_attended)
            before = await until(lambda: doctor.number_shown("#room"))
            await until(lambda: _moved(doctor, "#room", before))
            assert CallState.OVER not in station.states()
            await station.caller.leave()
            await until(lambda: doctor.page.is_visible("#over"))


@story
async def test_a_link_cut_short_says_so_and_calls_nobody(tmp_path):
    async with a_relay(page=doctors_page()) as relay, a_doctor(tmp_path) as doctor:
        await doctor.page.goto(f"{relay}/#abc")
        await until(lambda: doctor.page.is_visible("#over"))
        assert "n’est pas complet" in await doctor.text("#over")
        assert not any(one.endswith("/call") for one in doctor.asked)
