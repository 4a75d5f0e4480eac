"""The settings file of a station, written: what ``app.config`` reads back.

It holds the pharmacy, the professionals whose names and numbers go on the sheets, the devices
bound to the station, and the relay of its calls. Its only secret is the key that opens rooms at
that relay: it opens no sheet. It is written whole, aside, then renamed: a reader finds the
former one or the new one.
"""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from app.config import SETTINGS, optional_text, read_station
from app.errors import RefusedSetting
from app.station import Pharmacy, Professional
from hardware.bindings import NONE, BadBindings, Bindings, as_toml, bindings_of
from hardware.picture_limits import USUAL, BadLimits, Limits, limits_of
from hardware.picture_limits import as_toml as limits_as_toml

_ASIDE = ".new"


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """The relay of teleconsultation.

    ``address`` ends with ``/``; ``key`` opens rooms there; ``authority`` is the PEM file that
    signs it, "" for the authorities of the system. All empty when there is none.
    """

    address: str = ""
    key: str = field(default="", repr=False)
    authority: str = ""


NO_RELAY = RelaySettings()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings file holds.

    ``name`` is that of the post (« Espace 1 »), ``region`` the code of the region, "" when it
    is not told; ``bindings`` are the devices bound to it; ``card_module`` the file of the
    module of signing cards, "" for the usual one; ``relay`` that of teleconsultation; ``pictures``
    say when a picture of the exam is good.
    """

    name: str
    pharmacy: Pharmacy
    professionals: tuple[Professional, ...]
    region: str = ""
    bindings: Bindings = NONE
    card_module: str = ""
    relay: RelaySettings = NO_RELAY
    pictures: Limits = USUAL

    def with_professional(self, one: Professional) -> "Settings":
        """Return the settings with ``one``, in place of whoever had the same login."""
        others = tuple(each for each in self.professionals if each.login != one.login)
        return replace(self, professionals=(*others, one))


def read_settings(path: Path) -> Settings:
    """Return the settings written in a file, checked.

    Raises:
        RefusedSetting: it cannot be read or used; the sentence names the line or the key.
    """
    settings = _without_devices(path)
    return replace(settings, bindings=read_bindings(path))


def _without_devices(path: Path) -> Settings:
    station = read_station(path, demonstration=False)
    return Settings(
        name=station.name,
        pharmacy=station.pharmacy,
        professionals=station.professionals,
        region=station.region,
        card_module=station.card_module,
        relay=read_relay(path),
        pictures=read_picture_limits(path),
    )


def read_picture_limits(path: Path) -> Limits:
    """Return the limits of pictures of a settings file; the rest of it is not looked at.

    Raises:
        RefusedSetting: one cannot be used; the sentence names it and its bounds.
    """
    try:
        return limits_of(_read(path))
    except BadLimits as refused:
        raise RefusedSetting(refused.sentence) from refused


def read_relay(path: Path) -> RelaySettings:
    """Return the relay named in a settings file; the rest of it is not looked at.

    Raises:
        RefusedSetting: it cannot be used; the sentence names the key.
    """
    table = _read(path)
    found = {
        name: optional_text(path, table, f"relay_{name}")
        for name in ("address", "key", "authority")
    }
    if bool(found["address"]) != bool(found["key"]):
        raise RefusedSetting(f"Le fichier {path} donne relay_address et relay_key ensemble.")
    return RelaySettings(**found)


def _read(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as unread:
        raise RefusedSetting(f"Le fichier {path} ne peut pas être lu. Restaurez-le.") from unread


def read_bindings(path: Path) -> Bindings:
    """Return the devices bound in a settings file; the rest of it is not looked at.

    Raises:
        RefusedSetting: a table of devices cannot be used; the sentence names the entry.
    """
    try:
        return bindings_of(_read(path))
    except BadBindings as refused:
        raise RefusedSetting(refused.sentence) from refused


def keep_bindings(folder: Path, bindings: Bindings) -> None:
    """Write the devices bound to the station of ``folder``; everything else stays.

    Devices that could not be read are replaced: the person has just chosen the new ones.

    Raises:
        RefusedSetting: the rest of the file cannot be used, or nothing can be written there; the
            former file is still there.
    """
    settings = _without_devices(folder / SETTINGS)
    write_settings(folder, replace(settings, bindings=bindings))


def write_settings(folder: Path, settings: Settings) -> None:
    """Write the settings of the station in ``folder``, durable on return.

    Raises:
        RefusedSetting: a value cannot be used, or the folder cannot be written; the former
            file is still there.
    """
    path = folder / SETTINGS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _put(path, settings_text(settings))
    except OSError as refused:
        raise RefusedSetting(
            f"Le fichier {path} ne peut pas être écrit. Vérifiez les droits et la place du disque."
        ) from refused


def settings_text(settings: Settings) -> str:
    """Return the settings as TOML."""
    first = {"name": settings.name, "region": settings.region}
    relay = {f"relay_{name}": text for name, text in asdict(settings.relay).items()}
    parts = [_lines({**first, "card_module": settings.card_module, **relay})]
    parts.append("[pharmacy]\n" + _lines(asdict(settings.pharmacy)))
    parts += ["[[professional]]\n" + _lines(asdict(one)) for one in settings.professionals]
    parts += [one for one in (limits_as_toml(settings.pictures), as_toml(settings.bindings)) if one]
    return "\n".join(parts)


def require_logins(settings: Settings, logins: Iterable[str]) -> None:
    """Refuse settings that do not name the people who sign sheets.

    Raises:
        RefusedSetting: a pharmacist's account has no professional, or two share a login.
    """
    known = [one.login for one in settings.professionals]
    repeated = next((login for login in known if known.count(login) > 1), None)
    if repeated is not None:
        raise RefusedSetting(f"Deux professionnels ont l’identifiant «\u00a0{repeated}\u00a0».")
    missing = next((login for login in logins if login not in known), None)
    if missing is not None:
        raise RefusedSetting(
            f"Le compte «\u00a0{missing}\u00a0» n’a ni nom ni numéro RPPS dans les réglages. "
            "Ajoutez-les."
        )


def _lines(values: Mapping[str, str]) -> str:
    # A JSON string is a TOML basic string: same quotes, same escapes.
    kept = {key: value for key, value in values.items() if value}
    return "".join(
        f"{key} = {json.dumps(text, ensure_ascii=False)}\n" for key, text in kept.items()
    )


def _put(path: Path, text: str) -> None:
    """Write aside, read back, then take the name; nothing is left aside."""
    aside = path.with_name(f"{path.name}{_ASIDE}")
    try:
        _write(aside, text)
        read_settings(aside)
        aside.replace(path)
        _flush(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Wait until the new name is on the disk; Windows flushes folders by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
