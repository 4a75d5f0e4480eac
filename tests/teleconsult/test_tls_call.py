"""The whole call through ``osys relay`` under TLS, each end checking who signed the relay."""

import ssl

import pytest
from playwright.async_api import Error

from app.teleconsult.states import CallState, FileLeft
from tests.teleconsult.doctor import a_doctor
from tests.teleconsult.ends import an_invitation
from tests.teleconsult.servers import an_authority, osys_relay, trusting
from tests.teleconsult.station import a_station, until
from tests.teleconsult.test_call import a_photo, conclude, linked, show_the_case
from tests.teleconsult.test_relay import story
from tests.teleconsult.test_relay_program import STATIONS, loopback

pytestmark = pytest.mark.needs("chromium", "nss")


@pytest.fixture(autouse=True)
def on_the_loopback(monkeypatch):
    """libwebrtc leaves the loopback out unless told."""
    monkeypatch.setenv("WRTC_ALLOW_LOOPBACK", "1")


@pytest.fixture
def signed(tmp_path):
    """A relay under TLS: the authority that signed it, and what its file says."""
    authority, certificate, key = an_authority(tmp_path / "authority")
    lines = {"certificate": str(certificate), "private_key": str(key), "stations": STATIONS}
    return authority, {"listen": loopback(), **lines}


@story
async def test_a_call_under_tls_by_an_authority_both_ends_trust(tmp_path, signed):
    authority, lines = signed
    invitation, home = an_invitation(), trusting(tmp_path / "home", authority)
    trusted = ssl.create_default_context(cafile=str(authority))
    with osys_relay(tmp_path / "relay", **lines) as (_, address):
        assert address.startswith("https://")
        async with (
            a_station(address, invitation, tls=trusted) as station,
            a_doctor(tmp_path, home=home) as doctor,
        ):
            await linked(station, doctor, invitation.address(address))
            await show_the_case(station, doctor)
            photo = a_photo()
            station.caller.send(photo)
            await until(lambda: FileLeft(photo.digest, is_kept=True) in station.news)
            await conclude(station, doctor)
            assert doctor.errors == []
            assert all(one.removeprefix("blob:").startswith(address) for one in doctor.asked)


@story
async def test_neither_end_goes_on_without_the_authority(tmp_path, signed):
    _, lines = signed
    invitation, home = an_invitation(), tmp_path / "home"
    home.mkdir()
    with osys_relay(tmp_path / "relay", **lines) as (_, address):
        async with (
            a_station(address, invitation) as station,
            a_doctor(tmp_path, home=home) as doctor,
        ):
            with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
                await doctor.page.goto(invitation.address(address))
            await until(lambda: CallState.LOST in station.states())
            assert CallState.WAITING not in station.states()
