"""The sheet: complete, canonical, replayed to the same decision."""

import json
from dataclasses import replace
from datetime import date, timedelta

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given, settings

from app.encounter import decide, measure, seal
from app.encounter.effects import SealSheet
from app.encounter.fact import fact_bytes
from app.encounter.model import Step
from app.encounter.replay import replay
from app.encounter.sheet import OrientationSheet, canonical_bytes, read_sheet, sheet_hash
from app.encounter.summary import read_summary, summary_bytes
from hardware.readings import Kind, Origin
from protocols.load import load_package
from protocols.model import Level
from tests.builders import (
    AT,
    Visit,
    a_protocol,
    a_reading,
    a_visit_at_decision,
    an_identified_visit,
)

THROAT = {
    "a_gang": "yes",
    "a_amyg": "yes",
    "a_aspect": "yes",
    "a_toux": "no",
    "a_trod": "positif",
} | {"temperature": "38,4"}


def sealed(visit: Visit) -> OrientationSheet:
    visit.say(seal.SealAsked())
    effect = visit.asked(SealSheet)[-1]
    assert isinstance(effect, SealSheet), visit.encounter.notice
    return effect.sheet


def a_measured_visit() -> Visit:
    visit = an_identified_visit("douleur_pharyngee").answer_until(Step.MEASURE, THROAT)
    here = visit.encounter.encounter_id
    visit.say(
        measure.MeasureAsked(Kind.TEMPERATURE),
        measure.Measured(
            here,
            Kind.TEMPERATURE,
            a_reading(Kind.TEMPERATURE, Origin.SIMULATED, temperature="38.4"),
        ),
    )
    return visit.answer_until(Step.DECIDE, THROAT)


def test_the_bytes_read_back_are_the_same_sheet_and_the_same_bytes() -> None:
    sheet = sealed(a_measured_visit())
    data = canonical_bytes(sheet)
    assert read_sheet(data) == sheet
    assert canonical_bytes(read_sheet(data)) == data
    assert len(sheet_hash(sheet)) == 64


def test_canonical_bytes_hold_no_float_and_sorted_keys() -> None:
    def refuse(text: str) -> float:
        raise AssertionError(text)

    data = json.loads(canonical_bytes(sealed(a_measured_visit())), parse_float=refuse)
    assert list(data) == sorted(data)


def test_an_unknown_format_is_refused_not_guessed() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_sheet(b'{"format": 1, "sheet_id": 3}')


def test_the_sheet_carries_what_was_said_measured_and_decided() -> None:
    visit = a_measured_visit().say(decide.LotTyped("amoxicilline", "AX4471"))
    visit.say(decide.LotTyped("a_trod", "L2611"))
    sheet = sealed(visit)
    answers = {one.id: one.answer for one in sheet.answers}
    assert answers["a_trod"] == "positif"
    assert answers["g_temp"] == "38.4"
    assert answers["g_age"] == "38"
    assert answers["g_cons_dmp"] == "yes"
    assert [one.origin for one in sheet.readings] == ["simulated"]
    assert sheet.holds_simulated_values
    assert sheet.tests[0].lot == "L2611"
    lots = {one.substance: one.lot for one in sheet.treatments}
    assert lots["amoxicilline"] == "AX4471"
    assert sheet.proposal.level == sheet.decision.level == "PHARMACY"
    assert any("simulée" in mention for mention in sheet.mentions)


def test_antibiotics_end_on_the_last_day_of_their_duration() -> None:
    sheet = sealed(a_measured_visit())
    amoxicillin = next(one for one in sheet.treatments if one.substance == "amoxicilline")
    assert amoxicillin.max_days == 6
    assert date.fromisoformat(amoxicillin.until) == date(2026, 11, 28)


def test_a_lowered_orientation_keeps_both_levels_and_the_reason() -> None:
    visit = a_visit_at_decision("piqure_tique", {"t_em": "yes"})
    visit.say(decide.OutcomeChanged(Level.DOCTOR_48H, "vu hier"))
    sheet = sealed(visit)
    assert (sheet.proposal.level, sheet.decision.level) == ("DOCTOR_SAME_DAY", "DOCTOR_48H")
    assert sheet.decision.differs
    assert sheet.decision.reason == "vu hier"


def test_ten_years_are_counted_from_the_act_even_on_a_leap_day() -> None:
    assert sealed(a_visit_at_decision()).archive_until == "2036-11-23"


def test_a_clock_set_back_never_ends_the_act_before_it_began() -> None:
    visit = a_visit_at_decision()
    visit.at = AT - timedelta(days=2)
    sheet = sealed(visit)
    assert sheet.act.started_at == sheet.act.ended_at
    assert json.loads(fact_bytes(sheet))["minutes"] == 0


def test_what_the_sheet_does_not_have_is_named() -> None:
    visit = an_identified_visit(doctor="", phone="").answer_until(Step.DECIDE)
    absent = sealed(visit).absent
    assert "médecin traitant" in absent
    assert "téléphone pour le rappel" in absent
    assert "photos" in absent
    assert "INS" not in absent


def test_the_fact_of_a_sheet_holds_no_identity() -> None:
    sheet = sealed(a_measured_visit())
    fact = fact_bytes(sheet).decode().lower()
    for secret in ("dorval", "camille", sheet.patient.matricule, sheet.sheet_id, "1988", "35238"):
        assert secret not in fact
    assert json.loads(fact)["age_band"] == 35


def test_the_summary_names_what_the_archive_lists() -> None:
    sheet = sealed(a_measured_visit())
    data = summary_bytes(sheet, 417)
    summary, patient = read_summary(data), sheet.patient
    assert data[0] == 2
    assert (summary.family, summary.given, summary.level) == ("DORVAL", "CAMILLE", "PHARMACY")
    assert (summary.given, *summary.other_givens) == patient.birth_givens
    assert (summary.used, summary.birth_date) == (patient.used_family, patient.birth_date)
    assert (summary.matricule, summary.protocol_id) == (patient.matricule, sheet.protocol.id)
    assert (summary.sealed_at, summary.author) == (sheet.closed_at, sheet.performer.rpps)
    assert summary.number == 417


def test_a_summary_of_the_first_version_is_still_read() -> None:
    first = (
        '{"family": "DORVAL", "given": "CAMILLE", "used": "", "birth_date": "1988-04-12",'
        ' "matricule": "", "protocol_id": "piqure_tique", "situation": "Tique",'
        ' "level": "PHARMACY", "sealed_at": "2026-11-25T10:00:00+01:00", "author": "10000000001"}'
    )
    summary = read_summary(first.encode())
    assert (summary.family, summary.other_givens, summary.number) == ("DORVAL", (), 0)


@pytest.mark.parametrize("data", [b"", b"\x02", b"\x03{}", b"summary 1", b"\x02\x02{}"])
def test_bytes_that_are_no_summary_are_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        read_summary(data)


answers_given = st.dictionaries(
    st.sampled_from(
        ["t_em", "t_em_multi", "t_esc", "t_fiev", "t_arth", "t_immun", "t_voy", "t_site"]
    ),
    st.sampled_from(["yes", "no", "unknown"]),
)


@settings(max_examples=40, deadline=None)
@given(answers_given)
def test_a_sealed_sheet_replays_to_its_own_decision(answers: dict[str, str]) -> None:
    sheet = sealed(a_visit_at_decision("piqure_tique", answers))
    protocol = load_package(a_protocol().package)
    assert replay(read_sheet(canonical_bytes(sheet)), protocol).same


def test_a_replay_under_other_bytes_or_other_answers_says_what_differs() -> None:
    sheet = sealed(a_visit_at_decision("piqure_tique", {"t_em": "yes"}))
    assert replay(sheet, a_protocol("douleur_pharyngee")).differences == ("protocol",)
    changed = tuple(replace(one, answer="no") if one.id == "t_em" else one for one in sheet.answers)
    assert "rules" in replay(replace(sheet, answers=changed), a_protocol()).differences
