"""An invented pharmacy and its founder, as they are typed in the first run; its real station."""

from pathlib import Path

from app.clock import new_id, now
from app.effects.custody.people_founding import settings_of
from app.effects.founding import OwnerAccount, accounts_of, found_station
from app.office.founding_form import PeopleForm, PharmacyForm
from app.records.keys.argon import ArgonCost

OURS = "bocal tremper ovale cigogne lucarne fusion aviron meuble"
THEIRS = "sapin vitrine molaire effort quitter bison notable vierge"
LEAST = ArgonCost(65536, 1, 1)
"""The least that a real station accepts: 64 MiB, one pass."""

PHARMACY = PharmacyForm(
    name="Pharmacie du Port",
    finess="350001236",
    street="4 quai des Lices",
    postcode="35000",
    city="Rennes",
    phone="02 99 00 00 00",
    mail="contact@port.invalid",
)
PEOPLE = PeopleForm(
    given="Anne",
    family="Le Goff",
    title="Pharmacienne titulaire",
    rpps="10000123454",
    login="anne",
    owner_practises=True,
    owner_login="anne.gestion",
)


def found(folder: Path) -> Path:
    """Make the real station of PHARMACY in ``folder``, without shares yet."""
    settings = settings_of(PHARMACY, PEOPLE)
    owner = OwnerAccount(PEOPLE.owner_login, PEOPLE.owner_label, THEIRS)
    found_station(folder, settings, accounts_of(settings, (OURS,), owner), new_id(), now(), LEAST)
    return folder
