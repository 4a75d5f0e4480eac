"""A capture of the sheet that is open: asked for, shown, put away with its sheet."""

from dataclasses import replace

from app.desk.archive import Archive
from app.desk.archive_captures import (
    CaptureOpened,
    CapturePutAway,
    CaptureRefused,
    CaptureWanted,
    OpenCapture,
    ShownCapture,
)
from app.desk.archive_messages import SheetChosen, SheetLeft
from app.desk.consult_archive import arrive
from tests.builders import AT
from tests.desk.test_archive import a_detail, a_line, asked, heard


def reading() -> Archive:
    line = a_line("a")
    return Archive(lines=(line,), selected="a", detail=a_detail(line), is_reading=True)


def test_a_capture_is_asked_of_the_sheet_that_is_open() -> None:
    assert asked(reading(), CaptureWanted("c1")) == (OpenCapture("a", "c1"),)
    assert asked(Archive(), CaptureWanted("c1")) == ()


def test_what_comes_is_shown_when_it_was_asked_for_and_no_other() -> None:
    waiting = heard(reading(), CaptureWanted("c1"))
    assert waiting.capture == ShownCapture("c1")
    assert heard(waiting, CaptureOpened("a", "c1", b"x")).capture == ShownCapture("c1", b"x")
    assert heard(waiting, CaptureOpened("b", "c1", b"x")).capture == ShownCapture("c1")
    assert heard(waiting, CaptureOpened("a", "c2", b"x")).capture == ShownCapture("c1")
    assert heard(reading(), CaptureOpened("a", "c1", b"x")).capture is None


def test_a_refusal_is_said() -> None:
    waiting = heard(reading(), CaptureWanted("c1"))
    refused = heard(waiting, CaptureRefused("a", "c1", "Altérée."))
    assert refused.capture == ShownCapture("c1", refused="Altérée.")


def test_a_capture_goes_with_its_sheet() -> None:
    shown = replace(reading(), capture=ShownCapture("c1", b"x"))
    assert heard(shown, CapturePutAway()).capture is None
    assert heard(shown, SheetLeft()).capture is None
    assert heard(shown, SheetChosen("b")).capture is None
    assert arrive(shown, AT)[0].capture is None


def test_its_bytes_are_in_no_text() -> None:
    shown = replace(reading(), capture=ShownCapture("c1", b"MARQUEUR"))
    assert "MARQUEUR" not in repr(shown)
    assert "MARQUEUR" not in repr(CaptureOpened("a", "c1", b"MARQUEUR"))
