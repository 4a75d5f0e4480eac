"""The diagnostics: seen by every role, looked at once at a time, never stuck."""

import pytest

from app.desk import messages as say
from app.desk.model import Account, Desk, Screen
from app.desk.update import update as update_desk
from app.office.diagnostics import (
    DiagnosticsAsked,
    DiagnosticsLoaded,
    Fact,
    Health,
    LoadDiagnostics,
)
from app.office.office import OfficeAsked, OfficeFailed
from app.office.places import Place
from tests.builders import AT, a_station

FACT = Fact("disk_free", "Place libre", "72 Go", Health.GOOD)


def a_desk(role: str) -> Desk:
    account = Account("helene", "Hélène Marchetti", "Pharmacienne", role)
    return update_desk(Desk(station=a_station()), say.LoggedIn(account), AT)[0]


@pytest.mark.parametrize("role", ["pharmacist", "owner", "auditor", "preparer"])
def test_every_role_sees_how_the_station_is_doing(role: str) -> None:
    desk, effects = update_desk(a_desk(role), OfficeAsked(Place.DIAGNOSTICS), AT)
    assert (desk.screen, effects) == (Screen.DIAGNOSTICS, (LoadDiagnostics(),))
    desk, _ = update_desk(desk, DiagnosticsLoaded((FACT,)), AT)
    assert desk.office.diagnostics.facts == (FACT,)


def test_two_presses_look_once_and_a_failure_lets_look_again() -> None:
    desk, _ = update_desk(a_desk("owner"), OfficeAsked(Place.DIAGNOSTICS), AT)
    assert update_desk(desk, DiagnosticsAsked(), AT)[1] == ()
    desk, _ = update_desk(desk, OfficeFailed("Recommencez."), AT)
    assert update_desk(desk, DiagnosticsAsked(), AT)[1] == (LoadDiagnostics(),)
