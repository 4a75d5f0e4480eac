"""Devices in range and plugged in, and how one of them becomes the station's.

Binding a device connects to it, pairs it when its model wants to, reads who it is and sets its
clock when its model lets us. The clock is set then and never at a measure: a record kept from the
former patient, dated by a wrong clock, would look fresh by the right one.

Source: devices.md §1.3 (clocks), §4.1 (quirks of models), §9 rule 2.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from hardware import sentences
from hardware.bindings import Binding
from hardware.catalogue import LinkKind, Model, model_of
from hardware.codecs.characteristics import CURRENT_TIME, DATE_TIME
from hardware.codecs.timestamp import encode_current_time, encode_timestamp
from hardware.drivers.choice import line_driver
from hardware.drivers.driver import DeviceInfo
from hardware.drivers.gatt import identify
from hardware.instants import Instants
from hardware.links.gatt import (
    Advertisement,
    GattLink,
    GattTransport,
    LinkError,
    NoSuchCharacteristic,
    NotInRange,
)
from hardware.links.serial_port import PluggedPort, SerialPorts
from hardware.readings import DeviceError
from hardware.setup_messages import Candidate, DeviceBound, DevicesFound

SLICE_S = 2.0
# Pairing waits for somebody; see the time-outs of the links.
BOUND_WITHIN_S = 75.0
LONGEST_NAME = 64

CLOCKS: Mapping[str, Callable[[datetime], bytes]] = MappingProxyType(
    {DATE_TIME: encode_timestamp, CURRENT_TIME: encode_current_time}
)


class ClosedModel(DeviceError):
    """The device only talks with its maker's application."""

    def __init__(self) -> None:
        super().__init__(sentences.closed_model(), "closed model")


def heard_candidates(
    heard: Iterable[Advertisement], models: tuple[Model, ...]
) -> tuple[Candidate, ...]:
    """Return the devices heard that a model of the catalogue describes, one by kind of measure."""
    radio = tuple(one for one in models if one.link is LinkKind.BLUETOOTH)
    found = (
        _candidate(one.address, one.name, model)
        for one in heard
        for service in sorted(one.services)
        if (model := model_of(radio, one.name, frozenset({service}))) is not None
    )
    return tuple({(one.device_id, one.kind): one for one in found}.values())


def plugged_candidates(
    plugged: Iterable[PluggedPort], models: tuple[Model, ...]
) -> tuple[Candidate, ...]:
    """Return each port with each model it may be: the cable does not say, the person chooses.

    The models that the port's own name begins with come first.
    """
    serial = tuple(one for one in models if one.link is LinkKind.SERIAL)
    return tuple(
        _candidate(port.identity.device_id, port.name, model)
        for port in plugged
        for model in (*_called(port.name, serial), *_not_called(port.name, serial))
    )


def _called(name: str, models: Iterable[Model]) -> tuple[Model, ...]:
    return tuple(one for one in models if name.startswith(one.prefix))


def _not_called(name: str, models: Iterable[Model]) -> tuple[Model, ...]:
    return tuple(one for one in models if not name.startswith(one.prefix))


def _candidate(device_id: str, name: str, model: Model) -> Candidate:
    shown = "".join(sign for sign in name if sign.isprintable()).strip()[:LONGEST_NAME]
    return Candidate(
        kind=model.kind,
        link=model.link,
        device_id=device_id,
        name=shown,
        model=model.name,
        is_tried=model.tried,
        is_supported=model.supported,
        needs_pairing=model.bonding,
    )


class Finder:
    """Looks for devices and binds them; ``ports`` is ``None`` where there is no serial line."""

    def __init__(
        self,
        transport: GattTransport,
        ports: SerialPorts | None,
        models: tuple[Model, ...],
        instants: Instants,
    ) -> None:
        self._transport = transport
        self._ports = ports
        self._models = models
        self._services = frozenset(one.service for one in models)
        self._instants = instants

    async def find(self, seconds: float) -> AsyncIterator[DevicesFound]:
        """Yield what is found so far, then all of it; what cannot be searched is said."""
        plugged, unplugged = await self._plugged()
        heard: dict[str, Advertisement] = {}
        unheard = ""
        for _ in range(max(1, round(seconds / SLICE_S))):
            try:
                found = await self._transport.scan(self._services, SLICE_S)
            except LinkError as refused:
                unheard = refused.sentence
                break
            heard |= {one.address: one for one in found}
            yield DevicesFound((*self._known(heard), *plugged), is_over=False)
        said = " ".join(one for one in (unheard, unplugged) if one)
        yield DevicesFound((*self._known(heard), *plugged), is_over=True, sentence=said)

    def _known(self, heard: Mapping[str, Advertisement]) -> tuple[Candidate, ...]:
        return heard_candidates(heard.values(), self._models)

    async def _plugged(self) -> tuple[tuple[Candidate, ...], str]:
        if self._ports is None:
            return (), ""
        try:
            return plugged_candidates(await self._ports.seen(), self._models), ""
        except LinkError as refused:
            return (), refused.sentence

    async def bind(self, candidate: Candidate) -> DeviceBound:
        """Return the device as the settings keep it, once it has answered.

        Raises:
            DeviceError: it does not answer, is not ours to use, or refuses to be paired.
        """
        model = next((one for one in self._models if one.name == candidate.model), None)
        if model is None or not model.supported:
            raise ClosedModel
        try:
            async with asyncio.timeout(BOUND_WITHIN_S):
                if model.link is LinkKind.SERIAL:
                    return _bound(candidate, await self._plug(candidate, model), clock_set=False)
                return await self._meet(candidate, model)
        except TimeoutError:
            raise NotInRange from None

    async def _plug(self, candidate: Candidate, model: Model) -> DeviceInfo:
        if self._ports is None:
            raise NotInRange
        driver = line_driver(model.service, candidate.device_id, self._ports, self._instants)
        try:
            return await driver.open()
        finally:
            await driver.close()

    async def _meet(self, candidate: Candidate, model: Model) -> DeviceBound:
        reach = self._transport.pair if model.bonding else self._transport.connect
        link = await reach(candidate.device_id, _unheard)
        try:
            info = await identify(link, candidate.device_id, self._instants)
            clock_set = await self._set_clock(link, model.time_write)
        finally:
            await link.close()
        return _bound(candidate, info, clock_set=clock_set)

    async def _set_clock(self, link: GattLink, first: str) -> bool:
        """Set the clock where the model says, else at the other place; True when it took it."""
        if not first:
            return False
        moment = self._instants.now().replace(tzinfo=None)
        for name in sorted(CLOCKS, key=lambda one: one != first):
            try:
                await link.write(name, CLOCKS[name](moment))
            except NoSuchCharacteristic:
                continue
            return True
        return False


def _bound(candidate: Candidate, info: DeviceInfo, *, clock_set: bool) -> DeviceBound:
    binding = Binding(
        kind=candidate.kind,
        link=candidate.link,
        device_id=candidate.device_id,
        model=candidate.model,
        name=candidate.name,
        serial=info.serial,
    )
    said = sentences.bound(candidate.kind)
    return DeviceBound(binding, clock_set, info.battery_percent, said, info.skew_s)


def _unheard() -> None:
    """A device lost while it is bound shows at the next exchange."""
