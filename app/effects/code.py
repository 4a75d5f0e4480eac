"""The effect that reads an INS code, from an image file or from a camera of the media process."""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

import resources.files
from app.encounter.effects import ReadCode
from app.encounter.identify import CodeRead, CodeRefused
from app.identity import INS_TEST
from app.traffic import AnyMessage, Post
from hardware.codecs.ins_datamatrix import InsFields, encode_ins
from hardware.media.messages import CodeRead as CodeSeen
from hardware.media.messages import MediaFailed, MediaMessage
from hardware.readings import DeviceError

LARGEST_IMAGE = 20_000_000
SCAN_SECONDS = 20
REQUEST = "code "
PATIENTS = "demonstration/patients.toml"

Hear = Callable[[MediaMessage], None]


class Scans(Protocol):
    """What is used of ``hardware.media.client.Media``; nothing here waits."""

    def scan_code(self, request_id: str, seconds: float) -> None:
        """Look for a code."""

    def cancel(self, request_id: str) -> None:
        """Forget a request."""


_Client = TypeVar("_Client", bound=Scans)


class CodeReader:
    """Reads codes for consultations; shares the media client with the exam."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._lock = Lock()
        self._asked: dict[str, str] = {}
        self._media: Scans | None = None

    def sharing(self, make: Callable[[Hear], _Client]) -> Callable[[Hear], _Client]:
        """Return ``make`` for those who share the client: they hear all but the codes."""

        def make_shared(hear: Hear) -> _Client:
            made = make(lambda message: None if self._takes(message) else hear(message))
            self._media = made
            return made

        return make_shared

    def read(self, effect: ReadCode) -> Iterable[AnyMessage]:
        """Return the text of the code of a file, or why there is none; a camera answers later."""
        if not effect.path:
            self._scan(effect.encounter_id)
            return []
        try:
            return [CodeRead(effect.encounter_id, _from_file(Path(effect.path)))]
        except DeviceError as refused:
            return [CodeRefused(effect.encounter_id, refused.sentence)]
        except OSError:
            sentence = "Ce fichier ne s’ouvre pas. Choisissez l’image du code INS, ou saisissez."
            return [CodeRefused(effect.encounter_id, sentence)]

    def _scan(self, encounter_id: str) -> None:
        """Look with the camera; a consultation that asks again begins again."""
        media = self._media
        if media is None:
            raise RuntimeError("the media client was not made")
        request_id = f"{REQUEST}{encounter_id}"
        with self._lock:
            is_again = request_id in self._asked
            self._asked[request_id] = encounter_id
        if is_again:
            media.cancel(request_id)
        media.scan_code(request_id, SCAN_SECONDS)

    def _takes(self, message: MediaMessage) -> bool:
        """Answer the consultation when ``message`` is for it."""
        if not isinstance(message, CodeSeen | MediaFailed):
            return False
        with self._lock:
            encounter_id = self._asked.pop(message.request_id, None)
        if encounter_id is None:
            return False
        if isinstance(message, CodeSeen):
            self._post(CodeRead(encounter_id, message.text))
        else:
            self._post(CodeRefused(encounter_id, message.sentence))
        return True


def demonstration_code() -> str:
    """Return the text of the code that the simulated camera is shown: of an invented patient."""
    patients = tomllib.loads(resources.files.text(PATIENTS))
    first: dict[str, object] = next(iter(patients.values()))
    born, givens = first["birth_date"], first["givens"]
    if not isinstance(born, date) or not isinstance(givens, list):
        raise TypeError("demonstration patient")
    text = {key: str(value) for key, value in first.items()}
    return encode_ins(
        InsFields(
            text["matricule"], INS_TEST, tuple(givens), text["family"], text["sex"], born,
            text["place"],
        )
    )  # fmt: skip


def _from_file(path: Path) -> str:
    from hardware.datamatrix import read_image

    if path.stat().st_size > LARGEST_IMAGE:
        raise DeviceError("Cette image est trop lourde. Choisissez une image de moins de 20 Mo.")
    return read_image(path.read_bytes())
