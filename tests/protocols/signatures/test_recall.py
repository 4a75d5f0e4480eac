"""Withdrawing a version stops it and lists every patient it oriented, and nobody else."""

from dataclasses import replace

import pytest

from app.effects.protocol_recall import a_withdrawal, withdraw, worklist
from app.effects.protocol_refusals import RefusedFile, UnknownVersion
from app.encounter.sheet import OrientationSheet
from app.records.anchors.keepers import ANCHORS
from app.records.check.verify import verify
from app.records.journal.entries import Event
from app.records.station_file import VAULT
from protocols.model import ProtocolStatus
from tests.exchange.sheets import tick_sheet
from tests.protocols.signatures.committee import ID, a_version, delivery, members
from tests.protocols.signatures.rooms import NOW, THEO, Post, shipping
from tests.records.stations import shell

ANNE, BASILE, _ = members()
REASON = "seuil de durée à revoir"


def a_sheet(
    level: str = "PHARMACY", version: str = "2026.12.0", name: str = ID
) -> OrientationSheet:
    sheet = tick_sheet(level)
    return replace(sheet, protocol=replace(sheet.protocol, id=name, version=version))


@pytest.fixture
def busy(trusting: Post) -> Post:
    """A station that oriented five patients: three with the version in question."""
    trusting.take(delivery(a_version(), ANNE, BASILE))
    trusting.seal(1, a_sheet("EMERGENCY"))
    trusting.seal(2, a_sheet("PHARMACY"))
    trusting.seal(3, a_sheet("PHARMACY", version="2026.11.0"))
    trusting.seal(4, a_sheet("DOCTOR_48H"))
    trusting.seal(5, a_sheet("PHARMACY", name="cephalee"))
    return trusting


def numbers(ids: tuple[str, ...]) -> list[int]:
    return [int(one, 16) for one in ids]


def test_withdrawing_lists_its_patients_least_urgent_first_and_closes_it(busy: Post) -> None:
    with busy.opened() as room:
        recall = withdraw(room, a_withdrawal(ID, "2026.12.0", REASON, NOW), busy.at)
    assert numbers(tuple(one.sheet_id for one in recall.patients)) == [2, 4, 1]
    assert recall.unread == ()
    found = busy.shelf()[ID]
    assert found.state is ProtocolStatus.WITHDRAWN
    assert REASON in found.refusal
    assert verify(busy.folder).findings == ()


def test_the_list_says_how_to_reach_each_patient(busy: Post) -> None:
    sheet = a_sheet()
    with busy.opened() as room:
        patient = worklist(room.vault, ID, "2026.12.0").patients[0]
    assert patient.phone == sheet.patient.phone
    assert patient.birth_date == sheet.patient.birth_date
    assert patient.family == (sheet.patient.used_family or sheet.patient.birth_family)
    assert patient.level == "PHARMACY"


def test_the_withdrawal_is_one_line_of_the_journal_however_often_it_is_said(busy: Post) -> None:
    for who in (THEO, THEO):
        with busy.opened(who) as room:
            withdraw(room, a_withdrawal(ID, "2026.12.0", REASON, NOW), busy.at)
    with busy.opened() as room:
        withdraw(room, a_withdrawal(ID, "2026.12.0", "autre motif", NOW), busy.at)
        assert len(room.vault.approvals.lines(Event.PROTOCOL_WITHDRAWN)) == 1
    assert REASON in busy.shelf()[ID].refusal


def test_listing_alone_changes_nothing(busy: Post) -> None:
    before = busy.files()
    with busy.opened() as room:
        assert len(worklist(room.vault, ID, "2026.11.0").patients) == 1
    assert busy.files() == before
    assert busy.shelf()[ID].refusal == ""


def test_opening_alone_anchors_the_same_head_again(busy: Post) -> None:
    def heads() -> set[bytes]:
        with busy.opened():
            pass
        return set((busy.folder / ANCHORS).read_bytes().splitlines())

    assert heads() == heads()


def test_a_sheet_that_cannot_be_read_is_said_and_not_left_out(busy: Post) -> None:
    vault = busy.folder / VAULT
    damaged = "update sheet set body = zeroblob(length(body)) where id = ?"
    assert shell(vault, damaged, (2).to_bytes(16, "big")) == 1
    lost = "update summary set body = zeroblob(length(body)) where id = ?"
    assert shell(vault, lost, (4).to_bytes(16, "big")) == 1
    with busy.opened() as room:
        recall = worklist(room.vault, ID, "2026.12.0")
        number = next(
            one.number for one in room.vault.sheets() if one.sheet_id == (2).to_bytes(16, "big")
        )
    assert recall.unread == (number,)
    assert numbers(tuple(one.sheet_id for one in recall.patients)) == [4, 1]


def test_old_sheets_keep_the_protocol_they_were_decided_with(busy: Post) -> None:
    with busy.opened() as room:
        withdraw(room, a_withdrawal(ID, "2026.12.0", REASON, NOW), busy.at)
    busy.take(delivery(a_version("2026.12.1"), ANNE, BASILE))
    with busy.opened() as room:
        sealed = room.vault.read((1).to_bytes(16, "big"))
    assert sealed.package == a_version().package
    assert sealed.intact


def test_a_withdrawn_version_is_replaced_by_the_next_one_only(busy: Post) -> None:
    with busy.opened() as room:
        withdraw(room, a_withdrawal(ID, "2026.12.0", REASON, NOW), busy.at)
    for back in ("2026.11.0", "2026.12.0"):
        with pytest.raises(RefusedFile):
            busy.take(delivery(a_version(back), ANNE, BASILE))
    busy.take(delivery(a_version("2026.12.1"), ANNE, BASILE))
    assert busy.shelf()[ID].refusal == ""


def test_the_withdrawal_holds_when_its_words_are_lost(busy: Post) -> None:
    with busy.opened() as room:
        withdraw(room, a_withdrawal(ID, "2026.12.0", REASON, NOW), busy.at)
    [path] = [
        one for one in (busy.folder / "protocols").iterdir() if REASON.encode() in one.read_bytes()
    ]
    path.unlink()
    assert "retirée sur ce poste" in busy.shelf()[ID].refusal


def test_a_shipped_protocol_is_withdrawn_like_an_imported_one(trusting: Post) -> None:
    trusting.shipped = shipping("2026.12.0", "valid", ANNE, BASILE)
    with trusting.opened() as room:
        recall = withdraw(room, a_withdrawal(ID, "2026.12.0", REASON, NOW), trusting.at)
    assert recall.patients == ()
    assert trusting.shelf()[ID].state is ProtocolStatus.WITHDRAWN


def test_a_version_the_station_never_had_is_refused_and_changes_nothing(busy: Post) -> None:
    before = busy.files()
    with busy.opened() as room, pytest.raises(UnknownVersion):
        withdraw(room, a_withdrawal(ID, "2030.1.0", REASON, NOW), busy.at)
    assert busy.files() == before


@pytest.mark.parametrize(
    ("name", "version", "reason"),
    [
        ("../x", "2026.12.0", REASON),
        (ID, "2026.12", REASON),
        (ID, "99999.0.0", REASON),
        (ID, "2026.12.0", "  "),
        (ID, "2026.12.0", "x" * 201),
        (ID, "2026.12.0", "deux\nlignes"),
    ],
)
def test_a_withdrawal_that_says_nothing_clear_is_refused(
    name: str, version: str, reason: str
) -> None:
    with pytest.raises(RefusedFile):
        a_withdrawal(name, version, reason, NOW)
