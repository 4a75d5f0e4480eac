"""The devices bound to this station, as its settings file keeps them. Pure.

A device is bound once, by what never changes: the address of its radio, the maker, product and
serial numbers of its plug, the path of its port. Never by a rank in a list, which moves each time
something is plugged in. On macOS a Bluetooth address is made by the computer: a device bound there
is not recognised by another station.

Tables of the file: ``[[device]]``, ``[[camera]]`` and ``[stethoscope]``, each absent when empty.

Source: devices.md §5.3 (identity of a camera), §6 (never the default microphone), §9 rule 6.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

from hardware.catalogue import LinkKind
from hardware.guard import USER_CONFIGURED
from hardware.readings import DeviceError, Kind

LONGEST_TEXT = 512
MOST_USER, MOST_USB = 0xFF, 0xFFFF

_Choice = TypeVar("_Choice", bound=StrEnum)


class CameraRole(StrEnum):
    """What a camera looks at."""

    ROOM = "room"
    OTOSCOPE = "otoscope"
    DERMATOSCOPE = "dermatoscope"


class BadBindings(DeviceError):
    """The bound devices of a settings file cannot be used; the sentence names the entry."""

    def __init__(self, entry: str) -> None:
        super().__init__(
            f"Les appareils du poste ne peuvent pas être lus ({entry}). "
            "Reliez-les de nouveau dans la page Appareils.",
            f"bad binding {entry}",
        )


@dataclass(frozen=True, slots=True)
class Binding:
    """One measuring device.

    ``device_id`` is its stable address; ``model`` the name of its model in the catalogue, ``""``
    when it has none; ``name`` what the device calls itself; ``serial`` ``""`` when it does not
    say; ``user`` the memory slot the pharmacy uses on it.
    """

    kind: Kind
    link: LinkKind
    device_id: str
    model: str = ""
    name: str = ""
    serial: str = ""
    user: int = USER_CONFIGURED


@dataclass(frozen=True, slots=True)
class CameraBinding:
    """One camera and what it looks at; ``vid`` and ``pid`` are 0 when the system gives none."""

    role: CameraRole
    vid: int
    pid: int
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class SoundBinding:
    """The input the stethoscope is plugged in."""

    device_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Bindings:
    """All that is bound: measuring devices in order of preference, one camera a role."""

    devices: tuple[Binding, ...] = ()
    cameras: tuple[CameraBinding, ...] = ()
    stethoscope: SoundBinding | None = None

    def device_of(self, kind: Kind) -> Binding | None:
        """Return the device preferred for ``kind``, ``None`` when none is bound."""
        return next((one for one in self.devices if one.kind is kind), None)

    def camera_of(self, role: CameraRole) -> CameraBinding | None:
        """Return the camera that has ``role``, ``None`` when none is bound."""
        return next((one for one in self.cameras if one.role is role), None)

    def with_device(self, device: Binding) -> "Bindings":
        """Return the bindings with ``device``, in place of those that took the same measures."""
        others = tuple(one for one in self.devices if one.kind is not device.kind)
        return Bindings((*others, device), self.cameras, self.stethoscope)

    def without_device(self, kind: Kind) -> "Bindings":
        """Return the bindings without any device for ``kind``."""
        others = tuple(one for one in self.devices if one.kind is not kind)
        return Bindings(others, self.cameras, self.stethoscope)

    def with_camera(self, camera: CameraBinding) -> "Bindings":
        """Return the bindings with ``camera``, in place of the one that had its role."""
        others = tuple(one for one in self.cameras if one.role is not camera.role)
        return Bindings(self.devices, (*others, camera), self.stethoscope)

    def without_camera(self, role: CameraRole) -> "Bindings":
        """Return the bindings without any camera for ``role``."""
        others = tuple(one for one in self.cameras if one.role is not role)
        return Bindings(self.devices, others, self.stethoscope)

    def with_stethoscope(self, stethoscope: SoundBinding | None) -> "Bindings":
        """Return the bindings with ``stethoscope``, or with none."""
        return Bindings(self.devices, self.cameras, stethoscope)


NONE = Bindings()


def bindings_of(settings: Mapping[str, object]) -> Bindings:
    """Return the bindings held by the parsed settings file; its other tables are ignored.

    Raises:
        BadBindings: an entry is mistyped, incomplete, unknown or there twice.
    """
    devices = tuple(_device(row) for row in _rows(settings, "device"))
    cameras = tuple(_camera(row) for row in _rows(settings, "camera"))
    addresses = [(one.kind, one.device_id) for one in devices]
    roles = [one.role for one in cameras]
    if len(set(addresses)) < len(addresses) or len(set(roles)) < len(roles):
        raise BadBindings("deux fois le même appareil")
    sound = settings.get("stethoscope")
    return Bindings(devices, cameras, None if sound is None else _sound(_table(sound)))


def as_toml(bindings: Bindings) -> str:
    """Return the tables of ``bindings`` as TOML text, ``""`` when nothing is bound."""
    parts = [f"[[device]]\n{_lines(one)}" for one in bindings.devices]
    parts += [f"[[camera]]\n{_lines(one)}" for one in bindings.cameras]
    if bindings.stethoscope is not None:
        parts.append(f"[stethoscope]\n{_lines(bindings.stethoscope)}")
    return "\n".join(parts)


def _device(row: Mapping[str, object]) -> Binding:
    _check_keys(row, Binding)
    return Binding(
        kind=_choice(row, "kind", Kind),
        link=_choice(row, "link", LinkKind),
        device_id=_text(row, "device_id", required=True),
        model=_text(row, "model"),
        name=_text(row, "name"),
        serial=_text(row, "serial"),
        user=_number(row, "user", USER_CONFIGURED, MOST_USER),
    )


def _camera(row: Mapping[str, object]) -> CameraBinding:
    _check_keys(row, CameraBinding)
    return CameraBinding(
        role=_choice(row, "role", CameraRole),
        vid=_number(row, "vid", 0, MOST_USB),
        pid=_number(row, "pid", 0, MOST_USB),
        path=_text(row, "path"),
        name=_text(row, "name", required=True),
    )


def _sound(row: Mapping[str, object]) -> SoundBinding:
    _check_keys(row, SoundBinding)
    return SoundBinding(_text(row, "device_id", required=True), _text(row, "name"))


def _rows(settings: Mapping[str, object], table: str) -> tuple[Mapping[str, object], ...]:
    rows = settings.get(table, [])
    if not isinstance(rows, list):
        raise BadBindings(table)
    return tuple(_table(row) for row in rows)


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadBindings("stethoscope")
    return value


def _check_keys(
    row: Mapping[str, object], shape: type[Binding] | type[CameraBinding] | type[SoundBinding]
) -> None:
    unknown = row.keys() - {one.name for one in fields(shape)}
    if unknown:
        raise BadBindings(min(unknown))


def _choice(row: Mapping[str, object], key: str, choices: type[_Choice]) -> _Choice:
    try:
        return choices(_text(row, key, required=True))
    except ValueError:
        raise BadBindings(key) from None


def _text(row: Mapping[str, object], key: str, *, required: bool = False) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or (required and not value):
        raise BadBindings(key)
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise BadBindings(key)
    return value


def _number(row: Mapping[str, object], key: str, absent: int, most: int) -> int:
    value = row.get(key, absent)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadBindings(key)
    return value


def _lines(one: Binding | CameraBinding | SoundBinding) -> str:
    # A JSON string is a TOML basic string: same quotes, same escapes.
    values = {field.name: getattr(one, field.name) for field in fields(one)}
    kept = {key: value for key, value in values.items() if value != ""}
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in kept.items()
    )
