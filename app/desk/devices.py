"""The exam devices as the desk sees them: their state, since when, and a battery that is low."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.desk.model import Desk, DeviceLine
from app.office import devices as page_of_devices

if TYPE_CHECKING:
    from datetime import datetime

    from app.desk.messages import DeviceChanged
    from app.office.devices_effects import DevicesEffect

PAGE = "devices"
LOW_BATTERY = "low_battery"
GONE = frozenset({"absent", "searching", "not_installed", "denied"})
"""States after which nothing is known of the battery any more."""


def see(desk: Desk, message: DeviceChanged, at: datetime) -> Desk:
    """Return the desk with the new state of one device; the same state keeps its beginning."""
    before = desk.devices.get(message.kind)
    is_same = before is not None and before.state == message.state
    line = DeviceLine(
        message.kind,
        message.state,
        message.sentence,
        since=before.since if before is not None and is_same else at,
        battery=_battery(before, message),
    )
    return replace(desk, devices=MappingProxyType({**desk.devices, message.kind: line}))


def is_left(before: Desk, desk: Desk) -> bool:
    """True when the page of the devices was shown and is not any more, or the veil fell on it."""
    if before.screen != PAGE:
        return False
    return desk.screen != PAGE or (desk.veil.is_down and not before.veil.is_down)


def leave(before: Desk, desk: Desk) -> tuple[Desk, tuple[DevicesEffect, ...]]:
    """Return the desk once the page of the devices is left: its trials end, its values go."""
    page, effects = page_of_devices.leave(before.office.devices)
    if desk.person is None:
        return desk, effects
    return replace(desk, office=replace(desk.office, devices=page)), effects


def _battery(before: DeviceLine | None, message: DeviceChanged) -> str:
    """Return the warning: a low battery stays low while the device is used."""
    if message.state == LOW_BATTERY:
        return message.sentence
    return "" if before is None or message.state in GONE else before.battery
