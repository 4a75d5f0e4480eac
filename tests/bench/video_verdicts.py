"""Which figures are compared, and the limit of each. Source: video.md, section 8."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.bench.video_call import Figures
from tests.bench.video_rows import Limit, Row, absent, compared, least, measured, most
from tests.bench.video_senders import ANCHOR, OURS

COMPARED: Mapping[str, tuple[str, str, Limit | None]] = {
    "480p.room.fps": ("480p images par seconde", "/s", least(0.95)),
    "480p.room.p50": ("480p caméra à écran, médiane", "ms", most(1.25)),
    "480p.room.p95": ("480p caméra à écran, 95 %", "ms", most(1.5)),
    "480p.cpu": ("480p processeur de la station", "%", most(1.3)),
    "720p.exam.fps": ("720p images par seconde", "/s", least(0.95)),
    "720p.exam.p50": ("720p caméra à écran, médiane", "ms", most(1.25)),
    "720p.exam.p95": ("720p caméra à écran, 95 %", "ms", most(1.5)),
    "720p.cpu": ("720p processeur de la station", "%", most(1.3)),
    "both.room.fps": ("les deux, patient images par seconde", "/s", None),
    "both.exam.fps": ("les deux, examen images par seconde", "/s", None),
    "both.room.p95": ("les deux, patient 95 %", "ms", None),
    "both.exam.p95": ("les deux, examen 95 %", "ms", None),
    "both.cpu": ("les deux, processeur de la station", "%", most(1.3)),
    "both.pss_mb": ("les deux, mémoire (PSS) de la station", "Mo", most(0.3)),
    "join.first_frame_ms": ("première image après l’entrée", "ms", most(1.25)),
    "still.s": ("photo de 5 Mo au médecin", "s", None),
    "paper.s": ("PDF de 300 ko du médecin", "s", None),
}


def rows_of_calls(calls: Mapping[str, Sequence[Figures]]) -> list[Row]:
    """Return the rows of the calls of both kinds."""
    if not calls[OURS]:
        return [absent("les appels", "aucun n’est allé à son terme")]
    ours, theirs = (Columns(calls[kind]) for kind in (OURS, ANCHOR))
    rows = [
        compared(title, unit, ours[name], theirs[name], limit)
        for name, (title, unit, limit) in COMPARED.items()
    ]
    rows[-1] = replace(rows[-1], note="jadis lent : docs/video-bench.md")
    return [*rows, *beside_one(ours), *during_the_still(ours), *as_sent(ours)]


class Columns:
    """The figures of the calls of one kind, by name."""

    def __init__(self, calls: Sequence[Figures]) -> None:
        self._calls = calls

    def __getitem__(self, name: str) -> list[float]:
        return [one[name] for one in self._calls]

    def over(self, name: str, under: str) -> list[float]:
        """Return the ratio of two figures in each call."""
        return [a / b for a, b in zip(self[name], self[under], strict=True)]


def beside_one(ours: Columns) -> list[Row]:
    """Return what each picture keeps of its rate once there are two."""
    pairs = (
        ("patient", "both.room.fps", "480p.room.fps"),
        ("examen", "both.exam.fps", "720p.exam.fps"),
    )
    return [
        measured(f"deux images contre une, {name}", "x", ours.over(both, one), least(0.9))
        for name, both, one in pairs
    ]


def during_the_still(ours: Columns) -> list[Row]:
    """Return what a photo of 5 MB takes, and what it takes from the exam's picture."""
    return [
        measured("photo de 5 Mo, durée", "s", ours["still.s"], most(4)),
        measured(
            "examen pendant la photo, 95 %",
            "x",
            ours.over("still.exam.p95", "both.exam.p95"),
            most(2),
        ),
    ]


def as_sent(ours: Columns) -> list[Row]:
    """Return what a picture must be whatever the machine."""
    unread = [
        sum(ours[f"{name}.unread"][at] for name in ("480p.room", "720p.exam"))
        for at in range(len(ours["both.cpu"]))
    ]
    return [
        measured("largeur de l’examen", "px", ours["both.exam.width"], least(1280)),
        measured("codes illisibles", "", unread, most(0)),
    ]


def rows_of_cuts(ours: Sequence[float], theirs: Sequence[float]) -> list[Row]:
    """Return the row of the cuts."""
    return [compared("reprise après 20 s de coupure", "s", ours, theirs, most(1.5))]
