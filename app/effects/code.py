"""The effect that reads an INS code, from an image file or from the camera."""

from collections.abc import Iterable
from pathlib import Path

from app.encounter.effects import ReadCode
from app.encounter.identify import CodeRead, CodeRefused
from app.traffic import AnyMessage
from hardware.readings import DeviceError

LARGEST_IMAGE = 20_000_000
SCAN_SECONDS = 20


def read_code(effect: ReadCode) -> Iterable[AnyMessage]:
    """Return the text of the code, or the sentence that says why there is none."""
    try:
        payload = _from_file(Path(effect.path)) if effect.path else _from_camera()
    except DeviceError as refused:
        return [CodeRefused(effect.encounter_id, refused.sentence)]
    except OSError:
        sentence = "Ce fichier ne s’ouvre pas. Choisissez l’image du code INS, ou saisissez."
        return [CodeRefused(effect.encounter_id, sentence)]
    return [CodeRead(effect.encounter_id, payload)]


def _from_file(path: Path) -> str:
    from hardware.datamatrix import read_image

    if path.stat().st_size > LARGEST_IMAGE:
        raise DeviceError("Cette image est trop lourde. Choisissez une image de moins de 20 Mo.")
    return read_image(path.read_bytes())


def _from_camera() -> str:
    from hardware.links.camera import open_camera
    from hardware.media.scanner import scan

    source = open_camera()
    try:
        return scan(source, seconds=SCAN_SECONDS)
    finally:
        source.close()
