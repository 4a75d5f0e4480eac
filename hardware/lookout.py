"""Which devices are there: looked for at the start, when asked, and while the radio is out.

Nothing is looked for otherwise: a device speaks when it is used, and the radio is left to it.
"""

import asyncio
from collections.abc import Callable, Iterable

from hardware import sentences
from hardware.instants import Instants
from hardware.links.gatt import LinkError, RadioUnavailable
from hardware.messages import DeviceSeen
from hardware.readings import DeviceState, Kind
from hardware.registry import Registry

AGAIN_AFTER_S = 2.0


class Lookout:
    """Posts the state of each kind of device; ``is_busy`` kinds speak by their own session."""

    def __init__(
        self,
        registry: Registry,
        instants: Instants,
        post: Callable[[DeviceSeen], None],
        is_busy: Callable[[Kind], bool],
    ) -> None:
        self.registry = registry
        self._instants = instants
        self._post = post
        self._is_busy = is_busy
        self._said: dict[Kind, DeviceSeen] = {}
        self._without_radio: set[Kind] = set()
        self._doubt = asyncio.Event()

    def note(self, seen: DeviceSeen) -> None:
        """Remember what a session said of its device, so that it is not repeated."""
        self._said[seen.kind] = seen

    def doubt(self, kind: Kind) -> None:
        """Look for ``kind`` until its radio is back."""
        self._without_radio.add(kind)
        self._doubt.set()

    async def stay(self) -> None:
        """Look around once, then again while a radio is missing. Runs until cancelled."""
        await self.look(sentences.WORDS)
        while True:
            await self._doubt.wait()
            await asyncio.sleep(AGAIN_AFTER_S)
            self._doubt.clear()
            await self.look(tuple(self._without_radio), repeating=False)

    async def look(self, kinds: Iterable[Kind], *, repeating: bool = True) -> None:
        """Say what is known of ``kinds``, all at the same time; ``repeating`` even if unchanged."""
        await asyncio.gather(*(self._look_for(kind, repeating=repeating) for kind in kinds))

    async def _look_for(self, kind: Kind, *, repeating: bool) -> None:
        seen = await self._seen(kind)
        is_known = seen == self._said.get(kind)
        if not self._is_busy(kind) and (repeating or not is_known):
            self.note(seen)
            self._post(seen)

    async def _seen(self, kind: Kind) -> DeviceSeen:
        source = self.registry.source_of(kind)
        self._without_radio.discard(kind)
        if source is None:
            return DeviceSeen(kind, DeviceState.ABSENT, sentences.not_registered(kind))
        try:
            is_present = await source.make(self._instants).is_present()
        except LinkError as refused:
            if isinstance(refused, RadioUnavailable):
                self.doubt(kind)
            return DeviceSeen(kind, refused.state, refused.sentence)
        if is_present:
            return DeviceSeen(kind, DeviceState.READY, sentences.ready(kind))
        return DeviceSeen(kind, DeviceState.ABSENT, sentences.absent(kind))
