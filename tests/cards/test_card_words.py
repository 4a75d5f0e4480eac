"""What a signature is called: only a recognised authority makes it that of a CPS."""

from dataclasses import replace
from datetime import UTC, datetime

from app.effects.card import TRIAL, signature_line
from app.records.cards.marks import CardMark, Standing
from app.records.vault import SealedSheet

AT = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
SHEET = SealedSheet(b"s" * 16, b"{}", {}, b"", 12, AT, "Hélène Marchetti", intact=True, version=2)
MARK = CardMark(14, AT, Standing.RECOGNISED, "Hélène Marchetti", "10000123454", "9f3a" * 16)


def test_a_recognised_one_is_of_a_cps() -> None:
    line = signature_line(MARK, SHEET)
    assert line.words == "Signée par carte CPS de Hélène Marchetti"
    assert (line.sound, line.recognised) == (True, True)
    assert "version 2" in line.note.casefold()
    assert "9f3a9f3a9f3a9f3a" in line.note


def test_a_trial_is_never_of_a_cps_and_says_it_first() -> None:
    line = signature_line(replace(MARK, standing=Standing.TRIAL), SHEET)
    assert "CPS" not in line.words + line.note
    assert line.note.startswith(TRIAL)
    assert not line.recognised


def test_a_broken_one_names_nobody() -> None:
    line = signature_line(CardMark(14, AT, Standing.BROKEN), SHEET)
    assert not line.sound
    assert "Marchetti" not in line.words + line.note
