"""What the measures page still waits for: only what the protocol cannot do without."""

from app.encounter import measure
from app.encounter.model import Step
from tests.builders import an_identified_visit


def test_an_optional_measure_is_never_awaited() -> None:
    visit = an_identified_visit("piqure_tique").answer_until(Step.MEASURE)
    assert measure.awaited(visit.encounter) == ()


def test_a_temperature_is_awaited_once_under_the_name_of_the_protocol() -> None:
    visit = an_identified_visit("douleur_pharyngee").answer_until(Step.MEASURE)
    assert measure.awaited(visit.encounter) == ("Température",)
