"""The models of devices known beforehand, with their quirks (``resources/devices.toml``)."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hardware.readings import Kind


class LinkKind(StrEnum):
    """How a model is reached."""

    BLUETOOTH = "bluetooth"
    SERIAL = "serial"


class BadCatalogue(ValueError):
    """The file of models does not have its form; the text names the model and the key."""


@dataclass(frozen=True, slots=True)
class Model:
    """One known model.

    ``prefix`` starts the name it advertises, ``""`` for any device of the service; ``tried`` is
    False while nobody has used it with the station, and the screen says so; ``supported`` is
    False for a closed device whose value must be typed.
    """

    name: str
    kind: Kind
    link: LinkKind
    service: str
    prefix: str = ""
    bonding: bool = False
    time_write: str = ""
    sends_stored: bool = False
    supported: bool = True
    tried: bool = False


def load_models(text: str) -> tuple[Model, ...]:
    """Return the models of the TOML ``text``, in its order.

    Raises:
        BadCatalogue: not TOML, or a model with a missing, unknown or mistyped key.
    """
    try:
        rows = tomllib.loads(text).get("model", [])
    except tomllib.TOMLDecodeError as fault:
        raise BadCatalogue(str(fault)) from None
    return tuple(_model(row) for row in rows)


def model_of(models: Iterable[Model], name: str, services: frozenset[str]) -> Model | None:
    """Return the model that advertises ``name`` and ``services``: the most precise, if any."""
    fitting = [one for one in models if one.service in services and name.startswith(one.prefix)]
    return max(fitting, key=lambda one: len(one.prefix), default=None)


def _model(row: dict[str, object]) -> Model:
    name = _text(row, "name", "?")
    unknown = row.keys() - set(Model.__slots__)
    if unknown:
        raise BadCatalogue(f"{name}: {min(unknown)}")
    try:
        kind, link = Kind(_text(row, "kind")), LinkKind(_text(row, "link"))
    except ValueError:
        raise BadCatalogue(f"{name}: kind or link") from None
    if name == "?" or not _text(row, "service"):
        raise BadCatalogue(f"{name}: name or service")
    return Model(
        name=name,
        kind=kind,
        link=link,
        service=_text(row, "service"),
        prefix=_text(row, "prefix"),
        bonding=_flag(row, "bonding"),
        time_write=_text(row, "time_write"),
        sends_stored=_flag(row, "sends_stored"),
        supported=_flag({"supported": True, **row}, "supported"),
        tried=_flag(row, "tried"),
    )


def _text(row: dict[str, object], key: str, absent: str = "") -> str:
    value = row.get(key, absent)
    if not isinstance(value, str):
        raise BadCatalogue(f"{row.get('name')}: {key}")
    return value


def _flag(row: dict[str, object], key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise BadCatalogue(f"{row.get('name')}: {key}")
    return value
