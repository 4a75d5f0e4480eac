"""An invented pharmacy and its founder, as they are typed in the first run."""

from app.office.founding_form import PeopleForm, PharmacyForm

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
