"""What bleak raises, said in the words of ``hardware.links.gatt``.

Source: devices.md §2.2, the exceptions really seen with BlueZ; documentation of bleak 3.1
(``bleak.exc``); BlueZ D-Bus interface, ``org.bluez.Error.*``.
"""

import logging
from collections.abc import Mapping
from types import MappingProxyType

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from hardware.links.gatt import (
    DeviceBusy,
    LinkError,
    LinkLost,
    NoSuchCharacteristic,
    NotBonded,
    NotInRange,
    RadioUnavailable,
)
from hardware.readings import DeviceState

_log = logging.getLogger(__name__)


def _bus_errors() -> tuple[type[Exception], ...]:
    """Return what the Linux bus raises by itself; other systems have no such bus."""
    try:
        from dbus_fast.errors import DBusFastError
    except ImportError:
        return ()
    return (DBusFastError,)


# A missing part of bleak shows when its backend is first used; a dead bus is an EOFError.
FAULTS: tuple[type[Exception], ...] = (BleakError, OSError, EOFError, ImportError, *_bus_errors())

NO_ADAPTER = "Ce poste n’a pas de Bluetooth. Branchez un adaptateur, ou saisissez la valeur."
SWITCHED_OFF = "Le Bluetooth de ce poste est éteint. Allumez-le, ou saisissez la valeur."
FORBIDDEN = (
    "Le Bluetooth est interdit à la station. "
    "Autorisez-le dans les réglages de l’ordinateur, ou saisissez la valeur."
)
NOT_RUNNING = (
    "Le Bluetooth de ce poste n’est pas installé ou ne tourne pas. "
    "Appelez votre prestataire\u00a0; en attendant, saisissez la valeur."
)
SILENT = "Le Bluetooth de ce poste ne répond pas. Éteignez-le, rallumez-le, puis réessayez."

_REASONS: Mapping[BleakBluetoothNotAvailableReason, tuple[str, DeviceState]] = MappingProxyType(
    {
        BleakBluetoothNotAvailableReason.NO_BLUETOOTH: (NO_ADAPTER, DeviceState.ABSENT),
        BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (NO_ADAPTER, DeviceState.ABSENT),
        BleakBluetoothNotAvailableReason.POWERED_OFF: (SWITCHED_OFF, DeviceState.ABSENT),
        BleakBluetoothNotAvailableReason.DENIED_BY_USER: (FORBIDDEN, DeviceState.DENIED),
        BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: (FORBIDDEN, DeviceState.DENIED),
        BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: (FORBIDDEN, DeviceState.DENIED),
    }
)
_BUS_REASONS: Mapping[str, tuple[str, DeviceState]] = MappingProxyType(
    {
        "org.freedesktop.DBus.Error.AccessDenied": (FORBIDDEN, DeviceState.DENIED),
        "org.freedesktop.DBus.Error.ServiceUnknown": (NOT_RUNNING, DeviceState.NOT_INSTALLED),
        "org.freedesktop.DBus.Error.NameHasNoOwner": (NOT_RUNNING, DeviceState.NOT_INSTALLED),
        "org.bluez.Error.NotReady": (SWITCHED_OFF, DeviceState.ABSENT),
    }
)
_BUS_BONDS = frozenset(
    f"org.bluez.Error.{name}"
    for name in (
        "AuthenticationCanceled",
        "AuthenticationFailed",
        "AuthenticationRejected",
        "AuthenticationTimeout",
        "NotAuthorized",
    )
)
_BUS_BUSY = frozenset({"org.bluez.Error.InProgress", "org.bluez.Error.AlreadyConnected"})
_BUS_LACKS = frozenset({"org.bluez.Error.NotPermitted", "org.bluez.Error.NotSupported"})
_CODE = BleakGATTProtocolErrorCode
_UNBONDED = frozenset(
    {
        _CODE.INSUFFICIENT_AUTHENTICATION,
        _CODE.INSUFFICIENT_AUTHORIZATION,
        _CODE.INSUFFICIENT_ENCRYPTION,
        _CODE.INSUFFICIENT_ENCRYPTION_KEY_SIZE,
    }
)
_LACKS = frozenset(
    {
        _CODE.INVALID_HANDLE,
        _CODE.READ_NOT_PERMITTED,
        _CODE.WRITE_NOT_PERMITTED,
        _CODE.REQUEST_NOT_SUPPORTED,
        _CODE.ATTRIBUTE_NOT_FOUND,
    }
)


def of_radio(fault: Exception) -> LinkError:
    """Return what ``fault``, raised while listening around, says of the radio."""
    known = _known(fault)
    return known or RadioUnavailable(SILENT, DeviceState.ABSENT)


def of_opening(fault: Exception) -> LinkError:
    """Return what ``fault``, raised while connecting to a device that was just heard, says.

    A device that answers badly or too late is one to come closer to.
    """
    return _known(fault) or NotInRange()


def of_exchange(fault: Exception, characteristic: str, *, is_connected: bool) -> LinkError:
    """Return what ``fault``, raised by a read, a write or a subscription, says."""
    if not is_connected:
        # bleak then says that services were not discovered, which is misleading
        return LinkLost()
    if isinstance(fault, BleakCharacteristicNotFoundError) or _lacks(fault):
        return NoSuchCharacteristic(characteristic)
    known = _known(fault)
    return known if isinstance(known, NotBonded) else LinkLost()


def _known(fault: Exception) -> LinkError | None:
    _log.info("bluetooth refused: %s", type(fault).__name__)
    match fault:
        case BleakBluetoothNotAvailableError():
            return RadioUnavailable(*_REASONS.get(fault.reason, (SILENT, DeviceState.ABSENT)))
        case BleakDBusError():
            return _of_bus(fault.dbus_error)
        case BleakGATTProtocolError():
            return NotBonded() if fault.code in _UNBONDED else None
        case PermissionError():
            return RadioUnavailable(FORBIDDEN, DeviceState.DENIED)
        case FileNotFoundError() | ConnectionRefusedError() | ImportError():
            return RadioUnavailable(NOT_RUNNING, DeviceState.NOT_INSTALLED)
        case _:
            return None


def _of_bus(name: str) -> LinkError | None:
    if name in _BUS_REASONS:
        return RadioUnavailable(*_BUS_REASONS[name])
    if name in _BUS_BONDS:
        return NotBonded()
    return DeviceBusy() if name in _BUS_BUSY else None


def _lacks(fault: Exception) -> bool:
    if isinstance(fault, BleakGATTProtocolError):
        return fault.code in _LACKS
    return isinstance(fault, BleakDBusError) and fault.dbus_error in _BUS_LACKS
