"""Exam captures: sealed apart, proven part by part, nothing lost and nothing left readable."""

import os
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from app.records.refusals import AlreadySealed, Tampered, UnknownSheet
from app.records.sheets import captures
from app.records.sheets.captures import capture_path, read_capture, write_capture
from app.records.vault import Capture, ChangeKind, ChangeRequest, Vault
from tests.records.stations import a_request, opened, seal, shell, spoilt, vault_of

ID, KEY = b"c" * 16, bytes(range(32))
HEART = os.urandom(2_500_000)


def whole(vault: Vault, sheet: int = 1, capture_id: bytes = ID) -> bytes:
    return b"".join(vault.read_capture(sheet.to_bytes(16, "big"), capture_id))


def with_capture(content: bytes = HEART, capture_id: bytes = ID) -> dict[str, object]:
    return {"captures": (Capture(capture_id, (content[:1000], content[1000:])),)}


def test_a_capture_is_read_back_with_its_sheet(vault: Vault) -> None:
    seal(vault, 1, **with_capture())
    sealed = vault.read((1).to_bytes(16, "big"))
    assert sealed.intact
    assert [(one.capture_id, one.size) for one in sealed.captures] == [(ID, len(HEART))]
    assert whole(vault) == HEART


def test_a_correction_keeps_the_captures_before_it(vault: Vault) -> None:
    seal(vault, 1, **with_capture())
    change = ChangeRequest(
        a_request(1, body=b"corrected"), ChangeKind.CORRECTION, "Erreur", "Hélène Marchetti", 1
    )
    vault.change(change, vault.tree_head())
    assert [one.capture_id for one in vault.read((1).to_bytes(16, "big")).captures] == [ID]
    assert whole(vault) == HEART


def test_an_identifier_is_used_once(vault: Vault) -> None:
    seal(vault, 1, **with_capture())
    with pytest.raises(AlreadySealed):
        seal(vault, 2, **with_capture(b"other"))
    assert whole(vault) == HEART


def test_an_unknown_capture_is_said(vault: Vault) -> None:
    seal(vault, 1)
    with pytest.raises(UnknownSheet):
        whole(vault)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.binary(max_size=70), max_size=12))
def test_any_cutting_of_any_content_reads_back(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("captures")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(captures, "CHUNK", 32)
        write_capture(folder, ID, KEY, parts)
        assert b"".join(read_capture(folder, ID, KEY)) == b"".join(parts)


def chunks(data: bytes) -> list[bytes]:
    head, size = 28, captures.CHUNK + 16
    return [data[:head], *(data[at : at + size] for at in range(head, len(data), size))]


@pytest.mark.parametrize(
    "attack",
    [
        lambda parts: parts[:-1],
        lambda parts: [parts[0], parts[2], parts[1], parts[3]],
        lambda parts: [*parts, parts[-1]],
        lambda parts: [parts[0], *parts[2:]],
        lambda parts: parts[:1],
        lambda parts: [spoilt(parts[0]), *parts[1:]],
        lambda parts: [*parts[:-1], parts[-1][:-1]],
    ],
)
def test_a_file_cut_moved_or_doubled_gives_nothing_wrong(tmp_path: Path, attack) -> None:
    write_capture(tmp_path, ID, KEY, (HEART,))
    path = capture_path(tmp_path, ID)
    path.write_bytes(b"".join(attack(chunks(path.read_bytes()))))
    given_back: list[bytes] = []
    with pytest.raises(Tampered):
        given_back.extend(read_capture(tmp_path, ID, KEY))
    assert HEART.startswith(b"".join(given_back))


def test_a_file_of_another_capture_does_not_open(vault: Vault, folder: Path) -> None:
    other = b"d" * 16
    seal(vault, 1, **with_capture())
    seal(vault, 2, **with_capture(b"y" * 300_000, other))
    capture_path(folder, ID).write_bytes(capture_path(folder, other).read_bytes())
    with pytest.raises(Tampered):
        whole(vault)


def test_a_row_carried_to_another_sheet_does_not_open(folder: Path) -> None:
    with opened(folder) as session:
        seal(vault_of(session), 1, **with_capture())
        seal(vault_of(session), 2)
    shell(folder / "vault.sqlite", "update capture set sheet = ?", (2).to_bytes(16, "big"))
    with opened(folder) as session, pytest.raises(Tampered):
        whole(vault_of(session), 2)


def test_nothing_bears_the_name_of_a_capture_that_was_not_finished(tmp_path: Path) -> None:
    def parts():
        yield HEART
        raise OSError("the camera was unplugged")

    with pytest.raises(OSError, match="unplugged"):
        write_capture(tmp_path, ID, KEY, parts())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_file_is_closed_to_others_and_holds_nothing_readable(tmp_path: Path) -> None:
    write_capture(tmp_path, ID, KEY, (b"Marqueur " * 60_000,))
    path = capture_path(tmp_path, ID)
    assert b"Marqueur" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
