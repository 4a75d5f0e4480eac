"""Every file the station writes, scanned for what was put in it, in the forms it could take."""

import base64
import logging
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import StationError
from app.records.people.unlock import Session, unlock
from app.records.vault import Document, DocumentKind, SealRequest
from tests.records.stations import LATER, SECRET, a_request, opened, vault_of

# An invented person, the matricule of the official examples, an answer, a protocol.
MARKERS = ("DORVAL", "Camille", "288042217238247", "piqure_tique", "enceinte de 7 mois", SECRET)
CONTENT = " ".join(MARKERS).encode() * 3
SLICE = 12


def _base64(content: bytes) -> Iterator[bytes]:
    """What base64 shows of ``content`` whatever stands before it."""
    for shift in range(3):
        yield base64.b64encode(bytes(shift) + content)[4:-4]


def forms(content: bytes) -> list[bytes]:
    """Return the byte strings that betray ``content``."""
    found = []
    for marker in MARKERS:
        found += [marker.encode(), marker.encode("utf-16-le"), marker.encode("utf-16-be")]
        found += [marker.encode().hex().encode(), *_base64(marker.encode())]
    for level in (1, 6, 9):
        deflated = zlib.compress(content, level, wbits=-15)
        found += [deflated[at : at + SLICE] for at in range(0, len(deflated) - SLICE, 4)]
    # Shorter ones would be met by chance in sealed bytes.
    return [form for form in found if len(form) >= 6]


def betrayals(folder: Path, wanted: list[bytes]) -> list[str]:
    """Return the files of ``folder`` that hold one of ``wanted``."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if any(form in file.read_bytes() for form in wanted)]


def request() -> SealRequest:
    documents = tuple(Document(kind, CONTENT) for kind in DocumentKind)
    return replace(
        a_request(1),
        body=CONTENT,
        documents=documents,
        package=CONTENT,
        summary=CONTENT,
        fact=CONTENT,
    )


@pytest.mark.parametrize(
    "written",
    [
        CONTENT,
        CONTENT.decode().encode("utf-16"),
        base64.b64encode(b"x" + CONTENT),
        zlib.compress(CONTENT, 6, wbits=-15),
        zlib.compress(CONTENT, 9),
        CONTENT.hex().encode(),
    ],
    ids=["utf-8", "utf-16", "base64", "deflate", "zlib", "hex"],
)
def test_the_scan_does_see_each_form(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "file").write_bytes(b"before" + written + b"after")
    assert betrayals(tmp_path, forms(CONTENT)) == ["file"]


def test_nothing_is_readable_at_any_moment(folder: Path, tmp_path: Path) -> None:
    wanted = forms(CONTENT)
    with opened(folder) as session:
        vault = vault_of(session)
        for number in range(3):
            vault.save_draft(bytes([number] * 16), CONTENT, LATER)
            assert betrayals(folder, wanted) == []
        vault.seal(request(), vault.tree_head())
        vault.record_export(request().sheet_id, DocumentKind.PDF, LATER)
        vault.drop_draft(bytes([1] * 16))
        assert vault.read(request().sheet_id).body == CONTENT
        assert (folder / "vault.sqlite-wal").stat().st_size > 0
        assert betrayals(tmp_path, wanted) == []
    assert betrayals(tmp_path, wanted) == []
    assert sorted(file.name for file in folder.iterdir()) == [
        "anchors.log",
        "keystore.sqlite",
        "station.json",
        "station.lock",
        "vault.sqlite",
    ]


def test_nothing_is_written_outside_the_folder(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code = (
        "import sys; from pathlib import Path; from tests.records.stations import *\n"
        "from tests.records.test_nothing_readable import request\n"
        "with opened(Path(sys.argv[1])) as s: vault_of(s).seal(request(), vault_of(s).tree_head())"
    )
    env = {**os.environ, "TMPDIR": str(elsewhere), "HOME": str(elsewhere)}
    env |= {"SQLITE_TMPDIR": str(elsewhere), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", code, str(folder)], env=env, check=True)
    assert list(elsewhere.rglob("*")) == []


def _leave_a_mark(session: Session) -> None:
    vault_of(session).save_draft(b"short", CONTENT, LATER)


def test_refusals_and_logs_say_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    with opened(folder) as session:
        vault = vault_of(session)
        vault.seal(request(), vault.tree_head())
        for attempt in (
            lambda: vault.seal(replace(request(), body=CONTENT * 2), vault.tree_head()),
            lambda: unlock(folder, "helene", CONTENT.decode(), LATER),
            lambda: _leave_a_mark(session),
            lambda: replace(request(), month=1),
        ):
            with pytest.raises((StationError, ValueError)) as refused:
                attempt()
            said.append(f"{refused.value!r} {refused.value.args} {refused.value.__cause__!r}")
    heard = " ".join([*said, caplog.text])
    assert [marker for marker in MARKERS if marker in heard] == []


def test_labels_of_professionals_are_the_only_names(folder: Path) -> None:
    keystore = (folder / "keystore.sqlite").read_bytes()
    assert "Hélène Marchetti".encode() in keystore
    assert betrayals(folder, [b"Marchetti"]) == ["keystore.sqlite"]
