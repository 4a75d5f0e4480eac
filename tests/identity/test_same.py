"""One person under two identities, two persons under one: met, told apart, never merged."""

from dataclasses import replace

import pytest

from app.identity.same import Known, Likeness, likeness

CAMILLE = Known("DORVAL", "CAMILLE", "1988-04-12", "288043523801466")


@pytest.mark.parametrize(
    ("other", "met"),
    [
        (CAMILLE, Likeness.INS),
        (replace(CAMILLE, family="", given="", birth_date=""), Likeness.INS),
        (replace(CAMILLE, birth_date="1988-12-04"), Likeness.INS_ONLY),
        (replace(CAMILLE, given="ANNE"), Likeness.INS_ONLY),
        (replace(CAMILLE, matricule=""), Likeness.TRAITS),
        (replace(CAMILLE, matricule="279035121518989"), Likeness.TRAITS_ONLY),
        (replace(CAMILLE, matricule="", family="Dorvàl"), Likeness.TRAITS),
        (replace(CAMILLE, matricule="", family="LE GOFF", used="DOR-VAL"), Likeness.TRAITS),
        (replace(CAMILLE, matricule="", family="KERVELLA"), None),
        (replace(CAMILLE, matricule="", birth_date="1988-04-13"), None),
        (replace(CAMILLE, matricule="", given="ANNE"), None),
        (Known(), None),
    ],
)
def test_two_identities_meet_by_the_ins_or_by_name_and_birth(
    other: Known, met: Likeness | None
) -> None:
    assert likeness(CAMILLE, other) is met
    assert likeness(other, CAMILLE) is met


@pytest.mark.parametrize(
    ("born", "is_other"), [("1988-04-12", False), ("2014-04-12", True), ("", False)]
)
def test_a_matricule_of_another_year_of_birth_is_told(born: str, *, is_other: bool) -> None:
    assert replace(CAMILLE, birth_date=born).has_ins_of_another_year is is_other
    assert not replace(CAMILLE, birth_date=born, matricule="").has_ins_of_another_year


def test_two_people_nobody_knows_the_name_of_are_not_one() -> None:
    nobody = Known(birth_date="1988-04-12", given="CAMILLE")
    assert likeness(nobody, nobody) is None
