"""The cameras and the stethoscope tried before the patient comes, by the client of the exam.

What is shown here goes to the board of what moves; nothing is recorded and nothing is kept.
"""

from collections.abc import Callable, Iterable
from threading import Lock

from app.office import devices_effects as ask
from app.office import devices_messages as say
from app.office.devices import SOUND_TRIAL
from app.traffic import AnyMessage, Post
from hardware.bindings import CameraBinding, CameraRole, SoundBinding
from hardware.media.client import Media
from hardware.media.commands import Sources
from hardware.media.messages import (
    CamerasFound,
    MediaFailed,
    MediaMessage,
    SoundRecorded,
    SoundsFound,
)

SIMULATED_SOUND = SoundBinding("simulated", "Stéthoscope simulé")
CAMERA_NAMES = {
    CameraRole.ROOM: "Caméra du box, simulée",
    CameraRole.OTOSCOPE: "Otoscope simulé",
    CameraRole.DERMATOSCOPE: "Dermatoscope simulé",
}
Hear = Callable[[MediaMessage], None]
MakeClient = Callable[[Hear, Sources], Media]


def simulated_camera(role: CameraRole) -> CameraBinding:
    """Return the simulated camera that has ``role``."""
    return CameraBinding(role, 0, 0, f"simulated-{role.value}", CAMERA_NAMES[role])


class MediaTrial:
    """Shares the media client with the exam: ``make`` is called once, by the room of the exam.

    ``make_client`` makes the client, one that can also hold a call for instance.
    """

    def __init__(self, sources: Sources, post: Post, make_client: MakeClient | None = None) -> None:
        self._sources, self._post = sources, post
        self._make_client = make_client
        self._lock = Lock()
        self._asked: CameraRole | None = None
        self._shown: CameraRole | None = None
        self._listens = False

    def make(self, hear: Hear) -> Media:
        """Return the client; what was asked here is answered here, the rest to ``hear``."""
        make_client = self._make_client or Media
        self._media = make_client(lambda message: self._sort(message, hear), self._sources)
        return self._media

    def use(self, sources: Sources) -> None:
        """Change the devices."""
        self._sources = sources
        self._media.use(sources)

    def answer(
        self, effect: ask.ListCameras | ask.ListSounds | ask.TryMedia
    ) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks; what is seen and heard comes later."""
        match effect:
            case ask.ListCameras(role):
                return self._list_cameras(role)
            case ask.ListSounds():
                return self._list_sounds()
            case ask.TryMedia(role, listens):
                self._show(role)
                self._listen(listens=listens)
                return ()

    def _list_cameras(self, role: CameraRole) -> Iterable[AnyMessage]:
        if self._sources.simulation is not None:
            return [say.CamerasListed((simulated_camera(role),))]
        with self._lock:
            self._asked = role
        self._media.look_around()
        return ()

    def _list_sounds(self) -> Iterable[AnyMessage]:
        if self._sources.simulation is not None:
            return [say.SoundsListed((SIMULATED_SOUND,))]
        self._media.look_for_sounds()
        return ()

    def _show(self, role: CameraRole | None) -> None:
        with self._lock:
            before, self._shown = self._shown, role
        if before is not None and before != role:
            self._media.hide(before)
        if role is not None and role != before:
            self._media.show(role)

    def _listen(self, *, listens: bool) -> None:
        with self._lock:
            before, self._listens = self._listens, listens
        if listens and not before:
            self._media.listen(SOUND_TRIAL)
        elif before and not listens:
            self._media.cancel(SOUND_TRIAL)

    def _sort(self, message: MediaMessage, hear: Hear) -> None:
        match message:
            case CamerasFound():
                self._post(self._listed(message))
            case SoundsFound(inputs, sentence):
                self._post(say.SoundsListed(inputs, sentence))
            case MediaFailed(request_id, sentence) if request_id == SOUND_TRIAL:
                with self._lock:
                    self._listens = False
                self._post(say.MediaTrialEnded(sentence))
            case SoundRecorded(request_id=request_id) if request_id == SOUND_TRIAL:
                return  # a trial keeps no sound
            case _:
                hear(message)

    def _listed(self, found: CamerasFound) -> say.CamerasListed:
        with self._lock:
            role = self._asked or CameraRole.ROOM
        return say.CamerasListed(
            tuple(
                CameraBinding(role, one.vid, one.pid, one.path, one.name) for one in found.cameras
            )
        )
