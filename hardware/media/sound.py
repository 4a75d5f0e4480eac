"""The stethoscope inside the media process."""

from collections.abc import Callable

from hardware.media.commands import Sources
from hardware.media.messages import MediaFailed, ProcessMessage

_NOT_BOUND = "Stéthoscope\u00a0: aucun appareil choisi. Choisissez-le dans la page Appareils."


class SoundPart:
    """Asked by the dispatcher of the process; answers by ``post``; never waits."""

    def __init__(self, post: Callable[[ProcessMessage], None]) -> None:
        self._post = post
        self._sources = Sources()

    def use(self, sources: Sources) -> None:
        """Change the sound device."""
        self._sources = sources

    def listen(self, request_id: str) -> None:
        """Listen until ``stop``."""
        self._post(MediaFailed(request_id, _NOT_BOUND))

    def stop(self) -> None:
        """End what is listened to and give its recording."""

    def cancel(self, request_id: str) -> None:
        """Forget ``request_id``: nothing is answered to it."""

    def close(self) -> None:
        """Release the sound device, within a second."""
