"""The page of what waits says why the service of the DMP is closed, and shows its records."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.office.outbox_messages import Way
from app.records.station_file import Purpose
from app.transport.dmp.account import ACCOUNT
from app.transport.service_words import NOT_HOMOLOGATED, NOT_SET
from tests.effects.outbox_desk import OutboxDesk
from tests.protocols.signatures.rooms import make_station
from tests.transport.dmp.parties import ACCESS, keep_record
from tests.transport.vaults import Clock, a_sheet


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OutboxDesk]:
    opened = OutboxDesk(make_station(tmp_path / "station", Purpose.REAL), Clock())
    yield opened
    opened.access.close()


def test_without_an_access_the_record_waits_for_the_folder_and_the_page_says_why(
    desk: OutboxDesk,
) -> None:
    keep_record(desk.access.vault, a_sheet())
    desk.arrive()
    (line,) = desk.page.lines
    assert (desk.page.service, line.way) == (NOT_SET, Way.FOLDER)


@pytest.mark.parametrize(
    ("number", "service", "way"), [("", NOT_HOMOLOGATED, Way.FOLDER), ("N-1234", "", Way.DMP)]
)
def test_an_access_is_used_once_it_has_its_number(
    desk: OutboxDesk, number: str, service: str, way: Way
) -> None:
    keep_record(desk.access.vault, a_sheet())
    written = ACCESS.replace("N-1234", number)
    (desk.access.folder / ACCOUNT).write_text(written, encoding="utf-8")
    desk.arrive()
    (line,) = desk.page.lines
    assert (desk.page.service, line.way) == (service, way)
    assert not line.leaves_again
