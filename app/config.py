"""The settings of one station, read once from its TOML file, checked, and passed down.

The demonstration lives in a folder of its own; a real station is another folder.
"""

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import resources.files
from app import __version__
from app.errors import RefusedSetting
from app.station import ConsentText, Pharmacy, Professional, Station, Texts

SETTINGS = "station.toml"
PRODUCT = "osys-station"
CHOSEN = "poste.txt"

_FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "finess": (r"[0-9]{9}", "9 chiffres"),
        "rpps": (r"[0-9]{11}", "11 chiffres"),
        "postcode": (r"[0-9]{5}", "5 chiffres"),
        "oid": (r"[0-2](\.(0|[1-9][0-9]*))+", "un OID, par exemple 2.25.1"),
        "relay_address": (
            r"https://[a-z0-9.-]+(:[0-9]{1,5})?/|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?/",
            "une adresse https:// qui finit par /",
        ),
        "relay_key": (r"[A-Za-z0-9_-]{20,86}", "la clé donnée par osys relay key"),
        "login": (r"[a-z][a-z0-9_.-]{1,30}", "des lettres minuscules et des chiffres"),
    }
)
_PHARMACY = ("name", "finess", "street", "postcode", "city", "phone", "mail", "oid")
_PROFESSIONAL = ("login", "family", "given", "title", "rpps", "specialty", "trained_on")


def demonstration_folder() -> Path:
    """Return where the demonstration keeps its data for this user of the computer."""
    return _home() / PRODUCT / "demonstration"


def pharmacy_folder() -> Path:
    """Return where the station of a pharmacy keeps its data, unless another place is chosen."""
    return _home() / PRODUCT / "pharmacie"


def chosen_folder() -> Path | None:
    """Return the other place where the station of a pharmacy was made, if one was chosen."""
    try:
        told = (_home() / PRODUCT / CHOSEN).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Path(told) if told else None


def choose_folder(folder: Path) -> None:
    """Note where the station of a pharmacy was made: it is what opens from now on.

    Raises:
        RefusedSetting: the note cannot be written; the station is made all the same.
    """
    note = _home() / PRODUCT / CHOSEN
    try:
        if folder == pharmacy_folder():
            note.unlink(missing_ok=True)
            return
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"{folder.absolute()}\n", encoding="utf-8")
    except OSError as error:
        raise RefusedSetting(
            f"Le poste est créé dans {folder}, mais {note} ne peut pas être écrit. Ouvrez-le par "
            "la commande osys --data, suivie de ce dossier."
        ) from error


def _home() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home())))
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share")))


def load_station(folder: Path, *, demonstration: bool) -> Station:
    """Return the settings of the station in ``folder``.

    Raises:
        RefusedSetting: the file is missing or one of its lines cannot be used; the sentence
            names the file and the line or the key.
    """
    return read_station(folder / SETTINGS, demonstration=demonstration)


def read_station(path: Path, *, demonstration: bool) -> Station:
    """Return the settings written in ``path``, refused as ``load_station`` does."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as unread:
        raise RefusedSetting(f"Le fichier {path} ne peut pas être lu. Restaurez-le.") from unread
    except tomllib.TOMLDecodeError as bad:
        line = re.search(r"line (\d+)", str(bad))
        where = f"à la ligne {line[1]}" if line else "à la fin"
        raise RefusedSetting(f"Le fichier {path} est à corriger {where}.") from bad
    return _station(path, table, demonstration=demonstration)


def _station(path: Path, table: dict[str, object], *, demonstration: bool) -> Station:
    place = _texts(path, _table(path, table, "pharmacy"), _PHARMACY)
    people = table.get("professional", [])
    if not isinstance(people, list) or not people:
        raise RefusedSetting(f"Le fichier {path} ne nomme aucun professionnel.")
    return Station(
        name=_text(path, table, "name"),
        pharmacy=Pharmacy(**place),
        professionals=tuple(
            Professional(**_texts(path, _as_table(path, one), _PROFESSIONAL)) for one in people
        ),
        texts=load_texts(),
        software=f"OSyS Station {__version__}",
        demonstration=demonstration,
        region=str(table.get("region", "")),
        card_module=str(table.get("card_module", "")),
        relay_address=optional_text(path, table, "relay_address"),
    )


def optional_text(path: Path, table: Mapping[str, object], key: str) -> str:
    """Return a text of the settings, "" when it is not there.

    Raises:
        RefusedSetting: it has not the form it must have; the sentence names the key.
    """
    return _text(path, table, key) if table.get(key) else ""


def _table(path: Path, table: Mapping[str, object], key: str) -> dict[str, object]:
    if key not in table:
        raise RefusedSetting(f"Le fichier {path} n’a pas de partie [{key}].")
    return _as_table(path, table[key])


def _as_table(path: Path, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise RefusedSetting(f"Le fichier {path} a une partie mal formée. Restaurez-le.")
    return value


def _texts(path: Path, table: dict[str, object], keys: tuple[str, ...]) -> dict[str, str]:
    unknown = sorted(set(table) - set(keys))
    if unknown:
        raise RefusedSetting(f"Le fichier {path} a une clé inconnue\u00a0: {unknown[0]}.")
    return {key: _text(path, table, key) for key in keys if key in table or key != "trained_on"}


def _text(path: Path, table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise RefusedSetting(f"Le fichier {path} doit donner un texte pour {key}.")
    form, wording = _FORMS.get(key, (r".{1,120}", "1 à 120 caractères"))
    if not (re.fullmatch(form, value) and value.isprintable()):
        raise RefusedSetting(f"Le fichier {path}, clé {key}\u00a0: {wording} attendus.")
    return value


def load_texts() -> Texts:
    """Return the legal wording shipped with this version."""
    consents = tomllib.loads(resources.files.text("texts/consents.toml"))
    mentions = tomllib.loads(resources.files.text("texts/mentions.toml"))
    return Texts(
        version=mentions.pop("version"),
        consents=tuple(ConsentText(**one) for one in consents["consent"]),
        consent_note=consents["note"],
        mentions=MappingProxyType(mentions),
    )
