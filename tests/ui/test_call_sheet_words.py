"""An opened sheet tells its call with a doctor, and names every document that came."""

from dataclasses import replace

from tests.exchange.calls import CALL, PAPER, called_sheet
from tests.exchange.sheets import throat_sheet
from ui.call_sheet_words import call_lines
from ui.sheet_words import sections


def test_the_sheet_tells_the_call_where_it_is_read() -> None:
    (part,) = (one for one in sections(called_sheet()) if one.title == "Téléconsultation")
    said = dict(part.lines)
    assert said["Accord du patient"] == "oui, à 11:52"
    assert said["Horaires"] == "ouverte 11:53, médecin 11:55, fin 12:07"
    assert said["Médecin"] == "Dr Léa Essai, RPPS 10000123454, déclarés par le médecin"
    assert said["Conclusion"] == "Prescription, reçue à 12:06"
    assert said["Document 1"].endswith(PAPER.sha256)
    assert said["À facturer"] == "TLM, 10000123454, 2026-11-23, sans supplément"


def test_a_call_nobody_answered_has_neither_doctor_nor_bill() -> None:
    alone = replace(CALL, joined_at="", conclusion=None, papers=(), billing=None, participants=())
    names = [name for name, _ in call_lines(alone)]
    assert not {"Médecin", "Présents", "À facturer", "Document 1"} & set(names)


def test_a_sheet_without_a_call_says_nothing_of_one() -> None:
    assert "Téléconsultation" not in [one.title for one in sections(throat_sheet())]
