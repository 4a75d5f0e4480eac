"""Pictures and sounds of the exam in words, for the pages that show them."""

import wave
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from app.desk.archive_captures import ShownCapture
from app.encounter.captures import JPEG, Aim, Capture, EarlierPicture, Moment
from app.encounter.exam_state import Exam, Pending
from app.encounter.sheet_captures import SheetCapture, quality_words
from hardware.readings import Origin
from ui.capture_words import sheet_words
from ui.format import long_day_and_time, number, time_of
from ui.look import Tone
from ui.widgets.capture_shelf import OpenedFace
from ui.widgets.thumbnail import ThumbnailFace

TAKING, KEEPING, RECORDING = "Prise en cours", "Mise au coffre", "Enregistrement"
NOT_HERE = {
    Moment.DAY0: "Pas de photo J0",
    Moment.DAY1: "Pas de photo J1",
    Moment.DAY3: "Pas de photo J3",
}


def capture_face(one: Capture, exam: Exam) -> ThumbnailFace:
    """Return a capture of this consultation in small."""
    note = f"{one.aim.moment}, {time_of(one.taken_at)}, {quality_words(one.aim, one.found.flaws)}"
    content = b"" if one.aim.is_sound else exam.contents.get(one.capture_id, b"")
    return ThumbnailFace(
        name=one.capture_id,
        title=one.aim.words,
        note=note,
        content=content,
        icon="volume" if one.aim.is_sound else "camera",
        simulated=one.found.origin is Origin.SIMULATED,
    )


def capture_faces(exam: Exam) -> tuple[ThumbnailFace, ...]:
    """Return the captures of the page that is shown, in small, but those the series shows."""
    elsewhere = {one.name for one in series_faces(exam) if one.name}
    faces = (capture_face(one, exam) for one in exam.shown)
    return tuple(face for face in faces if face.name not in elsewhere)


def series_faces(exam: Exam) -> tuple[ThumbnailFace, ...]:
    """Return the series of the place aimed at: J0, J1 and J3, the newest picture of each.

    Empty when nothing of this place was taken before.
    """
    aim = exam.picture
    if not any(_same_place(one.aim, aim) for one in exam.earlier):
        return ()
    return tuple(_of_day(exam, aim, moment) for moment in Moment)


def _of_day(exam: Exam, aim: Aim, moment: Moment) -> ThumbnailFace:
    now = [one for one in exam.shown if _same_place(one.aim, aim) and one.aim.moment is moment]
    if now:
        return replace(capture_face(now[-1], exam), title=f"{moment}, maintenant")
    before = [o for o in exam.earlier if _same_place(o.aim, aim) and o.aim.moment is moment]
    if before:
        return _earlier_face(before[-1])
    return ThumbnailFace(name="", title=NOT_HERE[moment], note=aim.words)


def _earlier_face(one: EarlierPicture) -> ThumbnailFace:
    taken = long_day_and_time(datetime.fromisoformat(one.taken_at))
    return ThumbnailFace(
        name="",
        title=f"{one.aim.moment}, fiche {number(one.sheet_number)}",
        note=taken,
        content=one.content,
        simulated=one.origin == Origin.SIMULATED.value,
    )


def _same_place(one: Aim, other: Aim) -> bool:
    return (one.kind, one.site, one.side) == (other.kind, other.site, other.side)


def pending_words(pending: Pending | None) -> str:
    """Return what is on its way, "" when nothing is."""
    if pending is None:
        return ""
    if pending.found is not None:
        return KEEPING
    return RECORDING if pending.aim.is_sound else TAKING


def listen_words(exam: Exam) -> tuple[str, str, Tone]:
    """Return what the stethoscope does: a word, its icon, its colour."""
    if exam.is_listening:
        return "Écoute en cours", "wave-sine", Tone.ACCENT
    if exam.pending is not None:
        return KEEPING, "hourglass", Tone.NEUTRAL
    return "En attente", "headphones", Tone.NEUTRAL


def samples_of(wav: bytes) -> bytes:
    """Return the samples of a recording the station made, 16 bits mono; empty when unreadable."""
    try:
        with wave.open(BytesIO(wav)) as file:
            samples: bytes = file.readframes(file.getnframes())
    except (wave.Error, EOFError):
        return b""
    return samples


def sealed_faces(captures: Iterable[SheetCapture]) -> tuple[ThumbnailFace, ...]:
    """Return the captures of a sealed sheet in small; none is shown before it is opened."""
    return tuple(
        ThumbnailFace(
            name=one.id,
            title=one.place,
            note=f"{one.moment}, {one.quality}",
            icon="camera" if one.media_type == JPEG else "volume",
            simulated=one.origin == Origin.SIMULATED.value,
        )
        for one in captures
    )


def opened_face(captures: Iterable[SheetCapture], shown: ShownCapture | None) -> OpenedFace | None:
    """Return the capture that is open as the page shows it, ``None`` when none is."""
    if shown is None:
        return None
    one = next((one for one in captures if one.id == shown.capture_id), None)
    if one is None:
        return None
    title = f"{one.kind_label}, {one.place}\u00a0: {sheet_words(one)}"
    if one.media_type == JPEG:
        return OpenedFace(title, picture=shown.content, refused=shown.refused)
    return OpenedFace(title, samples=samples_of(shown.content), refused=shown.refused)
