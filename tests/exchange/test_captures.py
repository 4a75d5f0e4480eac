"""Pictures and sounds on the paper and at the door of the shared record."""

from dataclasses import replace

import pytest

from app.encounter.sheet import (
    OrientationSheet,
    SheetCapture,
    SheetRemovedCapture,
    canonical_bytes,
    read_sheet,
    sheet_hash,
)
from app.exchange.dmp import SIMULATED_CAPTURE, Channel, refusals_to
from app.exchange.dossier import make_documents, may_be_packed
from app.exchange.paper.archival import is_archivable
from app.exchange.pdf import draw
from tests.builders import AT
from tests.exchange.reading import plain, words
from tests.exchange.sheets import PROOF, real, throat_sheet

EAR = SheetCapture(
    id="a" * 32,
    kind="otoscopy",
    kind_label="Oreille",
    site="ear_drum",
    site_label="Tympan",
    side="left",
    moment="J0",
    taken_at="2026-11-23T11:49:10+01:00",
    origin="live",
    device="otoscope",
    media_type="image/jpeg",
    width=1280,
    height=720,
    seconds="",
    heard_through="",
    flaws=("blurred",),
    quality="floue",
    tries=1,
    size=41_000,
    sha256="9f3a71c05d2e8b46" + "0" * 48,
    operator="helene",
)
HEART = replace(
    EAR,
    id="b" * 32,
    kind="heart",
    kind_label="Bruits du cœur",
    site="mitral",
    site_label="Foyer mitral",
    side="",
    media_type="audio/wav",
    device="stethoscope",
    seconds="15.0",
    flaws=(),
    quality="complet",
)
GONE = SheetRemovedCapture(
    "otoscopy", "Oreille", "Tympan, côté droit", EAR.taken_at, "Mauvaise oreille", EAR.taken_at
)


def a_sheet(*captures: SheetCapture) -> OrientationSheet:
    return replace(throat_sheet("PHARMACY"), captures=captures)


def test_the_paper_lists_what_is_joined_where_how_good_and_by_what_hash() -> None:
    sheet = replace(a_sheet(EAR, HEART), removed_captures=(GONE,))
    paper = draw(sheet, PROOF)
    assert is_archivable(paper)
    told = plain(words(paper))
    for said in (
        "Images et sons joints à la fiche",
        "Oreille, Tympan, côté gauche",
        "J0, floue",
        "9f3a71c05d2e8b46",
        "Bruits du cœur, Foyer mitral",
        "15,0 s",
        "stéthoscope",
        "motif : Mauvaise oreille",
    ):
        assert plain(said) in told, said
    assert "SIMULÉE" not in words(paper)


def test_a_simulated_picture_says_so_on_the_paper() -> None:
    assert "SIMULÉE" in words(draw(a_sheet(replace(EAR, origin="simulated")), PROOF))


def test_a_paper_without_captures_says_nothing_of_them() -> None:
    assert plain("Images et sons") not in plain(words(draw(a_sheet(), PROOF)))


def test_many_captures_run_over_without_a_word_lost() -> None:
    many = tuple(replace(EAR, id=f"{n:032x}", sha256=f"{n:064x}") for n in range(40))
    told = plain(words(draw(a_sheet(*many), PROOF)))
    assert all(plain(one.sha256[:16]) in told for one in many)


@pytest.mark.parametrize("origin", ["live", "simulated"])
def test_a_simulated_capture_stops_every_way_out(origin: str) -> None:
    sheet = real(a_sheet(replace(EAR, origin=origin)))
    simulated = origin == "simulated"
    for channel in Channel:
        assert (SIMULATED_CAPTURE in refusals_to(sheet, channel)) is simulated
    assert may_be_packed(sheet) is not simulated
    documents = make_documents(sheet, PROOF, "2.25.1", AT)
    assert (documents.xdm is None) is simulated


def test_sheets_of_before_keep_their_bytes_and_open() -> None:
    before = canonical_bytes(throat_sheet("PHARMACY"))
    assert b"captures" not in before
    assert read_sheet(before).captures == ()
    with_one = a_sheet(EAR)
    assert sheet_hash(with_one) != sheet_hash(a_sheet())
    assert read_sheet(canonical_bytes(with_one)) == with_one
