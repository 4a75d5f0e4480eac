"""The doctor's page by itself: the code, the links that open nothing, what it asks for."""

import json
import secrets
from hashlib import sha256

import pytest

from app.teleconsult.invitation import invitation_from
from app.teleconsult.messages import Conclusion
from app.teleconsult.relay.rules import UNJOINED_LIFE_S
from app.teleconsult.relay.run import doctors_page
from app.teleconsult.relay.server import Limits
from app.teleconsult.spoken_code import LENGTH, SIGNS, new_code
from app.teleconsult.states import CallState
from tests.teleconsult.doctor import a_doctor
from tests.teleconsult.ends import STATION_KEY, a_relay, an_invitation, ends, joining, opening
from tests.teleconsult.station import a_station, until
from tests.teleconsult.test_call import PDF, _shows, linked
from tests.teleconsult.test_relay import Clock, story

pytestmark = pytest.mark.needs("chromium")
PHONE = "02 40 12 34 56"


@pytest.fixture(autouse=True)
def on_the_loopback(monkeypatch):
    """libwebrtc leaves the loopback out unless told."""
    monkeypatch.setenv("WRTC_ALLOW_LOOPBACK", "1")


def a_code():
    return new_code(secrets.token_bytes(10))


@story
async def test_a_code_typed_as_it_is_heard_opens_the_same_call(tmp_path):
    code = a_code()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation_from(code)) as station,
        a_doctor(tmp_path) as doctor,
    ):
        await doctor.page.goto(f"{relay}/")
        await doctor.page.wait_for_selector("#code")
        assert not await doctor.page.is_visible("#doctor-name")
        heard = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
        await doctor.page.fill("#code", heard)
        assert await doctor.text("#code-error") == ""
        await doctor.page.click("#code-go")
        await doctor.page.fill("#doctor-name", "Dr Lea Essai")
        await doctor.page.click("#enter button")
        await until(lambda: CallState.CONNECTED in station.states())
        await until(lambda: doctor.number_shown("#room"))
        assert doctor.errors == []
        asked = "".join(doctor.asked)
        assert not any(group in asked for group in code.split("-"))


@story
async def test_a_wrong_sign_is_said_before_anything_is_sent(tmp_path):
    code = a_code().replace("-", "")
    changed = code[:5] + SIGNS[SIGNS.index(code[5]) - 1] + code[6:]
    at = next(i for i in range(LENGTH - 1) if code[i] != code[i + 1])
    exchanged = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    async with a_relay(page=doctors_page()) as relay, a_doctor(tmp_path) as doctor:
        await doctor.page.goto(f"{relay}/")
        for typed, said in (
            (changed, "Un signe est faux"),
            (exchanged, "Un signe est faux"),
            (code[:7] + "U", "« U »"),
            (code + "0", "pas un de plus"),
            (code[:3], ""),
        ):
            await doctor.page.fill("#code", typed)
            assert said in await doctor.text("#code-error") or typed == code[:3]
        assert await doctor.text("#code-error") == ""
        await doctor.page.click("#code-go")
        assert "Il manque 13 signes" in await doctor.text("#code-error")
        assert not await doctor.page.is_visible("#doctor-name")
        assert not any(one.endswith("/call") for one in doctor.asked)


@story
async def test_a_link_that_opens_nothing_more_gives_the_telephone_of_the_pharmacy(tmp_path):
    clock, used, late = Clock(), an_invitation(), an_invitation()
    async with (
        a_relay(page=doctors_page(), now_s=clock) as relay,
        ends() as connect,
        a_doctor(tmp_path) as doctor,
    ):
        for one in (used, late):
            await (await connect(relay, opening(one), STATION_KEY)).own()
        await (await connect(relay, joining(used))).own()
        await doctor.enter(used.address(f"{relay}/", PHONE))
        await until(lambda: _shows(doctor, "#over", "déjà servi"))
        assert "02 40 12 34 56" in await doctor.text("#over")
        assert await doctor.page.get_attribute("#over-phone", "href") == "tel:0240123456"
        clock.s += UNJOINED_LIFE_S + 1
        await doctor.enter(late.address(f"{relay}/", "+33 2 40 12 34 56"))
        await until(lambda: _shows(doctor, "#over", "n’ouvre plus rien"))
        assert "+33240123456" in await doctor.text("#over")
        await doctor.page.click("#over-code")
        assert await doctor.page.is_visible("#code")
        assert "0240123456" not in "".join(doctor.asked)


@story
async def test_somebody_slowed_down_is_told_and_comes_in_later(tmp_path):
    clock, invitation = Clock(), an_invitation()
    limits = Limits(admissions_a_minute=2)
    async with (
        a_relay(page=doctors_page(), now_s=clock, limits=limits) as relay,
        ends() as connect,
        a_doctor(tmp_path) as doctor,
    ):
        await (await connect(relay, opening(invitation), STATION_KEY)).own()
        await (await connect(relay, joining(an_invitation()))).own()
        await doctor.enter(invitation.address(f"{relay}/"))
        await until(lambda: _shows(doctor, "#link", "Trop d’essais"))
        clock.s += 61
        await until(lambda: _shows(doctor, "#link", "En attente du poste"))


@story
async def test_who_closes_the_tab_comes_back_by_the_same_link(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        address = invitation.address(f"{relay}/")
        await linked(station, doctor, address)
        context = doctor.page.context
        await doctor.page.close()
        await until(lambda: not station.caller.is_attended)
        await until(lambda: CallState.LOST in station.states())
        assert CallState.OVER not in station.states()
        again = type(doctor)(await context.new_page())
        await again.enter(address)
        await until(lambda: again.number_shown("#room"))
        assert station.states()[-1] is CallState.CONNECTED
        await station.caller.leave()
        await until(lambda: again.page.is_visible("#over"))
        kept = await again.page.locator("#over").evaluate(
            "() => [localStorage.length, sessionStorage.length]"
        )
        assert kept == [0, 0]


def print_of(said):
    """Return the id that a conclusion has by what it says: docs/call-schema.md."""
    fields = (said.doctor, said.rpps, said.diagnosis, said.outcome, said.advice, said.follow_up)
    text = json.dumps((*fields, said.papers), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:32]


@story
async def test_a_conclusion_says_what_lacks_then_what_was_received(tmp_path):
    invitation = an_invitation()
    async with (
        a_relay(page=doctors_page()) as relay,
        a_station(f"{relay}/", invitation) as station,
        a_doctor(tmp_path) as doctor,
    ):
        page = doctor.page
        await linked(station, doctor, invitation.address(f"{relay}/"))
        await page.click("#send", force=True)
        assert await doctor.text("#send-state") == "Il manque le diagnostic et la suite donnée."
        assert await page.get_attribute("#diagnosis", "aria-invalid") == "true"
        await page.fill("#diagnosis", "Érythème migrant, « isolé »\u2028")
        await page.check("[value=advice]", force=True)
        assert await doctor.text("#send-state") == "Il manque le texte du conseil."
        await page.check("[value=prescription]", force=True)
        assert "Sans PDF" in await doctor.text("#send-state")
        await page.set_input_files(
            "#paper", {"name": "o.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
        await until(lambda: _shows(doctor, ".pick", "o.pdf"))
        await page.fill("#advice", "Doxycycline\n\t10 jours")
        await page.click("#send")
        (said,) = await until(lambda: station.said(Conclusion))
        station.caller.acknowledge(said)
        await until(lambda: _shows(doctor, "#send-state", "Reçu par la pharmacie à "))
        assert f"Empreinte {said.id[:8]}." in await doctor.text("#send-state")
        assert said.id == print_of(said)
        assert doctor.errors == []
