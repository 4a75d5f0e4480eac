"""A part that another program adds to the media process, such as a call; it opens no device."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.media.cameras import CameraPart
from hardware.media.commands import PartCommand, Sources
from hardware.media.messages import ProcessMessage
from hardware.media.sound import SoundPart


class Part(Protocol):
    """A part added to the process; nothing here waits, ``stop`` for a second at the most."""

    def use(self, sources: Sources) -> None:
        """Hear which devices are used from now on."""

    def do(self, command: PartCommand) -> bool:
        """Begin what ``command`` asks; False when it is asked of another part."""
        ...

    def tick(self) -> None:
        """Do what is due; called every second or so."""

    def stop(self) -> None:
        """Release everything."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What an added part may reach: the station, and what the process alone opens."""

    post: Callable[[ProcessMessage], None]
    cameras: CameraPart
    sound: SoundPart


@dataclass(frozen=True, slots=True)
class Added:
    """A part to add, and the commands it understands."""

    make: Callable[[Reach], Part]
    commands: tuple[type[PartCommand], ...]
