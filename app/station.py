"""The station and the people who work at it, as values: no file is read here."""

from collections.abc import Mapping
from dataclasses import dataclass

OWNER_SPECIALTY, ASSISTANT_SPECIALTY = "G15_21/A", "G15_21/DA"
"""JDV_J01: pharmacien titulaire, pharmacien adjoint."""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One consent: what the screen lists and what is read aloud to the patient."""

    id: str
    title: str
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The legal wording in force, quoted by version on every sheet."""

    version: str
    consents: tuple[ConsentText, ...]
    consent_note: str
    mentions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pharmacy:
    """The pharmacy as letters and records name it.

    ``finess`` is 9 digits; ``oid`` the root of its own identifiers (a 2.25 UUID arc until
    the pharmacy has one, ITU-T X.667).
    """

    name: str
    finess: str
    street: str
    postcode: str
    city: str
    phone: str
    mail: str
    oid: str


@dataclass(frozen=True, slots=True)
class Professional:
    """A person who signs sheets.

    ``rpps`` is 11 digits; ``specialty`` a code of JDV_J01 (G15_21/A titulaire, G15_21/DA adjoint).
    """

    login: str
    family: str
    given: str
    title: str
    rpps: str
    specialty: str
    trained_on: str = ""

    @property
    def label(self) -> str:
        """The name as colleagues say it: « Hélène Marchetti »."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Station:
    """Frozen settings of one station, read once and passed down.

    ``card_module`` is the file of the PKCS#11 module of signing cards, "" for the usual one;
    ``relay_address`` where the doctor's page of teleconsultation is served, "" for none.
    """

    name: str
    pharmacy: Pharmacy
    professionals: tuple[Professional, ...]
    texts: Texts
    software: str
    demonstration: bool
    region: str = ""
    card_module: str = ""
    relay_address: str = ""

    def professional(self, login: str) -> Professional | None:
        """Return the professional who opens the station with ``login``."""
        return next((one for one in self.professionals if one.login == login), None)
