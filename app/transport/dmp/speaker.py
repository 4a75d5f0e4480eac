"""Who speaks to the web service: a pharmacist, from a pharmacy, by a software."""

from dataclasses import dataclass

from app.station import Professional, Station
from app.transport.dmp.ports import NotSigned
from app.transport.service_words import NOT_HOMOLOGATED

NO_PERSON = (
    "Votre compte n’est pas celui d’une personne qui signe, dans les réglages du poste\u00a0: "
    "rien n’a été envoyé. Connectez-vous avec un compte de pharmacien."
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks; ``homologation`` is the number given to the software, "" while it has none."""

    professional: Professional
    finess: str
    software: str
    version: str
    homologation: str

    def require_homologated(self) -> None:
        """Refuse to tell the service a number that nobody gave.

        Raises:
            NotSigned: the software has no homologation number.
        """
        if not self.homologation:
            raise NotSigned(NOT_HOMOLOGATED)


def speaker_of(station: Station, login: str, homologation: str) -> Speaker:
    """Return who speaks when ``login`` is logged in.

    Raises:
        NotSigned: the settings know nobody of that name.
    """
    person = station.professional(login)
    if person is None:
        raise NotSigned(NO_PERSON)
    software, _, version = station.software.rpartition(" ")
    return Speaker(person, station.pharmacy.finess, software, version, homologation)
