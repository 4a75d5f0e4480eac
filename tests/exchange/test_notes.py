"""What was written on a sheet later stands at the head of its professional page."""

from dataclasses import replace

from app.encounter.sheet import SheetNote, canonical_bytes, read_sheet
from app.exchange.paper.archival import is_archivable
from app.exchange.pdf import draw
from tests.exchange.reading import plain, words
from tests.exchange.sheets import PROOF, throat_sheet

NOTE = SheetNote(
    "correction",
    "La température était 38,4.\n\nElle avait été lue sur un autre patient.",
    "Erreur de lecture",
    "Hélène Marchetti",
    "2026-11-24T09:12:00+01:00",
)


def test_a_note_is_printed_with_its_author_its_time_and_its_reason() -> None:
    sheet = replace(throat_sheet("PHARMACY"), notes=(NOTE,))
    paper = draw(sheet, PROOF)
    assert is_archivable(paper)
    told = plain(words(paper))
    for line in (
        "Corrections et compléments",
        "par Hélène Marchetti",
        "La température était 38,4.",
    ):
        assert plain(line) in told
    assert plain("Motif : Erreur de lecture") in told
    assert plain("24 novembre 2026") in told


def test_a_sheet_without_notes_keeps_the_bytes_it_always_had() -> None:
    sheet = throat_sheet("PHARMACY")
    assert b'"notes"' not in canonical_bytes(sheet)
    noted = replace(sheet, notes=(NOTE,))
    assert read_sheet(canonical_bytes(noted)) == noted
    assert read_sheet(canonical_bytes(sheet)) == sheet
