"""The two services that would give an INS: ports, and the only thing behind them today.

The INSi look-up and the Vitale card both need an authorisation this station does not have. Nothing
stands in for them: each says so and refuses.

Source: Assurance maladie, téléservice INSi; GIE SESAM-Vitale, reading API (both under agreement).
"""

from enum import StrEnum
from typing import Protocol

from app.errors import StationError
from app.identity.ins import Ins
from app.identity.patient import Patient


class Standing(StrEnum):
    """Whether a service may be asked."""

    NOT_AUTHORISED = "not_authorised"


class ServiceRefused(StationError):
    """The service was not asked, or did not answer."""


class InsiClient(Protocol):
    """Asks the national service for the INS of somebody whose traits are known."""

    @property
    def standing(self) -> Standing:
        """Whether it may be asked."""

    def look_up(self, patient: Patient) -> Ins:
        """Return the INS of ``patient``.

        Raises:
            ServiceRefused: not authorised.
        """


class VitaleReader(Protocol):
    """Reads the traits written in a Vitale card."""

    @property
    def standing(self) -> Standing:
        """Whether a card may be read."""

    def read_card(self) -> Patient:
        """Return the traits of the card in the reader.

        Raises:
            ServiceRefused: not authorised.
        """


class UnauthorisedInsi:
    """INSi on a station without its agreement."""

    standing = Standing.NOT_AUTHORISED

    def look_up(self, patient: Patient) -> Ins:
        """Refuse: no INS is ever made up for ``patient``."""
        raise ServiceRefused(
            "Le téléservice INSi n’est pas autorisé sur ce poste. Scannez le code INS du patient."
        )


class UnauthorisedVitale:
    """The Vitale card on a station without its agreement."""

    standing = Standing.NOT_AUTHORISED

    def read_card(self) -> Patient:
        """Refuse: the card is not read."""
        raise ServiceRefused(
            "La carte Vitale ne se lit pas sur ce poste\u00a0: lecture non autorisée. "
            "Scannez le code INS, ou importez la fiche de votre logiciel."
        )


INSI: InsiClient = UnauthorisedInsi()
VITALE: VitaleReader = UnauthorisedVitale()
