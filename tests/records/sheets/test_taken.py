"""Captures of a draft: durable at once, sealed with their sheet, gone with their draft."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.envelope import Label
from app.records.refusals import AlreadySealed, Tampered, UnknownSheet
from app.records.sheets.captures import capture_path
from app.records.sheets.pieces import Capture, Taken
from app.records.vault import CaptureLost, Vault
from tests.records.stations import LATER, a_request, opened, peek, seal, shell, spoilt, vault_of

EAR, HEART = b"e" * 16, b"h" * 16
PICTURE = b"\xff\xd8 picture " + os.urandom(90_000)
SOUND = os.urandom(1_300_000)
DRAFT = a_request(1).draft_id or b""
SHEET = a_request(1).sheet_id
KILLED_BETWEEN = """
import os, signal, sys
from pathlib import Path
from app.records.sheets import taken
from app.records.sheets.pieces import Capture
from tests.records.sheets.test_taken import DRAFT, EAR, PICTURE
from tests.records.stations import NOW, opened, vault_of

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

with opened(Path(sys.argv[1])) as session:
    vault_of(session).save_draft(DRAFT, b"draft", NOW)
    taken.read_capture = die  # called once the file has its name, before the row
    vault_of(session).keep_capture(DRAFT, Capture(EAR, (PICTURE,)))
"""


def keep(vault: Vault, capture_id: bytes = EAR, content: bytes = PICTURE) -> None:
    vault.keep_capture(DRAFT, Capture(capture_id, (content[:100], content[100:])))


def named(capture_id: bytes = EAR, content: bytes = PICTURE) -> Taken:
    return Taken(capture_id, sha256(content).digest())


def whole(vault: Vault, capture_id: bytes = EAR) -> bytes:
    return b"".join(vault.read_taken(DRAFT, capture_id))


def files(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "captures").glob("??/*"))


def test_a_capture_of_a_draft_is_there_after_the_session(folder: Path) -> None:
    with opened(folder) as session:
        keep(vault_of(session))
    with opened(folder) as session:
        assert whole(vault_of(session)) == PICTURE
        (line,) = vault_of(session).taken(DRAFT)
    assert (line.capture_id, line.size) == (EAR, len(PICTURE))


def test_nothing_of_it_is_readable_on_the_disk(vault: Vault, folder: Path) -> None:
    marker = b"Marqueur Dorval "
    keep(vault, content=marker * 40_000)
    found = [path for path in folder.rglob("*") if path.is_file() and marker in path.read_bytes()]
    assert found == []


def test_sealing_moves_the_captures_to_the_sheet_without_a_new_file(
    vault: Vault, folder: Path
) -> None:
    keep(vault)
    keep(vault, HEART, SOUND)
    before = {path: path.read_bytes() for path in (folder / "captures").glob("??/*")}
    seal(vault, 1, taken=(named(), named(HEART, SOUND)))
    assert {path: path.read_bytes() for path in (folder / "captures").glob("??/*")} == before
    assert vault.taken(DRAFT) == ()
    sealed = vault.read(SHEET)
    assert sealed.intact
    assert [(c.capture_id, c.size) for c in sealed.captures] == [
        (EAR, len(PICTURE)),
        (HEART, len(SOUND)),
    ]
    assert b"".join(vault.read_capture(SHEET, EAR)) == PICTURE
    assert b"".join(vault.read_capture(SHEET, HEART)) == SOUND
    assert verify(folder).findings == ()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.unlink(), "manque"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "altéré"),
    ],
)
def test_the_verification_without_a_key_sees_a_capture_gone_or_changed(
    folder: Path, harm, said: str
) -> None:
    with opened(folder) as session:
        keep(vault_of(session))
        seal(vault_of(session), 1, taken=(named(),))
    harm(capture_path(folder, EAR))
    (finding,) = verify(folder).findings
    assert said in finding.sentence
    with opened(folder) as session, pytest.raises(Tampered):
        list(vault_of(session).read_capture(SHEET, EAR))


def test_the_key_of_the_drafts_does_not_open_a_sealed_capture(vault: Vault, folder: Path) -> None:
    keep(vault)
    (before,) = peek(folder / "vault.sqlite", "select wrapped from draft_capture")
    seal(vault, 1, taken=(named(),))
    (after,) = peek(folder / "vault.sqlite", "select wrapped from capture")
    assert before != after
    assert Label.DRAFT_CAPTURE is not Label.CAPTURE


def test_a_sheet_sealed_again_gives_its_first_receipt(vault: Vault) -> None:
    keep(vault)
    first = seal(vault, 1, taken=(named(),))
    assert seal(vault, 1, taken=(named(),)) == first


def test_a_capture_left_out_of_the_sheet_goes_with_the_draft(vault: Vault, folder: Path) -> None:
    keep(vault)
    keep(vault, HEART, SOUND)
    seal(vault, 1, taken=(named(),))
    assert files(folder) == [EAR.hex()]
    with pytest.raises(UnknownSheet):
        list(vault.read_capture(SHEET, HEART))


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(spoilt(path.read_bytes(), 40)),
    ],
)
def test_a_sheet_never_seals_a_capture_that_does_not_read_back(
    vault: Vault, folder: Path, harm
) -> None:
    vault.save_draft(DRAFT, b"draft", LATER)
    keep(vault)
    harm(capture_path(folder, EAR))
    with pytest.raises(CaptureLost):
        whole(vault)
    with pytest.raises(CaptureLost):
        seal(vault, 1, taken=(named(),))
    assert vault.sheets() == ()
    assert [one.body for one in vault.drafts()] == [b"draft"]


def test_a_sheet_never_seals_another_content_than_it_names(vault: Vault) -> None:
    keep(vault)
    with pytest.raises(CaptureLost):
        seal(vault, 1, taken=(named(content=SOUND),))
    seal(vault, 1, taken=(named(),))


def test_a_capture_of_another_patient_never_goes_with_this_sheet(vault: Vault) -> None:
    keep(vault)
    with pytest.raises(CaptureLost):
        seal(vault, 2, taken=(named(),))
    with pytest.raises(CaptureLost):
        list(vault.read_taken(a_request(2).draft_id or b"", EAR))


def test_a_row_carried_to_another_draft_still_opens_only_by_its_own_file(
    vault: Vault, folder: Path
) -> None:
    keep(vault)
    keep(vault, HEART, SOUND)
    shutil.copy(capture_path(folder, HEART), capture_path(folder, EAR))
    with pytest.raises(CaptureLost):
        whole(vault)


def test_an_identifier_is_used_once(vault: Vault) -> None:
    keep(vault)
    with pytest.raises(AlreadySealed):
        keep(vault, content=SOUND)
    seal(vault, 1, taken=(named(),))
    with pytest.raises(AlreadySealed):
        keep(vault, content=SOUND)
    assert b"".join(vault.read_capture(SHEET, EAR)) == PICTURE


def test_a_capture_taken_away_leaves_neither_row_nor_file(vault: Vault, folder: Path) -> None:
    keep(vault)
    vault.drop_capture(DRAFT, EAR)
    vault.drop_capture(DRAFT, EAR)
    assert files(folder) == []
    assert vault.taken(DRAFT) == ()


def test_a_sealed_capture_is_not_dropped_by_the_name_of_its_draft(vault: Vault) -> None:
    keep(vault)
    seal(vault, 1, taken=(named(),))
    vault.drop_capture(DRAFT, EAR)
    assert b"".join(vault.read_capture(SHEET, EAR)) == PICTURE


def test_a_draft_that_goes_takes_its_captures_along(vault: Vault, folder: Path) -> None:
    vault.save_draft(DRAFT, b"draft", LATER)
    keep(vault)
    vault.drop_draft(DRAFT)
    assert files(folder) == []
    assert vault.taken(DRAFT) == ()


def test_the_captures_of_a_kept_draft_are_never_swept(folder: Path) -> None:
    from app.records.upkeep.janitor import sweep

    with opened(folder) as session:
        vault_of(session).save_draft(DRAFT, b"draft", LATER)
        keep(vault_of(session))
        store = session.custody.store  # type: ignore[attr-defined] # a pharmacist's session
        assert sweep(folder, store, LATER + timedelta(days=400), is_proven=True) == ()
        assert whole(vault_of(session)) == PICTURE


@pytest.mark.faults
def test_killed_between_the_file_and_its_row_nothing_is_half_there(folder: Path) -> None:
    from app.records.upkeep.janitor import sweep

    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BETWEEN, str(folder)],
        capture_output=True,
        check=False,
        timeout=60,
        cwd=Path(__file__).parents[3],
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert files(folder) == [EAR.hex()]
    assert verify(folder).findings == ()
    with opened(folder) as session:
        vault = vault_of(session)
        assert [one.body for one in vault.drafts()] == [b"draft"]
        assert vault.taken(DRAFT) == ()
        keep(vault, HEART, SOUND)
        seal(vault, 1, taken=(named(HEART, SOUND),))
        store = session.custody.store  # type: ignore[attr-defined] # a pharmacist's session
        swept = sweep(folder, store, LATER + timedelta(days=400), is_proven=True)
    assert swept == (f"captures/65/{EAR.hex()}.osc",)
    assert files(folder) == [HEART.hex()]


def test_an_altered_row_opens_nothing(vault: Vault, folder: Path) -> None:
    keep(vault)
    (wrapped,) = peek(folder / "vault.sqlite", "select wrapped from draft_capture")[0]
    assert isinstance(wrapped, bytes)
    altered = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
    shell(folder / "vault.sqlite", "update draft_capture set wrapped = ?", altered)
    with pytest.raises(CaptureLost):
        whole(vault)
