"""The whole act through the real window, a real Chromium as the doctor: from consent to archive."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk.archive_captures import CaptureWanted
from app.effects.protocol_room import shipped
from app.encounter.call_state import CallStage
from app.encounter.model import Stage, Step
from app.encounter.sheet import OrientationSheet
from app.exchange.dmp import SIMULATED_CAPTURE, Channel, refusals_to
from hardware.bindings import CameraRole
from hardware.media.ring import RingReader
from tests.exchange.conftest import kit, official  # noqa: F401 - fixtures of the official rules
from tests.exchange.official import OfficialRules
from tests.exchange.reading import plain, words
from tests.stories.doctor_beside import DoctorBeside
from tests.stories.hands import Hands
from tests.stories.test_exam_story import THROAT, betrayed, reach_measures
from tests.stories.test_window import answer_all
from tests.teleconsult.barcode import number_in
from ui.widgets.navigation import NavigationButton
from ui.widgets.sound_share import SoundShare

pytestmark = pytest.mark.needs("chromium")
K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAYED: list[bytes] = []
"""The record of the act, once it was played: two tests look at it."""
PDF = b"%PDF-1.7\n" + os.urandom(60_000) + b"\n%%EOF\n"
NAMES = ("DORVAL", "Dorval", "CAMILLE", "Camille", "288043523801466", "1988")


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, dress: object) -> Iterator[Hands]:
    list(shipped().library.values())  # parsed before anybody waits for the home screen
    opened = Hands(qtbot, tmp_path / "station")
    yield opened
    opened.close()


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[DoctorBeside]:
    (tmp_path / "browser").mkdir()
    doctor = DoctorBeside(tmp_path / "browser")
    yield doctor
    doctor.close()


def test_a_doctor_sees_hears_and_concludes_and_the_sheet_holds_it(
    hands: Hands, beside: DoctorBeside, tmp_path: Path, pictures: Path | None
) -> None:
    sheet, record = play_the_act(hands, beside, tmp_path, pictures)
    PLAYED.append(record)
    held = sheet.teleconsultation
    assert held is not None and held.conclusion is not None
    said = held.conclusion
    assert (said.doctor, said.rpps, said.outcome) == ("Dr Lea Essai", "10000123454", "prescription")
    assert (said.diagnosis, said.advice) == ("Angine à streptocoque A", "Reposez-vous.")
    (paper,) = held.papers
    assert said.paper_digests == (paper.sha256,) == (sha256(PDF).hexdigest(),)
    assert {"otoscope", "stéthoscope", "oxymètre"} <= set(held.devices)
    assert held.billing is not None
    assert (held.billing.code, held.billing.prescriber) == ("TLM", "10000123454")
    assert held.consent_at <= held.opened_at <= held.joined_at < held.ended_at
    check_archive(hands, paper.id, tmp_path)
    for channel in Channel:  # a simulated picture never leaves, doctor or not
        assert SIMULATED_CAPTURE in refusals_to(sheet, channel)


@pytest.mark.cda_rules
def test_the_record_of_the_act_passes_the_official_rules(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    official: OfficialRules,  # noqa: F811 - the fixture imported above
) -> None:
    if not PLAYED:  # this test alone was asked for
        hands, beside = (request.getfixturevalue(name) for name in ("hands", "beside"))
        PLAYED.append(play_the_act(hands, beside, tmp_path, None)[1])
    (record,) = PLAYED
    assert official.errors(record) == []
    assert official.fired(record) > 100


def play_the_act(
    hands: Hands, beside: DoctorBeside, folder: Path, pictures: Path | None
) -> tuple[OrientationSheet, bytes]:
    """Play it all; return the sheet as it was sealed, and its record."""
    reach_measures(hands, folder)
    beside.start()
    open_room(hands, pictures)
    beside.wait_open(hands)
    bring_in(hands, beside, pictures)
    see_each_other(hands, beside)
    show_the_case(hands, beside)
    give_the_photo(hands, beside, pictures)
    let_the_heart_be_heard(hands, beside, pictures)
    take_the_conclusion(hands, beside, pictures)
    hands.press(K.Key_Return, CONTROL)
    hands.wait(lambda: hands.visit.call.stage is CallStage.OVER, "the end of the call")
    beside.does(hands, until_shown(beside, "#over"), "the end on the doctor's page")
    assert beside.doctor is not None and beside.doctor.errors == []
    hands.press(K.Key_Backspace)
    hands.wait(lambda: not hands.visit.call.page, "the consultation")
    answer_all(hands, THROAT)
    hands.press(K.Key_Return, CONTROL)
    hands.wait(lambda: hands.visit.stage is Stage.SEALED, "the seal")
    return sealed(hands)


def open_room(hands: Hands, pictures: Path | None) -> None:
    """Ask the patient, see oneself, open the room: nothing before the word of the patient."""
    places = hands.window.findChildren(NavigationButton)
    next(one for one in places if one.text() == "Visio").click()
    hands.wait(lambda: hands.visit.call.page, "the page of the call")
    live = hands.loop.live
    assert live.frame(CameraRole.ROOM) is None
    hands.enter()
    assert hands.visit.call.stage is CallStage.PREPARING
    hands.type("11")
    hands.wait(lambda: hands.visit.call.shares_summary, "both agreements")
    hands.wait(lambda: live.frame(CameraRole.ROOM) is not None, "one's own picture")
    hands.picture(pictures, "07e-accords")
    hands.enter()
    hands.wait(lambda: hands.visit.call.stage is CallStage.WAITING, "the waiting room")
    hands.wait(lambda: hands.visit.call.link, "the link")
    hands.picture(pictures, "07f-attente")


def bring_in(hands: Hands, beside: DoctorBeside, pictures: Path | None) -> None:
    """Let the doctor enter by the link, give a number, and read the same four words."""
    doctor, address = beside.doctor, hands.visit.call.link
    assert doctor is not None
    assert not any(name in address for name in NAMES)

    async def enter() -> None:
        await doctor.page.goto(address)
        await doctor.page.fill("#doctor-name", "Dr Lea Essai")
        await doctor.page.fill("#doctor-rpps", "10000123454")
        await doctor.page.click("#enter button")

    beside.does(hands, enter(), "the doctor's page")
    hands.wait(lambda: hands.visit.call.stage is CallStage.CONNECTED, "the doctor")
    hands.wait(lambda: hands.visit.call.words, "the four words")
    assert hands.visit.call.link == ""
    hands.picture(pictures, "07g-medecin")
    told = beside.does(hands, text(beside, "#spoken-words"), "the words on the page")
    assert told == " · ".join(hands.visit.call.words)


def see_each_other(hands: Hands, beside: DoctorBeside) -> None:
    """The number on the doctor's picture is read here; the room moves on the doctor's page."""
    hands.wait(lambda: number_of_doctor(hands) in range(2000, 2020), "the doctor's picture")
    beside.does(hands, moving(beside, "#room"), "the room on the doctor's page")


def number_of_doctor(hands: Hands) -> int | None:
    shown = hands.loop.live.doctor()
    if shown is None:
        return None
    with closing(RingReader(shown.memory)) as reader:
        frame = reader.read(shown.slot, shown.sequence)
    if frame is None:
        return None
    picture = np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 3)
    return number_in(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))


def show_the_case(hands: Hands, beside: DoctorBeside) -> None:
    """The summary says answers and no name; a value taken now is there at once."""
    beside.does(hands, holding(beside, "#sections", "Respire mal"), "the summary")
    summary = beside.does(hands, text(beside, "#summary"), "the summary")
    assert not any(name in str(summary) for name in NAMES)
    hands.press(K.Key_Backspace)
    hands.wait(lambda: not hands.visit.call.page, "the measures")
    hands.wait_step(Step.MEASURE)
    hands.type("3")
    beside.does(hands, holding(beside, "#vitals", "SpO2"), "the saturation on the doctor's page")
    beside.does(hands, holding(beside, "#vitals", "simulé"), "where the value comes from")
    hands.wait(lambda: "oxymètre" in hands.visit.call.devices, "the oximeter noted")
    places = hands.window.findChildren(NavigationButton)
    next(one for one in places if one.text() == "Visio").click()
    hands.wait(lambda: hands.visit.call.page, "the page of the call")


def give_the_photo(hands: Hands, beside: DoctorBeside, pictures: Path | None) -> None:
    """The camera of the exam is shared, the doctor asks a photo and gets it whole."""
    doctor = beside.doctor
    assert doctor is not None
    hands.press(K.Key_F5)
    beside.does(hands, moving(beside, "#exam"), "the exam on the doctor's page")
    beside.does(hands, doctor.page.click("#still"), "the photo asked")
    hands.wait(lambda: hands.visit.call.still_asked, "the request")
    hands.picture(pictures, "07h-photo-demandee")
    hands.press(K.Key_C)
    hands.wait(lambda: hands.visit.exam.captures, "the photo kept")
    beside.does(hands, until_shown(beside, "#still-list img"), "the photo")
    natural = "image => [image.naturalWidth, image.naturalHeight]"
    size = doctor.page.locator("#still-list img").evaluate(natural)
    (photo,) = hands.visit.exam.captures
    assert beside.does(hands, size, "its size") == [photo.found.width, photo.found.height]


def let_the_heart_be_heard(hands: Hands, beside: DoctorBeside, pictures: Path | None) -> None:
    """The heart is heard, recorded, kept, and the recording is played on the doctor's page."""
    doctor = beside.doctor
    assert doctor is not None
    hands.press(K.Key_E)
    hands.wait(lambda: hands.visit.call.is_listening, "the stethoscope shared")
    (share,) = hands.window.findChildren(SoundShare)
    hands.wait(lambda: len(share.trace.columns) == 400, "four seconds of wave")
    hands.picture(pictures, "07i-stethoscope")
    hands.press(K.Key_E)
    hands.wait(lambda: len(hands.visit.exam.captures) > 1, "the recording kept")
    beside.does(hands, until_shown(beside, "#recording"), "the recording")
    length = doctor.page.locator("#recording").evaluate("a => a.duration")
    seconds = beside.does(hands, length, "its length")
    assert float(str(seconds)) == pytest.approx(
        float(hands.visit.exam.captures[1].found.seconds), abs=0.2
    )


def take_the_conclusion(hands: Hands, beside: DoctorBeside, pictures: Path | None) -> None:
    """The doctor concludes with a PDF, and is told it is kept once it is on the disk."""
    doctor = beside.doctor
    assert doctor is not None
    page = doctor.page

    async def conclude() -> None:
        paper = {"name": "ordonnance.pdf", "mimeType": "application/pdf", "buffer": PDF}
        await page.fill("#diagnosis", "Angine à streptocoque A")
        await page.check("[value=prescription]", force=True)
        await page.set_input_files("#paper", paper)
        await page.fill("#advice", "Reposez-vous.")
        await page.fill("#follow-up", "Revoir dans trois jours")
        await page.click("#send")

    beside.does(hands, conclude(), "the conclusion written")
    hands.wait(lambda: hands.visit.call.is_concluded, "the conclusion and its paper")
    beside.does(hands, holding(beside, "#send-state", "Reçu par la pharmacie"), "told kept")
    assert hands.visit.is_saved
    hands.picture(pictures, "07j-conclusion")


def sealed(hands: Hands) -> tuple[OrientationSheet, bytes]:
    """Return the sheet opened from the archive, and its record as it was exported."""
    hands.type("e")
    hands.wait(lambda: "documents" in hands.loop.flow.desk.notice, "the documents")
    exported = Path(hands.loop.flow.desk.notice.partition(" dans ")[2].rstrip("."))
    hands.type("a")
    hands.wait(lambda: hands.loop.flow.desk.archive.lines, "the archive")
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.archive.detail is not None, "the sheet")
    detail = hands.loop.flow.desk.archive.detail
    assert detail is not None and detail.sheet is not None
    assert "medecin-01.pdf" in detail.documents
    told = plain(words((exported / "sheet.pdf").read_bytes()))
    assert plain("Angine à streptocoque A") in told and plain("code TLM") in told
    return detail.sheet, (exported / "sheet.xml").read_bytes()


def check_archive(hands: Hands, paper_id: str, folder: Path) -> None:
    """The PDF opens from the archive byte for byte, and lies in the clear in the export only."""
    hands.loop.send(CaptureWanted(paper_id))
    archive = hands.loop.flow
    hands.wait(
        lambda: archive.desk.archive.capture is not None and archive.desk.archive.capture.content,
        "the document of the doctor",
    )
    shown = archive.desk.archive.capture
    assert shown is not None and shown.content == PDF
    exported = folder / "station" / "exports"
    (written,) = exported.rglob("medecin-01.pdf")
    assert written.read_bytes() == PDF
    pieces = [PDF[at : at + 24] for at in range(64, 50_000, 3000)]
    assert betrayed(folder / "station", exported, pieces) == []


async def text(beside: DoctorBeside, name: str) -> str:
    assert beside.doctor is not None
    return await beside.doctor.text(name)


async def holding(beside: DoctorBeside, name: str, wanted: str) -> None:
    while wanted not in await text(beside, name):
        await asyncio.sleep(0.1)


async def until_shown(beside: DoctorBeside, name: str) -> None:
    assert beside.doctor is not None
    await beside.doctor.page.wait_for_selector(name, state="visible", timeout=25_000)


async def moving(beside: DoctorBeside, name: str) -> None:
    """Wait until a video of the doctor's page shows more pictures than now."""
    assert beside.doctor is not None
    video = beside.doctor.page.locator(name)
    count = "video => video.getVideoPlaybackQuality().totalVideoFrames"
    before = await video.evaluate(count)
    while await video.evaluate(count) < before + 5:
        await asyncio.sleep(0.1)
