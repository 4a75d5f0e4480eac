"""The effect that reads who a patient is: an INS code, in an image or before a camera, or a file.

A file that is no picture is read as one of the pharmacy's software.
"""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

import resources.files
from app.encounter.effects import ReadCode
from app.encounter.identify import CodeRead, CodeRefused
from app.encounter.identity_import import IdentityImported
from app.errors import RefusedIdentity
from app.identity import INS_TEST
from app.identity.imports import LARGEST, read_bytes
from app.traffic import AnyMessage, Post
from hardware.codecs.ins_datamatrix import InsFields, encode_ins
from hardware.media.messages import CodeRead as CodeSeen
from hardware.media.messages import MediaFailed, MediaMessage
from hardware.readings import DeviceError

LARGEST_IMAGE = 20_000_000
SCAN_SECONDS = 20
REQUEST = "code "
PATIENTS = "demonstration/patients.toml"
PICTURES = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
"""First bytes of the pictures people save: PNG, JPEG, GIF, BMP, TIFF, WebP."""

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
        """Return what a file says of the patient, or why nothing; a camera answers later."""
        if not effect.path:
            self._scan(effect.encounter_id)
            return []
        try:
            return [_from_file(effect)]
        except (DeviceError, RefusedIdentity) as refused:
            return [CodeRefused(effect.encounter_id, refused.sentence)]
        except OSError:
            sentence = "Ce fichier ne s’ouvre pas. Choisissez-en un autre, ou saisissez."
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


def _from_file(effect: ReadCode) -> AnyMessage:
    """Return the code of a picture, or the identity of another file."""
    with Path(effect.path).open("rb") as opened:
        head = opened.read(max(map(len, PICTURES)))
        is_picture = head.startswith(PICTURES)
        most = LARGEST_IMAGE if is_picture else LARGEST
        data = head + opened.read(most + 1 - len(head))
    if not is_picture:
        return IdentityImported(effect.encounter_id, read_bytes(data, effect.asked))
    if len(data) > most:
        raise DeviceError("Cette image est trop lourde. Choisissez une image de moins de 20 Mo.")
    from hardware.datamatrix import read_image

    return CodeRead(effect.encounter_id, read_image(data))
