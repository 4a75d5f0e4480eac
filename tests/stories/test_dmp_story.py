"""What a doctor wrote keeps a patient from a product; what is sealed reaches another doctor.

Through the real window of a pharmacy that is no demonstration, with the keyboard: a summary that
comes in, a throat, a rapid test, its record and its attestation, then a mail that a real server
takes and that other libraries than ours read back.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.encounter.model import SlotState, Stage, Step
from app.identity import INS_NIR, IdentityStatus
from hardware.codecs.ins_datamatrix import InsFields, encode_ins
from hardware.datamatrix import make_image
from hardware.readings import Kind
from protocols.model import Level
from tests.builders import MATRICULE
from tests.exchange.incoming.letters import AMOXICILLIN, Whose, a_summary, allergy
from tests.exchange.reading import words as pdf_words
from tests.stories.hands import Hands
from tests.stories.read_back import Archive, read_archive
from tests.stories.real_pharmacy import SECRET, open_pharmacy
from tests.stories.test_window import answer_all, state
from tests.transport.servers import Received, an_smtp_server, papers, server_context
from tests.transport.test_command import configure
from ui.outcome_words import products_with_lot
from ui.widgets.navigation import NavigationButton
from ui.widgets.text import Text

THROAT = "douleur_pharyngee"
DOCTOR = "cabinet.le.dantec@invente.mssante.fr"
SUMMARY = a_summary(allergy(AMOXICILLIN), whose=Whose(root=INS_NIR))
SOURCE = "Synthèse médicale, LE DANTEC Maud, 12/03/2026"
UDI = "(01)03612345678904(17)271231(10)B987654"
LOTS = {
    "a_trod": UDI,
    "a_trod.maker": "Nadal",
    "a_trod.reference": "242001",
    "clarithromycine": "CL0715",
}
KEYS = {
    "a_toux": "2",
    "a_gang": "1",
    "a_amyg": "1",
    "a_aspect": "1",
    "a_trod": "1",
    "g_comp": "1",
    "g_all": "1",
    "g_all_bl": "3",
}
"""The digits of what the patient says; every other question is answered « non »."""


@pytest.fixture
def station(tmp_path: Path) -> Path:
    return open_pharmacy(tmp_path / "pharmacie", THROAT)


@pytest.fixture
def received(tmp_path: Path, station: Path) -> Iterator[Received]:
    """What the server of the operator takes: it wants the certificate of the pharmacy."""
    operator, pharmacy = papers(tmp_path / "operator"), papers(tmp_path / "pharmacy")
    with an_smtp_server(server_context(operator, pharmacy)) as (port, taken):
        configure(station, operator, pharmacy, port)
        yield taken


@pytest.fixture
def hands(qtbot: QtBot, station: Path, received: Received, dress: object) -> Iterator[Hands]:
    opened = Hands(qtbot, station)
    yield opened
    opened.close()


def identify(hands: Hands, folder: Path) -> None:
    """Read the INS code, look at a paper, write the doctor’s address, ask for the consents."""
    born = date(1988, 4, 12)
    fields = InsFields(MATRICULE, INS_NIR, ("CAMILLE", "JEANNE"), "DORVAL", "F", born, "35238")
    path = folder / "code.png"
    path.write_bytes(make_image(encode_ins(fields)))
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F5)
    hands.type(str(path))
    hands.enter()
    hands.wait(lambda: hands.visit.scanned, "the INS code")
    for name, text in (("Médecin traitant", "Dre Morvan"), ("Sa MSSanté", DOCTOR)):
        hands.tab_to(name)
        hands.type(text)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_P)
    hands.type("1111")
    hands.type("1")
    hands.wait(lambda: len(hands.visit.consents) == 5, "five consents")
    hands.enter()
    hands.wait_step(Step.CHOOSE)


def join(hands: Hands, path: Path) -> None:
    """Join the document beside the question that is shown."""
    hands.press(Qt.Key.Key_F5)
    hands.type(str(path))
    hands.enter()


def type_temperature(hands: Hands, pictures: Path | None) -> None:
    """Type the one measure this sore throat asks for: the station has no device."""
    hands.tab_to("Température, °C")
    hands.type("38,4")
    hands.enter()
    hands.wait(lambda: state(hands, Kind.TEMPERATURE) is SlotState.TAKEN, "the temperature")
    hands.enter()
    hands.wait(lambda: hands.visit.step is not Step.MEASURE, "the questions after the measures")


def note_lots(hands: Hands) -> None:
    """Write which device gave the result, and the lot of the box that is given."""
    fields = dict(products_with_lot(hands.visit))
    for key, text in LOTS.items():
        hands.tab_to(fields[key])
        hands.type(text)
    hands.press(Qt.Key.Key_Escape)


def test_a_penicillin_allergy_written_by_a_doctor_until_a_mail_another_one_reads(
    hands: Hands, received: Received, tmp_path: Path, pictures: Path | None
) -> None:
    log_in(hands)
    begin(hands, tmp_path)
    take_in(hands, tmp_path, pictures)
    answer_all(hands, KEYS, pictures, type_temperature)
    # asked aloud, whatever the document says
    assert hands.visit.answers["g_all_bl"] == "severe_ou_cephalo"
    seal(hands, pictures)
    transmit(hands, received, pictures)
    folder = export(hands, pictures)
    check_mail(received.mails[0], folder)
    check_test(folder)


def open_place(hands: Hands, name: str) -> None:
    places = hands.window.findChildren(NavigationButton)
    next(one for one in places if one.text() == name).click()


def log_in(hands: Hands) -> None:
    """Open the station, which asks for its shares first, and go home."""
    hands.type(SECRET)
    hands.enter()
    hands.wait(lambda: hands.loop.flow.desk.person, "the session")
    open_place(hands, "Accueil")
    hands.wait(lambda: hands.loop.flow.desk.tiles, "the home screen")


def begin(hands: Hands, tmp_path: Path) -> None:
    """Open a patient and the throat, no sign of alarm."""
    hands.enter()
    hands.wait(lambda: hands.loop.flow.encounter is not None, "the consultation")
    identify(hands, tmp_path)
    tile = next(one for one in hands.loop.flow.desk.tiles if one.protocol_id == THROAT)
    hands.type(str(tile.digit))
    hands.wait_step(Step.SIGNS)
    while hands.visit.step is Step.SIGNS:
        hands.type("2")


def take_in(hands: Hands, tmp_path: Path, pictures: Path | None) -> None:
    """Refuse the summary of another patient, take hers, read it beside the questions."""
    path = tmp_path / "vsm.xml"
    path.write_bytes(SUMMARY.replace(MATRICULE.encode(), b"277010115400329"))
    join(hands, path)
    hands.wait(lambda: "matricule INS diffère" in hands.visit.notice, "the refusal")
    assert hands.visit.incoming.documents == ()
    path.write_bytes(SUMMARY)
    join(hands, path)
    hands.wait(lambda: hands.visit.incoming.documents, "the summary")
    hands.press(Qt.Key.Key_F3)
    hands.wait(lambda: hands.visit.viewer.shown, "the summary read")
    words = [one.text() for one in hands.window.findChildren(Text) if one.isVisible()]
    assert {"Synthèse médicale", "Allergies", "Allergie\u00a0: amoxicilline"} <= set(words)
    hands.picture(pictures, "19-document-recu")
    hands.enter()
    assert hands.visit.step is Step.ASK


def seal(hands: Hands, pictures: Path | None) -> None:
    """Read the orientation, note the lots, sign."""
    decision = hands.visit.decision
    assert decision is not None
    assert decision.level is Level.PHARMACY
    offered = {one.substance for one in decision.treatments}
    assert "clarithromycine" in offered
    assert not offered & {"amoxicilline", "cefuroxime", "cefpodoxime"}
    excluded = {one.substance: one for one in decision.excluded}
    assert excluded["amoxicilline"].reason_label == (
        f"Allergie aux pénicillines ou aux céphalosporines, d’après {SOURCE}"
    )
    note_lots(hands)
    hands.picture(pictures, "21-orientation-sans-amoxicilline")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.visit.stage is Stage.SEALED, "the seal")


def transmit(hands: Hands, received: Received, pictures: Path | None) -> None:
    """Send what waits, once: neither a key nor the clock of the window sends it again."""
    open_place(hands, "Envois")
    outbox = hands.loop.flow
    hands.wait(lambda: outbox.desk.office.outbox.sender, "the account")
    hands.enter()
    hands.wait(lambda: received.mails, "the mail")
    hands.wait(lambda: outbox.desk.office.outbox.round is None, "the end of the round")
    hands.picture(pictures, "21b-envoi")
    hands.enter()
    hands.window._watch()
    hands.wait(lambda: outbox.desk.office.outbox.round is None, "the end of the round")
    assert len(received.mails) == 1


def export(hands: Hands, pictures: Path | None) -> Path:
    """Open the sheet in the archive, read it, write what was sealed in a folder."""
    flow = hands.loop.flow
    open_place(hands, "Archives")
    hands.wait(lambda: flow.desk.archive.lines, "the archive")
    hands.press(Qt.Key.Key_F4)
    hands.type("dorval")
    hands.enter()
    hands.wait(lambda: flow.desk.archive.detail, "the sheet")
    detail = flow.desk.archive.detail
    assert detail is not None
    sheet = detail.sheet
    assert sheet is not None
    assert sheet.patient.status == IdentityStatus.QUALIFIED
    assert detail.replayed == "Même résultat"
    fact = next(one for one in sheet.document_facts if one.question_id == "g_all_bl")
    assert (fact.source, fact.effect) == (SOURCE, "agreed")
    hands.picture(pictures, "22-fiche-archivee")
    hands.type("e")
    hands.wait(lambda: "export" in flow.desk.notice.lower(), "the export")
    (folder,) = (hands.folder / "exports").iterdir()
    return folder


def check_mail(mail: bytes, folder: Path) -> None:
    """Read the mail as its receiver does; its archive says of the document what that says."""
    read = message_from_bytes(mail, policy=policy.default)
    assert read["To"] == DOCTOR
    assert read["Subject"] == (
        "XDM/1.0/DDM+CR de consultation pharmaceutique DORVAL CAMILLE 12/04/1988"
    )
    assert "X-Unsent" not in read
    packed, paper = (part.get_content() for part in read.iter_attachments())
    archive = read_archive(packed)
    assert paper == archive.paper == (folder / "sheet.pdf").read_bytes()
    assert archive.document == (folder / "sheet.xml").read_bytes()
    compare(archive)
    said = pdf_words(paper)
    assert SOURCE in said
    assert "Clarithromycine" in said


def compare(archive: Archive) -> None:
    """Compare the metadata with the header of the document, read apart."""
    told, head = archive.metadata, archive.header
    assert told["hash"].lower() == hashlib.sha1(archive.document).hexdigest()  # noqa: S324 - XDS
    assert told["size"] == str(len(archive.document))
    assert told["uniqueId"] == head["id"]
    assert told["patientId"] == f"{MATRICULE}^^^&{INS_NIR}&ISO^NH" == head["patientId"]
    assert told["typeCode"] == head["typeCode"] == "93024-8"
    for name in ("creationTime", "serviceStartTime", "title", "languageCode", "author"):
        assert told[name] == head[name] != "", name


def check_test(folder: Path) -> None:
    """The record of the test and the attestation are out, with the device and the drug."""
    archive = read_archive((folder / "test_IHE_XDM.ZIP").read_bytes())
    assert archive.document == (folder / "test.xml").read_bytes()
    assert archive.header["typeCode"] == archive.metadata["typeCode"] == "96173-0"
    assert archive.metadata["patientId"] == archive.header["patientId"]
    text = archive.document.decode()
    for word in (UDI, "Clarithromycine", "10828004"):
        assert word in text
    attestation = pdf_words((folder / "attestation.pdf").read_bytes())
    assert "Clarithromycine" in attestation
    assert "Dorval" in attestation
    assert (folder / "document-recu-01.xml").read_bytes() == SUMMARY
