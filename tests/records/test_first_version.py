"""A station written by the first version opens today: it is in data/station-v1.zip.b64.

They were made once, by ``make_station`` and ``seal`` of this folder, and are never made again:
a change of format adds a migration and another file beside this one.
"""

import base64
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from app.records.check.verify import verify
from app.records.vault import DocumentKind
from tests.records.stations import FIRST_NUMBER, LATER, a_request, opened, seal, vault_of

KEPT = Path(__file__).parent / "data" / "station-v1.zip.b64"
TOMORROW = LATER + timedelta(days=1)
OF_THE_FIRST_VERSION = 4
ROOT = "02d5c735c0b1b5a1188611f5c9b18eaa14bc8b359afbccf7195acd1f202fb8aa"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(KEPT.read_bytes()))) as files:
        files.extractall(tmp_path / "station")
    return tmp_path / "station"


def test_a_station_of_the_first_version_verifies_without_a_key(kept: Path) -> None:
    report = verify(kept)
    assert (report.findings, report.head.root.hex()) == ((), ROOT)


def test_a_station_of_the_first_version_opens_reads_and_seals(kept: Path) -> None:
    with opened(kept) as session:
        vault = vault_of(session)
        for number in (1, 2, 3):
            sealed, request = vault.read(a_request(number).sheet_id), a_request(number)
            assert (sealed.body, sealed.package) == (request.body, request.package)
            made_then = request.documents[:OF_THE_FIRST_VERSION]
            assert sealed.documents == {d.kind: d.content for d in made_then}
            assert (sealed.number, sealed.intact) == (FIRST_NUMBER + number - 1, True)
        assert [draft.body for draft in vault.drafts()] == [b"draft left open"]
        assert len(vault.outbox()) == 6
        assert vault.record_export(a_request(2).sheet_id, DocumentKind.CDA, TOMORROW)
        assert seal(vault, 9, now=TOMORROW).number == FIRST_NUMBER + 6
    with opened(kept, "odile") as session:
        assert session.facts is not None
        assert len(session.facts.between(202611, 202611)) == 4
    assert verify(kept).findings == ()
