"""A call where no direct way exists: all of it through coturn, by credentials of limited time."""

from functools import partial
from time import time

import pytest

from app.teleconsult.peer import Channel
from app.teleconsult.relay.rules import JOINED_LIFE_S
from app.teleconsult.relay.run import doctors_page
from app.teleconsult.relay.turn import Turn
from app.teleconsult.states import FileArrived, FileLeft
from app.teleconsult.wrtc_peer import WrtcPeer
from tests.teleconsult.doctor import a_doctor
from tests.teleconsult.ends import a_relay, an_invitation
from tests.teleconsult.servers import a_turn_server
from tests.teleconsult.station import a_station, until
from tests.teleconsult.test_call import PDF, _shows, a_photo, a_vital, linked
from tests.teleconsult.test_relay import story

pytestmark = pytest.mark.needs("chromium", "coturn")
SHARED = "un-secret-que-coturn-et-le-relais-partagent"
# A browser behind a wall: it may use the servers it was given and nothing else, and says what it
# found. The page itself is the real one.
WALLED = """
window.found = [];
window.peers = [];
const Real = RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(asked) {
    super({ ...asked, iceTransportPolicy: "relay" });
    window.peers.push(this);
    this.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.candidate) window.found.push(candidate.candidate);
    });
  }
};
"""
PAIR = """async () => {
  const stats = [...(await window.peers.at(-1).getStats()).values()];
  const { selectedCandidatePairId } = stats.find((one) => one.type === "transport");
  const pair = stats.find((one) => one.id === selectedCandidatePairId);
  const local = stats.find((one) => one.id === pair.localCandidateId);
  const remote = stats.find((one) => one.id === pair.remoteCandidateId);
  return [local.candidateType, remote.candidateType, local.relayProtocol];
}"""


@pytest.fixture(autouse=True)
def on_the_loopback(monkeypatch):
    """libwebrtc leaves the loopback out unless told."""
    monkeypatch.setenv("WRTC_ALLOW_LOOPBACK", "1")


class Watched(WrtcPeer):
    """The engine, and what it said it found."""

    found = ()

    def __init__(self, listener, servers, **named):
        super().__init__(_Ear(listener, self), servers, **named)


class _Ear:
    """Passes all on, and writes down the ways that were found."""

    def __init__(self, listener, peer):
        self._listener, self._peer = listener, peer

    def found(self, candidate):
        Watched.found = (*Watched.found, candidate["candidate"])
        self._listener.found(candidate)

    def __getattr__(self, name):
        return getattr(self._listener, name)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
@story
async def test_a_call_passes_by_the_turn_server_alone(tmp_path, transport):
    invitation = an_invitation()
    Watched.found = ()
    with a_turn_server(tmp_path, SHARED) as port:
        turn = Turn((f"turn:127.0.0.1:{port}?transport={transport}",), SHARED)
        async with (
            a_relay(page=doctors_page(), turn=turn) as relay,
            a_station(
                f"{relay}/", invitation, make_peer=partial(Watched, is_relayed=True)
            ) as station,
            a_doctor(tmp_path) as doctor,
        ):
            await doctor.page.add_init_script(WALLED)
            await linked(station, doctor, invitation.address(f"{relay}/"))
            station.caller.say(a_vital())
            station.caller.say(
                a_vital(code="20564-1", val="97", unit="%", how="live"), Channel.VITALS
            )
            await until(lambda: _shows(doctor, "#vitals", "37,9 °C"))
            photo = a_photo()
            station.caller.send(photo)
            await until(lambda: FileLeft(photo.digest, is_kept=True) in station.news)
            await send_a_paper(doctor)
            (paper,) = await until(lambda: station.told(FileArrived))
            assert paper.file.data == PDF
            page = doctor.page.locator("#call")
            found = [*await page.evaluate("() => window.found"), *filter(None, Watched.found)]
            assert len(found) >= 2
            assert all(" typ relay " in one for one in found), found
            assert await page.evaluate(PAIR) == ["relay", "relay", transport]
            assert doctor.errors == []
        log = (tmp_path / "turn.log").read_text(encoding="utf-8")
    assert f":{invitation.room_name}>" in log


async def send_a_paper(doctor):
    page = doctor.page
    await page.fill("#diagnosis", "Érythème migrant")
    await page.check("[value=prescription]", force=True)
    await page.set_input_files(
        "#paper", {"name": "o.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    await until(lambda: _shows(doctor, "#paper-state", "Prêt à partir"))
    await page.click("#send")


@pytest.mark.parametrize(
    ("secret", "shift_s"), [("un-autre-secret", 0), (SHARED, -JOINED_LIFE_S - 60)]
)
@story
async def test_credentials_of_another_secret_or_of_yesterday_open_nothing(
    tmp_path, secret, shift_s
):
    with a_turn_server(tmp_path, SHARED) as port:
        made = Turn((f"turn:127.0.0.1:{port}?transport=udp",), secret)
        servers = made.servers(an_invitation().room_name, time() + shift_s)
        Watched.found = ()
        peer = Watched(_Deaf(), servers, is_relayed=True)
        try:
            await peer.offer()
            await until(lambda: Watched.found)
            assert set(Watched.found) == {""}  # the end of the search, which found nothing
            assert "401" in (tmp_path / "turn.log").read_text(encoding="utf-8")
        finally:
            await peer.close()


class _Deaf:
    """Hears nothing."""

    def __getattr__(self, _name):
        return lambda *_given: None
