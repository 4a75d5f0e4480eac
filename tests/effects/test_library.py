"""The page of the protocols: what is proved comes from the exact bytes, beside the station."""

from dataclasses import replace
from multiprocessing import active_children

import pytest

from app.desk.effects import StudyProtocol
from app.desk.messages import NotStudied, ProtocolStudied
from app.effects.lanes import failure, is_pooled
from app.effects.library import study_protocol
from app.effects.library_study import study
from protocols.compare import compare
from protocols.load import load_package
from protocols.prove import prove
from protocols.refusals import ProtocolError
from tests.builders import a_protocol


def test_a_study_tells_every_level_and_every_property_of_the_file() -> None:
    tick = a_protocol("piqure_tique")
    found = study(tick.package, b"")
    assert [one.level for one in found.rungs] == [
        "SAMU_15",
        "EMERGENCY",
        "DOCTOR_SAME_DAY",
        "DOCTOR_48H",
        "PHARMACY",
    ]
    assert found.sha256 == tick.sha256
    assert all(one.holds for one in found.proofs)
    said = {one.title for one in found.proofs}
    assert said == {one.title for one in prove(tick).obligations if one.subjects}
    assert found.changes == ()


def test_two_versions_that_decide_alike_change_nobody() -> None:
    tick = a_protocol("piqure_tique")
    assert study(tick.package, tick.package).changes == ()


def test_the_patients_of_a_comparison_are_told() -> None:
    before, after = a_protocol("piqure_tique"), a_protocol("plaie_simple")
    told = study(after.package, before.package).changes
    assert told
    expected = {one.patient.sentence for one in compare(before, after).changes}
    assert {one.sentence for one in told} <= expected


def test_proofs_are_made_in_a_process_beside_and_leave_none_behind() -> None:
    tick = a_protocol("piqure_tique")
    (answer,) = study_protocol(StudyProtocol("piqure_tique", tick.package, b""))
    assert isinstance(answer, ProtocolStudied)
    assert answer.study == study(tick.package, b"")
    assert active_children() == []


def test_other_bytes_are_refused_and_never_shown_as_proved() -> None:
    broken = a_protocol("piqure_tique").package[:-1]
    with pytest.raises(ProtocolError):
        load_package(broken)
    with pytest.raises(ProtocolError):
        study(broken, b"")


def test_a_study_that_fails_is_said_on_its_own_page() -> None:
    effect = StudyProtocol("tique", b"", b"")
    assert is_pooled(effect)
    assert failure(effect, "Recommencez.") == NotStudied("tique", "Recommencez.")
    assert replace(effect, package=b"x") != effect
