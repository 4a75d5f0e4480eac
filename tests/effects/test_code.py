"""The INS code of a consultation, from a file or from a camera, and its sentences."""

import pytest

from app.effects.code import LARGEST_IMAGE, SCAN_SECONDS, CodeReader, demonstration_code
from app.encounter.effects import ReadCode
from app.encounter.identify import CodeRead, CodeRefused
from app.encounter.identity_import import IdentityImported
from app.identity import INS_TEST
from app.identity.imports import LARGEST
from hardware.bindings import CameraRole
from hardware.codecs.ins_datamatrix import parse_ins
from hardware.datamatrix import make_image
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.messages import CodeRead as CodeSeen
from hardware.media.messages import FrameShown, MediaFailed
from hardware.simulators.scenes import Simulation
from tests.hardware.media.ears import Ears
from tests.identity.imported import HERE as DEMONSTRATION
from tests.identity.imported import TABLE

HERE, THERE = "encounter-here", "encounter-there"


class Cameras:
    """A media client that only remembers what it is asked."""

    def __init__(self, hear) -> None:
        self.hear = hear
        self.asked: list[tuple[str, object]] = []

    def scan_code(self, request_id: str, seconds: float) -> None:
        self.asked.append((request_id, seconds))

    def cancel(self, request_id: str) -> None:
        self.asked.append((request_id, "cancelled"))


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def reader(ears):
    return CodeReader(ears)


@pytest.fixture
def others():
    return []


@pytest.fixture
def cameras(reader, others):
    return reader.sharing(Cameras)(others.append)


def test_the_code_of_a_camera_goes_to_the_consultation_that_asked(reader, cameras, ears):
    assert list(reader.read(ReadCode(HERE, "", DEMONSTRATION))) == []
    assert list(reader.read(ReadCode(THERE, "", DEMONSTRATION))) == []
    [(here, seconds), (there, _)] = cameras.asked
    assert seconds == SCAN_SECONDS
    cameras.hear(CodeSeen(there, "payload"))
    cameras.hear(MediaFailed(here, "Aucun code."))
    assert ears.all(CodeRead) == [CodeRead(THERE, "payload")]
    assert ears.all(CodeRefused) == [CodeRefused(HERE, "Aucun code.")]


def test_an_answer_counts_once(reader, cameras, ears):
    reader.read(ReadCode(HERE, "", DEMONSTRATION))
    [(here, _)] = cameras.asked
    cameras.hear(CodeSeen(here, "payload"))
    cameras.hear(CodeSeen(here, "payload"))
    assert len(ears.all(CodeRead)) == 1


def test_asking_again_begins_again(reader, cameras):
    reader.read(ReadCode(HERE, "", DEMONSTRATION))
    reader.read(ReadCode(HERE, "", DEMONSTRATION))
    [first, again, then] = cameras.asked
    assert again == (first[0], "cancelled")
    assert then == first


def test_what_is_not_for_a_code_goes_to_the_others(reader, cameras, others, ears):
    failed = MediaFailed("a picture", "Non.")
    shown = FrameShown(CameraRole.ROOM, "memory", 0, 1, 64, 48, None)
    cameras.hear(failed)
    cameras.hear(shown)
    assert others == [failed, shown]
    assert ears.all(CodeRefused) == []


def test_a_file_is_read_at_once_without_any_camera(reader, tmp_path):
    image = tmp_path / "code.png"
    image.write_bytes(make_image(demonstration_code()))
    assert list(reader.read(ReadCode(HERE, str(image), DEMONSTRATION))) == [
        CodeRead(HERE, demonstration_code())
    ]


@pytest.mark.parametrize("content", [None, b"not a picture"])
def test_a_file_that_cannot_be_read_says_what_to_do(reader, tmp_path, content):
    path = tmp_path / "code.png"
    if content is not None:
        path.write_bytes(content)
    [refused] = reader.read(ReadCode(HERE, str(path), DEMONSTRATION))
    assert isinstance(refused, CodeRefused)
    assert "Choisissez" in refused.sentence


def test_a_file_of_the_software_is_imported(reader, tmp_path):
    path = tmp_path / "patient.csv"
    path.write_bytes(TABLE.encode("cp1252"))
    [imported] = reader.read(ReadCode(HERE, str(path), DEMONSTRATION))
    assert isinstance(imported, IdentityImported)
    assert (imported.encounter_id, imported.identity.family) == (HERE, "DORVAL")


@pytest.mark.parametrize(("head", "most"), [(b"", LARGEST), (b"\xff\xd8", LARGEST_IMAGE)])
def test_a_file_too_large_for_what_it_is_is_refused_without_being_read_whole(
    reader, tmp_path, head, most
):
    path = tmp_path / "large"
    with path.open("wb") as opened:
        opened.write(head)
        opened.truncate(most + 1)
    [refused] = reader.read(ReadCode(HERE, str(path), DEMONSTRATION))
    assert isinstance(refused, CodeRefused)
    assert "trop" in refused.sentence


def test_the_demonstration_shows_the_code_of_an_invented_person_to_its_camera(reader, ears):
    assert parse_ins(demonstration_code()).root == INS_TEST
    sources = Sources(simulation=Simulation(code=demonstration_code()))
    media = reader.sharing(lambda hear: Media(hear, sources))(lambda _: None)
    media.start()
    reader.read(ReadCode(HERE, "", DEMONSTRATION))
    assert ears.wait(CodeRead) == CodeRead(HERE, demonstration_code())
    media.stop()
