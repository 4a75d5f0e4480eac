"""What each status of the RNIV allows, in one table that everything reads."""

from dataclasses import replace

import pytest

from app.exchange.cda_parties import ins_serves
from app.exchange.dmp import NOT_QUALIFIED, Channel, refusals_to
from app.identity import ALLOWED, IdentitySource, IdentityStatus, Use, allows, status_of
from app.identity.services import INSI, VITALE, ServiceRefused, Standing
from tests.exchange.sheets import real, throat_sheet
from tests.ui.scenes import a_patient


def test_only_a_qualified_identity_lets_the_ins_go() -> None:
    assert set(ALLOWED) == set(IdentityStatus)
    for status in IdentityStatus:
        assert allows(status, Use.SHEET)
        for use in set(Use) - {Use.SHEET}:
            assert allows(status, use) is (status is IdentityStatus.QUALIFIED)


@pytest.mark.parametrize("source", IdentitySource)
def test_no_source_is_better_than_recovered_until_the_paper_is_seen(source) -> None:
    unseen = status_of(source, has_ins=True, paper_seen=False)
    assert unseen in {IdentityStatus.PROVISIONAL, IdentityStatus.RECOVERED}
    seen = status_of(source, has_ins=True, paper_seen=True)
    assert (seen is IdentityStatus.QUALIFIED) is (unseen is IdentityStatus.RECOVERED)
    assert status_of(source, has_ins=False, paper_seen=True) is IdentityStatus.VALIDATED


def test_an_ins_from_a_text_is_never_recovered() -> None:
    for source in (IdentitySource.TYPED, IdentitySource.IMPORTED):
        assert status_of(source, has_ins=True, paper_seen=False) is IdentityStatus.PROVISIONAL


@pytest.mark.parametrize("status", IdentityStatus)
def test_the_sendings_and_the_papers_follow_the_table(status: IdentityStatus) -> None:
    sheet = real(throat_sheet())
    sheet = replace(sheet, patient=replace(sheet.patient, status=status.value))
    for channel in Channel:
        refused = NOT_QUALIFIED in refusals_to(sheet, channel)
        assert refused is not allows(status, channel.use)
    for use in Use:
        assert ins_serves(sheet.patient, use) is allows(status, use)


def test_without_an_ins_nothing_allows_it_to_go() -> None:
    patient = replace(throat_sheet().patient, matricule="")
    assert not any(ins_serves(patient, use) for use in Use)


def test_insi_and_the_vitale_card_refuse_and_say_what_to_do_instead() -> None:
    assert INSI.standing is VITALE.standing is Standing.NOT_AUTHORISED
    with pytest.raises(ServiceRefused) as refused:
        INSI.look_up(a_patient())
    assert "code INS" in refused.value.sentence
    with pytest.raises(ServiceRefused) as refused:
        VITALE.read_card()
    assert "non autorisée" in refused.value.sentence
