"""What an import found, each trait read by the rules of the form, or why it is refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from app.errors import RefusedIdentity
from app.identity.ins import INS_NIR, Ins, check_root, read_ins
from app.identity.patient import Sex
from app.identity.status import IdentitySource
from app.identity.traits import read_birth_date, read_name, read_phone, read_place, read_words

FEMALE = frozenset({"f", "feminin", "femme"})
MALE = frozenset({"m", "masculin", "homme"})


class RefusedImport(RefusedIdentity):
    """What was given holds no identity that can be taken without guessing."""


@dataclass(frozen=True, slots=True)
class ImportedIdentity:
    """The fields of the form, as it writes them; "" for what was not said.

    ``source`` says whether the INS counts as given by INSi. ``root`` is "" for an INS given without
    its authority.
    """

    family: str = field(default="", repr=False)
    givens: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    matricule: str = field(default="", repr=False)
    root: str = ""
    used_family: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    doctor: str = field(default="", repr=False)
    source: IdentitySource = IdentitySource.IMPORTED


@dataclass(frozen=True, slots=True)
class Asked:
    """Where an import is asked: the day, and whether the station is a demonstration."""

    today: date
    is_demonstration: bool


def checked(
    said: Mapping[str, str], asked: Asked, source: IdentitySource = IdentitySource.IMPORTED
) -> ImportedIdentity:
    """Return the identity of the texts ``said`` by field, each accepted by the form’s own rules.

    Raises:
        RefusedIdentity: a field is not what its name says, or there is no name and date of birth.
    """
    if not (said.get("family") or said.get("used_family")) or not said.get("birth_date"):
        raise RefusedImport(
            "Il n’y a pas ici de nom et de date de naissance que le poste reconnaisse. "
            "Choisissez la fiche d’un patient, ou saisissez l’identité."
        )
    read = {name: rule(said[name], asked) for name, rule in RULES.items() if said.get(name)}
    ins = _ins(said, asked)
    return ImportedIdentity(
        **read,
        matricule=ins.matricule if ins else "",
        root=ins.root if ins and said.get("root") else "",
        source=source if ins else IdentitySource.IMPORTED,
    )


def _ins(said: Mapping[str, str], asked: Asked) -> Ins | None:
    """Return the INS; without its authority, its key is checked and the station’s is meant."""
    if not said.get("matricule"):
        return None
    root = said.get("root", "").removeprefix("urn:oid:").strip()
    if not root:
        return read_ins(said["matricule"], INS_NIR)
    ins = read_ins(said["matricule"], root)
    check_root(ins, demonstration=asked.is_demonstration)
    return ins


def _family(text: str, _: Asked) -> str:
    return read_name(text, "Nom de naissance")


def _used(text: str, _: Asked) -> str:
    return read_name(text, "Nom utilisé")


def _givens(text: str, _: Asked) -> str:
    names = text.replace(",", " ").split()
    return " ".join(read_name(name, "Prénoms de naissance") for name in names)


def _birth_date(text: str, asked: Asked) -> str:
    iso = re.fullmatch(r"\s*(\d{4})-?(\d{2})-?(\d{2})\s*", text)
    french = f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else text
    return read_birth_date(french, asked.today).strftime("%d/%m/%Y")


def _sex(text: str, _: Asked) -> str:
    word = text.strip().lower().replace("é", "e")
    if word in FEMALE:
        return Sex.FEMALE.value
    if word in MALE:
        return Sex.MALE.value
    raise RefusedImport("Sexe\u00a0: l’import attend F ou M, féminin ou masculin.")


def _place(text: str, _: Asked) -> str:
    return read_place(text)


def _phone(text: str, _: Asked) -> str:
    return read_phone(text)


def _doctor(text: str, _: Asked) -> str:
    return read_words(text)


RULES: Mapping[str, Callable[[str, Asked], str]] = MappingProxyType(
    {
        "family": _family,
        "givens": _givens,
        "birth_date": _birth_date,
        "sex": _sex,
        "place": _place,
        "used_family": _used,
        "phone": _phone,
        "doctor": _doctor,
    }
)
