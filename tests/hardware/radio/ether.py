"""A radio in this process: bumble's virtual controllers on one link, and the station's adapter.

Pitfalls of bumble 0.0.236 met here (devices.md §2.3): data sent from the wrong one of a
controller's two addresses is lost; a controller needs a public address; a connection that is
given up is never given up by the controller, so that each connection has a central of its own; an
answer that comes once its asker was cancelled breaks the host.
"""

import asyncio
from itertools import count

from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.device import Device
from bumble.hci import Address, OwnAddressType
from bumble.host import Host
from bumble.keys import MemoryKeyStore
from bumble.link import LocalLink
from bumble.pairing import PairingConfig
from bumble.transport.common import AsyncPipeSink

ADVERTISED_EVERY_MS = 50


class TwoAddressLink(LocalLink):
    """Sends data from whichever address of the sender the receiver is connected to."""

    def send_acl_data(self, sender_controller, destination_address, transport, data) -> None:
        receiver = self.find_le_controller(destination_address)
        if receiver is None:
            return
        mine = (sender_controller.random_address, sender_controller.public_address)
        source = next((one for one in mine if one in receiver.le_connections), mine[0])
        asyncio.get_running_loop().call_soon(
            receiver.on_link_acl_data, source, PhysicalTransport.LE, data
        )


class PatientHost(Host):
    """Lets the answer to a command go by when who asked was cancelled meanwhile."""

    def on_command_processed(self, event) -> None:
        if self.pending_response is None or not self.pending_response.done():
            super().on_command_processed(event)


class Ether:
    """The link, what lives on it, and whether the station's adapter works.

    ``refusal`` is what the system raises instead of working; ``keys`` are the station's bonds,
    kept from one connection to the next. Everything is made in the loop of who first listens.
    """

    def __init__(self) -> None:
        self.refusal: Exception | None = None
        self.keys = MemoryKeyStore()
        self.clients: set = set()
        self.refuses_connection: Exception | None = None
        self.hangs_on: frozenset[str] = frozenset()
        self.link: TwoAddressLink | None = None
        self._sleeping: list = []
        self._numbers = count(1)

    def add(self, served) -> None:
        """Let ``served`` live once somebody listens."""
        self._sleeping.append(served)

    async def wake(self) -> None:
        """Switch on what is not yet; raise what the adapter refuses."""
        if self.link is None:
            self.link = TwoAddressLink()
        while self._sleeping:
            await self._sleeping.pop().start(self)
        if self.refusal is not None:
            raise self.refusal

    async def pass_by(self, step: str) -> None:
        """Wait for ever at ``step`` when the adapter hangs there."""
        if step in self.hangs_on:
            await asyncio.sleep(1_000_000)

    async def device(self, address: str = "", name: str = "", *, public: bool = False) -> Device:
        """Return a new device of the link, switched on; ``""``: an address of its own."""
        number = next(self._numbers)
        own = Address(address or f"F0:F1:F2:F3:00:{number:02X}")
        plate = Address(f"00:1B:DC:00:00:{number:02X}", Address.PUBLIC_DEVICE_ADDRESS)
        if public:
            plate = Address(address, Address.PUBLIC_DEVICE_ADDRESS)
            own = Address(f"F0:F1:F2:F4:00:{number:02X}")
        controller = Controller(f"C{number}", link=self.link, public_address=plate)
        host = PatientHost(controller, AsyncPipeSink(controller))
        shown = PairingConfig.AddressType.PUBLIC if public else PairingConfig.AddressType.RANDOM
        made = Device(name=name, address=own, host=host)
        made.keystore = MemoryKeyStore()
        made.pairing_config_factory = lambda _: PairingConfig(identity_address_type=shown)
        await made.power_on()
        return made

    async def station_device(self, peer: str) -> Device:
        """Return the station as it shows itself to ``peer``: always the same, for the bond."""
        made = await self.device(f"F2{peer[2:]}")
        made.keystore = self.keys
        return made

    def discard(self, device: Device) -> None:
        """Take ``device`` off the link; what it was doing is forgotten with it."""
        controllers = self.link.controllers if self.link else set()
        for one in [each for each in controllers if each.random_address == device.random_address]:
            self.link.remove_controller(one)

    async def break_down(self, refusal: Exception) -> None:
        """Switch the adapter off, or unplug it: all its connections end."""
        self.refusal = refusal
        for client in tuple(self.clients):
            await client.lose()


def own_type(*, public: bool) -> OwnAddressType:
    """Return which of its addresses a device advertises with."""
    return OwnAddressType.PUBLIC if public else OwnAddressType.RANDOM
