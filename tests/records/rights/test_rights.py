"""What a patient may ask: all of it, readable, noted; and nothing of anybody else."""

import json
import zipfile
from pathlib import Path

import pytest

from app.effects.patient_rights import hand_over_person
from app.records.check.verify import verify
from app.records.envelope import open_blob
from app.records.journal.entries import Event, decode
from app.records.refusals import UnknownSheet
from app.records.rights import requests
from app.records.rights.person_file import lines_of_person
from app.records.rights.refusals import (
    ExportFolder,
    NothingHeld,
    ObjectionUnread,
    Opposed,
    RequestUnsaid,
)
from app.records.rights.requests import Asked, RequestKind, Requests
from app.records.station_file import VAULT
from tests.records.copies.copied import custody_of
from tests.records.sheets.test_versions import change
from tests.records.stations import LATER, a_request, opened, peek, seal, shell, vault_of

ASKED = ("Camille DORVAL", "copie de mon dossier")
INS = "2800575123456"


def summary(family: str, matricule: str) -> bytes:
    fields = dict.fromkeys(("given", "used", "birth_date", "protocol_id", "situation"), "x")
    fields |= {"family": family, "matricule": matricule, "level": "", "author": ""}
    return json.dumps(fields | {"sealed_at": LATER.isoformat()}).encode()


@pytest.fixture
def patients(folder: Path) -> Path:
    """Sheets 1 and 2 of one person, 3 of another; 1 was corrected."""
    with opened(folder) as session:
        vault = vault_of(session)
        for number, family, ins in ((1, "DORVAL", INS), (2, "DORVAL", INS), (3, "ESSAI", "1" * 13)):
            seal(vault, number, summary=summary(family, ins), body=b'{"n": %d}' % number)
        change(vault)
        change(vault, follows=2)
    return folder


def test_a_request_is_opened_once_and_an_altered_one_is_seen_all_the_same(
    patients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_now: list[int] = []

    def counting(*sealed: object) -> bytes:
        opened_now.append(1)
        return open_blob(*sealed)  # type: ignore[arg-type]  # what the module itself gives

    with opened(patients) as session:
        kept = Requests(custody_of(session))
        for number in (1, 2):
            kept.keep(Asked(RequestKind.OBJECTION, *ASKED, (id_of(number),)), LATER)
        monkeypatch.setattr(requests, "open_blob", counting)
        for _ in range(3):
            assert [one.asked is None for one in kept.all()] == [False, False]
            assert len(kept.about(frozenset({id_of(1)}))) == 1
        assert len(opened_now) == 2
        kept.keep(Asked(RequestKind.OBJECTION, *ASKED, (id_of(1),)), LATER)
        assert len(kept.about(frozenset({id_of(1)}))) == 2
        assert len(opened_now) == 3
        swap = "update request set body = (select body from request order by rowid limit 1)"
        shell(patients / VAULT, swap)
        assert [one.asked is None for one in kept.all()].count(True) == 2


def test_nothing_leaves_of_who_objected_nor_of_anybody_once_a_request_is_altered(
    patients: Path,
) -> None:
    sheets = frozenset(map(id_of, (1, 2, 3)))
    with opened(patients) as session:
        kept = Requests(custody_of(session))
        kept.keep(Asked(RequestKind.RECTIFICATION, *ASKED, (id_of(3),)), LATER)
        assert kept.opposed(sheets) == frozenset()
        kept.require_no_objection(id_of(1))
        kept.keep(Asked(RequestKind.OBJECTION, *ASKED, (id_of(1), id_of(2))), LATER)
        assert kept.opposed(sheets) == {id_of(1), id_of(2)}
        with pytest.raises(Opposed):
            kept.require_no_objection(id_of(2))
        kept.require_no_objection(id_of(3))
        shell(patients / VAULT, "update request set body = zeroblob(99) where rowid = 1")
        assert kept.opposed(sheets) == sheets
        with pytest.raises(Opposed):
            kept.require_no_objection(id_of(1))
        with pytest.raises(ObjectionUnread):
            kept.require_no_objection(id_of(3))


def id_of(number: int) -> bytes:
    return a_request(number).sheet_id


@pytest.mark.parametrize(
    "written", [INS, INS + "78", "2 80 05 75 123 456", "2 80 05 75 123 456 78"]
)
def test_a_person_is_found_by_their_matricule(patients: Path, written: str) -> None:
    with opened(patients) as session:
        found = lines_of_person(custody_of(session), written)
        assert [one.sheet_id for one in found] == [id_of(2)]
        for other in ("", "280057512345", "3" * 13):
            with pytest.raises(NothingHeld):
                lines_of_person(custody_of(session), other)


def test_everything_is_handed_over_and_nothing_of_others(patients: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "file"
    with opened(patients) as session:
        custody = custody_of(session)
        Requests(custody).keep(
            Asked(RequestKind.OBJECTION, "Camille DORVAL", "pas de relance", (id_of(1),)), LATER
        )
        done = hand_over_person(custody, (id_of(1), id_of(2), id_of(1)), ASKED, target, LATER)
        assert done.sheets == 2
    data = json.loads((target / "donnees.json").read_text())
    assert [(s["sheet"][-2:], s["version"]) for s in data["sheets"]] == [
        ("01", 1),
        ("01", 2),
        ("01", 3),
        ("02", 1),
    ]
    assert data["sheets"][0]["content"] == {"n": 1}
    assert data["sheets"][1]["change"]["reason"] == "poids mal noté"
    assert data["requests"][0]["words"] == "pas de relance"
    assert (target / "a-lire.pdf").read_bytes().startswith(b"%PDF-")
    assert (target / "fiche-000007-version-1" / "fiche.pdf").read_bytes() == b"PDF of 1 " * 100
    assert {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()} == set(
        done.names
    )
    assert b"ESSAI" not in b"".join(p.read_bytes() for p in target.rglob("*") if p.is_file())
    assert all(p.stat().st_mode & 0o077 == 0 for p in target.rglob("*"))


def test_a_zip_holds_the_same(patients: Path, tmp_path: Path) -> None:
    with opened(patients) as session:
        custody = custody_of(session)
        folder = hand_over_person(custody, (id_of(2),), ASKED, tmp_path / "a", LATER)
        zipped = hand_over_person(custody, (id_of(2),), ASKED, tmp_path / "a.zip", LATER)
    assert zipped.names == folder.names
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(archive.namelist()) == sorted(folder.names)
        assert archive.testzip() is None


def test_an_export_is_a_line_of_the_journal_that_names_nobody(
    patients: Path, tmp_path: Path
) -> None:
    with opened(patients) as session:
        custody = custody_of(session)
        done = hand_over_person(custody, (id_of(2),), ASKED, tmp_path / "a", LATER)
        [request] = Requests(custody).all()
        assert (request.request_id, request.author) == (done.request_id, "Hélène Marchetti")
        assert request.asked == Asked(RequestKind.ACCESS, *ASKED, (id_of(2),))
    [encoded] = peek(patients / VAULT, "select entry from ledger order by seq desc limit 1")[0]
    entry = decode(encoded)
    assert (entry.event, entry.about) == (Event.PERSON_EXPORTED, done.request_id)
    assert b"DORVAL" not in (patients / VAULT).read_bytes()
    assert verify(patients).findings == ()


def test_a_sheet_that_no_longer_reads_is_named(patients: Path, tmp_path: Path) -> None:
    shell(patients / VAULT, "update sheet set body = zeroblob(300) where version = 2")
    with opened(patients) as session:
        hand_over_person(custody_of(session), (id_of(1),), ASKED, tmp_path / "a", LATER)
    data = json.loads((tmp_path / "a" / "donnees.json").read_text())
    assert [one["readable"] for one in data["sheets"]] == [True, False, True]


def test_what_cannot_be_done_writes_nothing(patients: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with opened(patients) as session:
        custody, head = custody_of(session), vault_of(session).tree_head()
        for sheets, asked, target, refusal in (
            ((), ASKED, "a", NothingHeld),
            ((b"n" * 16,), ASKED, "a", UnknownSheet),
            ((id_of(2),), ("", "x"), "a", RequestUnsaid),
            ((id_of(2),), ("x", " "), "a", RequestUnsaid),
            ((id_of(2),), ASKED, "there", ExportFolder),
        ):
            with pytest.raises(refusal):
                hand_over_person(custody, sheets, asked, tmp_path / target, LATER)
        assert vault_of(session).tree_head() == head
    assert not (tmp_path / "a").exists()
