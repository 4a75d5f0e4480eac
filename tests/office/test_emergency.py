"""The alarm: asked with what happened and where, then nothing else is listened to."""

from dataclasses import replace

import pytest

from app.desk import messages as desk_say
from app.desk.model import Account, Desk, Screen
from app.desk.update import update as update_desk
from app.office import emergency as page
from app.office.emergency_steps import STEPS
from app.office.office import Office, OfficeAsked
from app.office.places import Place
from tests.builders import AT, a_station

RAISED = page.Emergency(raised=page.AlarmRaised("/cle", ("Débranchez.",)))


def test_the_alarm_needs_to_know_what_happened_and_where_to_write() -> None:
    after, effects = page.update(page.Emergency(), page.AlarmAsked("/cle"))
    assert (after.refused, effects) == (page.WHICH, ())
    chosen, _ = page.update(page.Emergency(), page.DangerChosen(page.Danger.ATTACK))
    assert page.update(chosen, page.AlarmAsked("  "))[0].refused == page.WHERE
    after, effects = page.update(chosen, page.AlarmAsked(" /cle "))
    assert effects == (page.RaiseAlarm(page.Danger.ATTACK, "/cle"),)
    assert after.is_closed
    assert page.update(after, page.AlarmAsked("/cle"))[1] == ()


@pytest.mark.parametrize("danger", page.Danger)
def test_each_danger_has_steps_that_fit_a_page(danger: page.Danger) -> None:
    steps = STEPS[danger]
    assert 3 <= len(steps) <= 7
    assert all(one.endswith((".", "heures")) and len(one) < 120 for one in steps)
    assert any("CNIL" in one for one in steps)


def test_once_raised_only_the_way_to_the_login_is_left() -> None:
    helene = Account("helene", "Hélène", "Pharmacienne", "pharmacist")
    desk = Desk(
        station=a_station(),
        accounts=(helene,),
        person=helene,
        screen=Screen.EMERGENCY_OFFICE,
        office=replace(Office("helene", "pharmacist"), emergency=RAISED),
    )
    for message in (
        desk_say.HomeAsked(),
        desk_say.ArchiveAsked(),
        desk_say.PatientAsked(),
        OfficeAsked(Place.BACKUP),
    ):
        after, effects = update_desk(desk, message, AT)
        assert (after.screen, effects) == (Screen.EMERGENCY_OFFICE, ())
    after, _ = update_desk(desk, desk_say.LockAsked(), AT)
    assert after.screen is Screen.LOGIN
    assert after.office == Office()
