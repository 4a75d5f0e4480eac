from dataclasses import replace

import pytest

from protocols.load import shipped_library
from protocols.model import Level, Severity
from protocols.vignettes import decide, differences, failures

CASES = [(p, v) for p in shipped_library().values() for v in p.vignettes]


@pytest.mark.parametrize(
    ("protocol", "vignette"), CASES, ids=[f"{p.id}: {v.name}" for p, v in CASES]
)
def test_every_invented_patient_is_oriented_as_the_committee_wrote(protocol, vignette):
    assert list(differences(vignette, decide(protocol, vignette))) == []


def test_a_vignette_that_expects_something_else_is_reported():
    protocol = shipped_library()["piqure_tique"]
    first = protocol.vignettes[0]
    wrong = replace(
        first.expect,
        level=Level.SAMU_15,
        points=(1, 1),
        teleconsultation="yes",
        scores={"g_news": (9, 9)},
        treatments=("ibuprofene",),
        doses={"ibuprofene": "1 g"},
        rules=("t_em",),
    )
    broken = replace(protocol, vignettes=(replace(first, expect=wrong),))
    assert len(failures(broken)) == 7


@pytest.mark.parametrize("protocol", shipped_library().values(), ids=list(shipped_library()))
def test_every_red_sign_of_the_protocol_has_its_vignette(protocol):
    own = {q.id for q in protocol.questions if q.severity in {Severity.R15, Severity.R}}
    own = {name for name in own if not name.startswith("g_")}
    shown = {
        rule.id for v in protocol.vignettes for rule in decide(protocol, v).rules if rule.certain
    }
    assert own <= shown


@pytest.mark.parametrize("protocol", shipped_library().values(), ids=list(shipped_library()))
def test_vignettes_stand_just_below_and_at_both_thresholds(protocol):
    used = {decide(protocol, v).points.used for v in protocol.vignettes}
    assert any(20 <= points < 30 for points in used)
    assert any(points < 10 for points in used)
    assert {10, 30} <= used
