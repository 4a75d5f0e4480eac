"""The part of the sheet that names its pictures and sounds (clinical.md §4.1, field 15).

The bytes are sealed beside the sheet: it holds their size and their hash, and refuses to be
sealed with any others.
"""

from dataclasses import dataclass

from app.encounter.captures import (
    KIND_LABELS,
    Aim,
    Capture,
    RemovedCapture,
    place_words,
    site_of,
)
from app.encounter.model import Encounter

FLAWS = {
    "dark": "trop sombre",
    "bright": "trop claire",
    "glare": "reflet",
    "flat": "sans contraste",
    "blurred": "floue",
    "moving": "bougée",
    "frozen": "image figée",
    "overflow": "des instants manquent",
    "saturated": "trop fort, écrêté",
    "short": "moins de 15\u00a0secondes",
}
GOOD_PICTURE, GOOD_SOUND = "nette", "complet"


@dataclass(frozen=True, slots=True)
class SheetCapture:
    """A picture or a sound sealed beside the sheet, under ``id`` (32 hexadecimal characters).

    ``side`` is "", "left" or "right"; ``moment`` J0, J1 or J3; ``taken_at`` ISO 8601;
    ``seconds`` a decimal text, "" for a picture; ``flaws`` are codes and ``quality`` their
    French words; ``size`` in bytes, ``sha256`` of the bytes in hexadecimal.
    """

    id: str
    kind: str
    kind_label: str
    site: str
    site_label: str
    side: str
    moment: str
    taken_at: str
    origin: str
    device: str
    media_type: str
    width: int
    height: int
    seconds: str
    heard_through: str
    flaws: tuple[str, ...]
    quality: str
    tries: int
    size: int
    sha256: str
    operator: str

    @property
    def place(self) -> str:
        """Where it was taken, in French: « Tympan, côté gauche »."""
        return place_words(self.site_label, self.side)


@dataclass(frozen=True, slots=True)
class SheetRemovedCapture:
    """A picture or a sound taken away before sealing, with the pharmacist’s reason."""

    kind: str
    kind_label: str
    place: str
    taken_at: str
    reason: str
    at: str


def captures(encounter: Encounter) -> tuple[SheetCapture, ...]:
    """Return the captures that are sealed with the sheet, in the order they were taken."""
    return tuple(_capture(one, encounter) for one in encounter.exam.captures)


def _capture(one: Capture, encounter: Encounter) -> SheetCapture:
    aim, found = one.aim, one.found
    site = site_of(aim.kind, aim.site)
    return SheetCapture(
        id=one.capture_id,
        kind=aim.kind.value,
        kind_label=KIND_LABELS[aim.kind],
        site=aim.site,
        site_label=site.label if site is not None else aim.site,
        side=aim.side.value,
        moment=aim.moment.value,
        taken_at=one.taken_at.isoformat(timespec="seconds"),
        origin=found.origin.value,
        device=found.device,
        media_type=found.media_type,
        width=found.width,
        height=found.height,
        seconds=found.seconds,
        heard_through=found.heard_through,
        flaws=found.flaws,
        quality=quality_words(aim, found.flaws),
        tries=one.tries,
        size=one.size,
        sha256=one.sha256,
        operator=encounter.author.login,
    )


def quality_words(aim: Aim, flaws: tuple[str, ...]) -> str:
    """Return what is wrong with a capture in French, or that nothing is."""
    if flaws:
        return ", ".join(FLAWS.get(flaw, flaw) for flaw in flaws)
    return GOOD_SOUND if aim.is_sound else GOOD_PICTURE


def removed(encounter: Encounter) -> tuple[SheetRemovedCapture, ...]:
    """Return what was taken away, with the reasons."""
    return tuple(_removed(one) for one in encounter.exam.removed)


def _removed(one: RemovedCapture) -> SheetRemovedCapture:
    return SheetRemovedCapture(
        kind=one.aim.kind.value,
        kind_label=KIND_LABELS[one.aim.kind],
        place=one.aim.words,
        taken_at=one.taken_at.isoformat(timespec="seconds"),
        reason=one.reason,
        at=one.at.isoformat(timespec="seconds"),
    )
