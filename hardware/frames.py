"""What shows pictures, and what it means when none can be had."""

from typing import TYPE_CHECKING, Protocol

from hardware.readings import DeviceError, DeviceState

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]

_ABSENT = "Aucune caméra sur ce poste. Choisissez l’image du code, ou saisissez l’identité."
_DENIED = "La caméra est interdite à ce programme. Autorisez-la, ou choisissez l’image du code."
_BUSY = "La caméra est utilisée par un autre programme. Fermez-le, ou choisissez l’image du code."
_LOST = "La caméra ne donne plus d’image. Rebranchez-la, ou choisissez l’image du code."


class CameraUnavailable(DeviceError):
    """No picture can be had; ``state`` says whether the camera is absent, busy, denied or lost.

    ``sentence`` is that of somebody who scans a code, unless another is given.
    """

    def __init__(self, state: DeviceState, sentence: str = "") -> None:
        sentences = {
            DeviceState.ABSENT: _ABSENT,
            DeviceState.DENIED: _DENIED,
            DeviceState.BUSY: _BUSY,
            DeviceState.LOST: _LOST,
        }
        super().__init__(sentence or sentences[state], f"camera {state}")
        self.state = state
        self.own_sentence = sentence


class FrameSource(Protocol):
    """What shows pictures: a camera, or a film standing for one."""

    def frame(self) -> "Picture":
        """Return the newest picture not seen yet, grey or BGR.

        Raises:
            CameraUnavailable: none came for two seconds.
        """
        ...

    def close(self) -> None:
        """Release the camera. Never raises."""
        ...
