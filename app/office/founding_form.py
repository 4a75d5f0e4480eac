"""What the first run asks, and what it refuses before anything is made."""

from collections.abc import Mapping
from dataclasses import dataclass

FINESS, RPPS, POSTCODE, PHONE = 9, 11, 5, 10


@dataclass(frozen=True, slots=True)
class PharmacyForm:
    """The pharmacy as it is typed; ``folder`` is where the station keeps its data."""

    name: str = ""
    finess: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    mail: str = ""
    post: str = "Espace 1"
    folder: str = ""

    def refusals(self) -> Mapping[str, str]:
        """Return a sentence for each field that cannot be taken, by the name of the field."""
        digits = {
            "finess": _digits(self.finess, FINESS),
            "postcode": _digits(self.postcode, POSTCODE),
            "phone": _digits(self.phone, PHONE),
            "mail": "" if _is_mail(self.mail) else "Une adresse, par exemple nom@domaine.fr.",
        }
        told = ("name", "street", "city", "post", "folder")
        missing = {one: _told(getattr(self, one)) for one in told}
        return {name: why for name, why in {**missing, **digits}.items() if why}


@dataclass(frozen=True, slots=True)
class PeopleForm:
    """The first pharmacist, and the owner, who may be the same person with two accounts."""

    given: str = ""
    family: str = ""
    title: str = ""
    rpps: str = ""
    login: str = ""
    owner_practises: bool | None = None
    owner_name: str = ""
    owner_login: str = ""

    @property
    def label(self) -> str:
        """The pharmacist's name as colleagues say it."""
        return f"{self.given} {self.family}".strip()

    @property
    def owner_label(self) -> str:
        """The owner's name: the pharmacist's when the owner practises."""
        return self.label if self.owner_practises else self.owner_name

    def refusals(self) -> Mapping[str, str]:
        """Return a sentence for each field that cannot be taken, by the name of the field."""
        asked = {one: _told(getattr(self, one)) for one in ("given", "family", "title")}
        asked["rpps"] = _digits(self.rpps, RPPS)
        asked["login"], asked["owner_login"] = _login(self.login), _login(self.owner_login)
        if self.owner_practises is None:
            asked["owner_practises"] = "Répondez par oui ou par non."
        if self.owner_practises is False:
            asked["owner_name"] = _told(self.owner_name)
        if self.login and self.login == self.owner_login:
            asked["owner_login"] = "Deux comptes, deux identifiants\u00a0: changez celui-ci."
        return {name: why for name, why in asked.items() if why}


def without_spaces(text: str) -> str:
    """Return a number as it is kept: people type it in groups."""
    return "".join(text.split())


def _told(text: str) -> str:
    return "" if text.strip() else "À compléter."


def _digits(text: str, count: int) -> str:
    kept = without_spaces(text)
    right = len(kept) == count and kept.isascii() and kept.isdigit()
    return "" if right else f"{count}\u00a0chiffres."


def _is_mail(text: str) -> bool:
    before, at, after = text.strip().partition("@")
    return bool(before and at and "." in after and not any(map(str.isspace, text.strip())))


def _login(text: str) -> str:
    letters = text.isascii() and text.islower() and text[:1].isalpha()
    kept = letters and all(one.isalnum() or one in "_.-" for one in text)
    right = kept and 1 < len(text) <= 31  # noqa: PLR2004 - the form of the settings
    return "" if right else "Lettres minuscules et chiffres, sans accent ni espace."
