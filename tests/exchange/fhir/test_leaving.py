"""What leaves as FHIR, and what never does: the patient who objects is obeyed here as well."""

from dataclasses import replace

import pytest

from app.exchange.dmp import NO_RECORD, SIMULATED, TEST_INS
from app.exchange.fhir.leaving import FILE, HOLDS_RECORD, ONLY_SEALED
from app.exchange.outgoing import NothingLeaves, RecordLevel, Wish
from app.exchange.refusals import UnfitRecord
from tests.exchange.facts import READINGS
from tests.exchange.fhir.bundles import leaving
from tests.exchange.sheets import real, unqualified
from tests.exchange.trods import throat

REAL = real(throat())


def refusing(*consents):
    changed = tuple(
        replace(one, given="no") if one.id in consents else one for one in REAL.consents
    )
    return replace(REAL, consents=changed)


def test_one_file_leaves_and_its_double_is_warned_of():
    made = leaving(REAL)
    assert set(made.files) == {FILE}
    assert made.told == (HOLDS_RECORD,)


@pytest.mark.parametrize("also", [(), ("g_cons_medecin",)])
def test_a_patient_who_objects_to_the_shared_record_sends_nothing(also):
    with pytest.raises(NothingLeaves) as refused:
        leaving(refusing("g_cons_dmp", *also))
    assert refused.value.sentence == NO_RECORD


def test_a_consent_that_was_not_asked_is_a_refusal():
    with pytest.raises(NothingLeaves):
        leaving(replace(REAL, consents=()))


def test_an_objection_holds_whatever_the_identity():
    with pytest.raises(NothingLeaves):
        leaving(unqualified(refusing("g_cons_dmp")))


def test_a_simulated_value_leaves_no_real_station():
    simulated = tuple(replace(one, origin="simulated") for one in READINGS)
    with pytest.raises(NothingLeaves) as refused:
        leaving(replace(REAL, readings=simulated))
    assert refused.value.sentence == SIMULATED


def test_a_test_matricule_leaves_no_real_station():
    trial = replace(REAL.patient, ins_root="1.2.250.1.213.1.4.10")
    with pytest.raises(NothingLeaves) as refused:
        leaving(replace(REAL, patient=trial))
    assert refused.value.sentence == TEST_INS


def test_only_what_is_sealed_leaves():
    with pytest.raises(UnfitRecord) as refused:
        leaving(REAL, Wish(RecordLevel.STRUCTURED))
    assert refused.value.sentence == ONLY_SEALED


def test_a_record_with_a_fault_does_not_leave():
    wrong = replace(REAL, pharmacist=replace(REAL.pharmacist, rpps="99900000418"))
    with pytest.raises(UnfitRecord) as refused:
        leaving(wrong)
    assert "RPPS" in refused.value.sentence


def test_a_qualified_identity_without_its_place_of_birth_does_not_leave():
    patient = replace(REAL.patient, birth_place="")
    with pytest.raises(UnfitRecord):
        leaving(replace(REAL, patient=patient))
