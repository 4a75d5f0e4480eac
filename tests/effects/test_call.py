"""The call: what is made, said and sent; nothing of the patient, nothing of another consultation."""

from dataclasses import replace
from decimal import Decimal
from email import message_from_bytes, policy
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.clock import now
from app.doctor_frame import DoctorFrame
from app.effects.call import NO_RELAY, NOT_INSTALLED, CallRoom
from app.effects.call_words import signal_of, site_of
from app.encounter import call_messages as say
from app.encounter.call_effects import (
    AcknowledgeConclusion,
    EndCall,
    MuteVoice,
    OpenCall,
    SayVital,
    SendSummary,
    SetVolume,
    ShareCamera,
    ShareSound,
    SummaryPart,
    WriteCallMail,
)
from app.encounter.call_state import CallOutcome, CallStage, LinkQuality
from app.settings import RelaySettings, Settings, write_settings
from app.teleconsult.invitation import invitation_from, invitation_in
from app.teleconsult.messages import Bye, Conclusion, Hello, Section, StillAsked, Vital, encode
from app.teleconsult.opening import Opening
from app.teleconsult.peer import Channel
from app.teleconsult.states import (
    CallLacks,
    CallMoved,
    CallState,
    DoctorSaid,
    DoctorShown,
    FileArrived,
    FileLeft,
    Piece,
    Quality,
    WordsReady,
)
from app.teleconsult.states import LinkQuality as LinkFelt
from app.teleconsult.transfer import call_file
from hardware.bindings import CameraRole
from hardware.media.messages import SoundPlayed
from hardware.readings import Origin, quantity
from tests.builders import a_station

OURS, OTHER, NAMED = "1" * 32, "2" * 32, {"id": "a" * 32, "ts": 1}
KEY = "clef-de-poste-pour-les-essais"
RELAY = RelaySettings("https://relais.invalid/", KEY, "/etc/osys/autorite.pem")
PDF = b"%PDF-1.7\n" + b"x" * 64 + b"\n%%EOF\n"
OPEN = OpenCall(OURS, "Pharmacie des Tilleuls", "Hélène Marchetti", is_simulated=True)


class Line:
    """A line that writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def __getattr__(self, name: str):
        return lambda *words: self.asked.append((name, *words))

    def of(self, name: str) -> list[object]:
        return [one[1] for one in self.asked if one[0] == name]


class Told(list):
    """What was posted, by kind."""

    def of(self, kind: type) -> list[object]:
        return [one for one in self if isinstance(one, kind)]


def a_room(folder: Path, relay: RelaySettings = RELAY, *, demonstration: bool = False):
    station = a_station(demonstration=demonstration)
    settings = Settings(station.name, station.pharmacy, station.professionals, relay=relay)
    write_settings(folder, settings)
    told, line = Told(), Line()
    room = CallRoom(station, folder, told.append)
    room.use(line)
    return room, line, told


def open_room(folder: Path, **named: bool):
    room, line, told = a_room(folder, **named)
    assert list(room.answer(OPEN)) == []
    return room, line, told


def test_the_link_and_the_code_bring_to_the_same_room_with_the_key_of_the_settings(
    tmp_path: Path,
) -> None:
    _, line, told = open_room(tmp_path)
    (opening,) = line.of("open_call")
    (ready,) = told.of(say.LinkReady)
    assert isinstance(opening, Opening) and isinstance(ready, say.LinkReady)
    assert ready.address.startswith("https://relais.invalid/#")
    assert invitation_in(ready.address) == invitation_from(ready.spoken_code) == opening.invitation
    assert (opening.relay.url, opening.relay.key) == (RELAY.address, KEY)
    assert opening.authority == RELAY.authority
    assert isinstance(opening.hello, Hello) and opening.hello.simulated
    for secret in (KEY, ready.address, ready.spoken_code):
        assert secret not in repr(opening) and secret not in repr(ready)


def test_two_calls_never_have_the_same_link(tmp_path: Path) -> None:
    room, line, _ = open_room(tmp_path)
    room.answer(OPEN)
    first, second = line.of("open_call")
    assert first.invitation != second.invitation


def test_a_station_without_a_relay_says_so_and_opens_nothing(tmp_path: Path) -> None:
    room, line, _ = a_room(tmp_path, RelaySettings())
    assert list(room.answer(OPEN)) == [say.CallChanged(OURS, CallStage.REFUSED, NO_RELAY)]
    assert line.asked == []


def test_without_the_component_the_station_says_what_to_install(tmp_path: Path) -> None:
    room = CallRoom(a_station(), tmp_path, lambda _: None)
    assert list(room.answer(OPEN)) == [say.CallChanged(OURS, CallStage.REFUSED, NOT_INSTALLED)]


def test_a_demonstration_opens_its_own_relay_on_this_computer_only(tmp_path: Path) -> None:
    room, line, told = a_room(tmp_path, RelaySettings(), demonstration=True)
    try:
        room.answer(OPEN)
        (opening,) = line.of("open_call")
        assert opening.relay.url.startswith("http://127.0.0.1:")
        assert "osys" in page_of(opening.relay.url).lower()
        assert told.of(say.LinkReady)[0].address.startswith(opening.relay.url)
    finally:
        room.close()
    with pytest.raises(ConnectionRefusedError):
        page_of(opening.relay.url)


def test_what_is_shared_goes_through_the_line(tmp_path: Path) -> None:
    room, line, _ = open_room(tmp_path)
    for effect in (
        ShareCamera(OURS, CameraRole.OTOSCOPE),
        ShareSound(OURS, on=True),
        MuteVoice(OURS, on=True),
        SetVolume(OURS, 60),
        AcknowledgeConclusion(OURS, "d" * 32),
    ):
        room.answer(effect)
    assert line.asked[1:] == [
        ("share_camera", CameraRole.OTOSCOPE),
        ("share_sound", True),
        ("mute", True),
        ("set_volume", 60),
        ("acknowledge", "d" * 32),
    ]


def page_of(address: str) -> str:
    asked = HTTPConnection(address.split("/")[2], timeout=10)
    try:
        asked.request("GET", "/")
        return asked.getresponse().read().decode()
    finally:
        asked.close()


def a_vital(origin: Origin, *, is_final: bool, quality: tuple[str, ...] = ()) -> SayVital:
    values = (quantity("spo2", Decimal("97")), quantity("pulse", Decimal("74")))
    return SayVital(OURS, values, is_final, quality, origin, "PO-1")


@pytest.mark.parametrize(
    ("effect", "channel", "how", "signal"),
    [
        (a_vital(Origin.LIVE, is_final=False), Channel.VITALS, "live", "ok"),
        (a_vital(Origin.LIVE, is_final=True), Channel.CTL, "final", "ok"),
        (a_vital(Origin.MANUAL, is_final=True), Channel.CTL, "typed", "ok"),
        (a_vital(Origin.SIMULATED, is_final=False), Channel.VITALS, "simulated", "ok"),
        (
            a_vital(Origin.LIVE, is_final=False, quality=("weak_signal",)),
            Channel.VITALS,
            "live",
            "weak",
        ),
    ],
)
def test_a_value_says_where_it_comes_from_and_takes_the_channel_it_needs(
    tmp_path: Path, effect: SayVital, channel: Channel, how: str, signal: str
) -> None:
    room, line, _ = open_room(tmp_path)
    room.answer(effect)
    said = [(one[1], one[2]) for one in line.asked if one[0] == "say"]
    assert [on for _, on in said] == [channel] * 2
    first, second = (one for one, _ in said)
    assert isinstance(first, Vital) and isinstance(second, Vital)
    assert (first.code, first.val, first.unit) == ("20564-1", "97", "%")
    assert (second.code, second.val) == ("8867-4", "74")
    assert (first.how, first.q) == (how, signal)
    assert first.id != second.id and encode(first)


def test_flags_of_a_device_say_how_the_signal_is_and_where_it_was_taken() -> None:
    assert signal_of(("sensor_off",)) == "off"
    assert signal_of(("site_ear",)) == "ok"
    assert site_of(("site_ear",)) == "oreille"
    assert site_of(()) == ""


def test_the_summary_leaves_as_numbered_parts_that_fit_a_message(tmp_path: Path) -> None:
    room, line, _ = open_room(tmp_path)
    long = tuple((f"{n} " * 50, "réponse " * 45) for n in range(20))
    room.answer(SendSummary(OURS, (SummaryPart("Symptômes", long), SummaryPart("Contexte", ()))))
    first, second = (one[1] for one in line.asked if one[0] == "say")
    assert isinstance(first, Section) and isinstance(second, Section)
    assert (first.number, second.number, first.total) == (1, 2, 2)
    assert encode(first)
    room.answer(SendSummary(OURS, (SummaryPart("Contexte", ()),)))
    told = [one[1] for one in line.asked if one[0] == "say"][2:]
    assert [(one.number, one.title, one.rows) for one in told] == [
        (1, "Contexte", ()),
        (2, "Partie retirée", ()),
    ]


def a_conclusion(**changes: object) -> Conclusion:
    said = Conclusion(
        **NAMED,
        doctor="Dr\u202e Léa\x07 Essai",
        rpps="10000123454",
        diagnosis="Angine",
        advice="Buvez.\n\n Reposez-vous.",
        outcome="samu_15",
        papers=("c" * 64,),
    )
    return Conclusion(**({one: getattr(said, one) for one in said.__struct_fields__} | changes))


def test_news_of_the_call_become_messages_of_the_consultation_that_opened_it(
    tmp_path: Path,
) -> None:
    room, _, told = open_room(tmp_path)
    told.clear()
    paper = call_file("ordonnance.pdf", "application/pdf", PDF)
    for news in (
        CallMoved(CallState.LOST, "Coupée", 2.0),
        WordsReady(("jardin", "cloche", "renard", "sel")),
        LinkFelt(Quality.SLOW_PICTURE),
        DoctorSaid(StillAsked(**NAMED, track="exam")),
        DoctorSaid(a_conclusion()),
        FileArrived(paper),
        FileLeft("e" * 64, is_kept=False),
        CallLacks(Piece.VOICE, "Aucun microphone."),
        CallLacks(Piece.VOICE, ""),
    ):
        room.hear(news)
    moved, words, felt, still, concluded, came, gone, lacks = told
    assert moved == say.CallChanged(OURS, CallStage.LOST, "Coupée", 2.0)
    assert words.words == ("jardin", "cloche", "renard", "sel")
    assert felt == say.QualityChanged(OURS, LinkQuality.SLOW_PICTURE)
    assert still.track == "exam"
    said = concluded.conclusion
    assert (said.doctor, said.advice) == ("Dr Léa Essai", "Buvez.\nReposez-vous.")
    assert (said.outcome, said.papers) == (CallOutcome.SAMU_15, ("c" * 64,))
    assert came == say.PaperCame(OURS, sha256(PDF).hexdigest(), "ordonnance.pdf", PDF)
    assert gone == say.FileGone(OURS, "e" * 64, is_kept=False)
    assert lacks == say.CallFailed(OURS, "Aucun microphone.")


def test_a_call_that_is_over_answers_nothing_more(tmp_path: Path) -> None:
    room, line, told = open_room(tmp_path)
    room.answer(EndCall(OURS))
    assert ("leave_call",) in line.asked
    asked, before = len(line.asked), len(told)
    room.hear(CallMoved(CallState.CONNECTED, "En ligne"))
    room.answer(ShareCamera(OURS, CameraRole.OTOSCOPE))
    assert (len(line.asked), len(told)) == (asked, before)


def test_an_effect_of_another_consultation_reaches_no_doctor(tmp_path: Path) -> None:
    room, line, _ = open_room(tmp_path)
    asked = len(line.asked)
    room.answer(replace(a_vital(Origin.LIVE, is_final=True), encounter_id=OTHER))
    room.answer(EndCall(OTHER))
    assert len(line.asked) == asked


def test_a_doctor_who_leaves_ends_the_call_here_too(tmp_path: Path) -> None:
    room, line, told = open_room(tmp_path)
    room.hear(DoctorSaid(Bye(**NAMED, why="left")))
    assert told[-1].stage is CallStage.OVER
    assert line.asked[-1] == ("leave_call",)


def test_the_mail_holds_the_link_the_pharmacy_and_nobody_else(tmp_path: Path) -> None:
    room, _, told = open_room(tmp_path)
    (written,) = room.answer(WriteCallMail(OURS))
    path = Path(written.path)
    assert path.stat().st_mode & 0o077 == 0
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_content()
    assert told.of(say.LinkReady)[0].address in body
    assert "Pharmacie des Tilleuls" in body
    assert mail["To"] is None and mail["X-Unsent"] == "1"
    assert mail["Subject"] == "Demande de téléconsultation"
    assert "Démonstration" not in body
    assert told.of(say.LinkReady)[0].spoken_code not in body


def test_what_is_not_of_the_call_goes_on_to_the_exam_and_faces_to_the_board(
    tmp_path: Path,
) -> None:
    room, _, told = open_room(tmp_path)
    heard: list[object] = []
    sort = room.sorting(heard.append)
    played = SoundPlayed("played-1")
    sort(played)
    sort(DoctorShown("osys-a", 1, 2, 640, 480))
    sort(WordsReady(("a", "b", "c", "d")))
    assert heard == [played]
    assert told.of(DoctorFrame) == [DoctorFrame("osys-a", 1, 2, 640, 480)]
    assert told.of(say.WordsHeard) != []
    assert now().tzinfo is not None
