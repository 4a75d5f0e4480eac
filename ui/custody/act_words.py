"""What may be done to an opened sheet, in words: its title, what to write, what it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.desk.archive import Act, SheetDetail, VersionLine
from ui.format import long_date, long_day_and_time
from ui.look import Tone
from ui.widgets.line_list import Line


@dataclass(frozen=True, slots=True)
class ActWords:
    """One act: its button, its key, what its form asks and says."""

    button: str
    icon: str
    key: str
    title: str
    effect: str
    text: str = ""
    reason: str = "Motif, inscrit au journal"
    confirm: str = "Inscrire"


WHO = "Qui demande, et comment l’identité a été vérifiée"
WORDS: Mapping[Act, ActWords] = MappingProxyType(
    {
        Act.ADDENDUM: ActWords(
            "Compléter",
            "plus",
            "C",
            "Compléter la fiche",
            "Une version de plus est scellée. La fiche d’avant reste lisible.",
            "Ce qui s’ajoute à la fiche",
            confirm="Sceller le complément",
        ),
        Act.CORRECTION: ActWords(
            "Corriger",
            "pencil",
            "R",
            "Corriger la fiche",
            "Une version de plus est scellée. Rien n’est effacé\u00a0: l’ancienne reste lisible.",
            "Ce qui était faux, et ce qui est juste",
            confirm="Sceller la correction",
        ),
        Act.HOLD: ActWords(
            "Garder malgré la date",
            "lock",
            "G",
            "Conservation forcée",
            "Aucune destruction ne prendra cette fiche tant que la conservation dure.",
            reason="Motif, sans nom de patient",
            confirm="Forcer la conservation",
        ),
        Act.RELEASE: ActWords(
            "Lever la conservation",
            "lock-open",
            "G",
            "Lever la conservation forcée",
            "La fiche suit de nouveau sa date.",
            reason="Motif, sans nom de patient",
            confirm="Lever la conservation",
        ),
        Act.RECTIFY: ActWords(
            "Rectifier à sa demande",
            "user-check",
            "T",
            "Rectifier à la demande du patient",
            "La demande est inscrite, puis la correction scellée comme une version de plus.",
            "Ce que le patient demande de rectifier",
            WHO,
            confirm="Sceller la rectification",
        ),
        Act.HAND_OVER: ActWords(
            "Tout remettre au patient",
            "user-share",
            "D",
            "Remettre au patient tout ce qui est gardé sur lui",
            "Toutes ses fiches sont écrites, lisibles, dans un dossier d’exports du poste.",
            reason=WHO,
            confirm="Écrire le dossier",
        ),
        Act.OPPOSE: ActWords(
            "Noter une opposition",
            "hand-stop",
            "N",
            "Opposition du patient",
            "L’opposition est inscrite. La fiche reste gardée\u00a0: la loi l’impose dix ans.",
            "À quoi le patient s’oppose",
            WHO,
            confirm="Inscrire l’opposition",
        ),
    }
)


def offered(detail: SheetDetail) -> tuple[Act, ...]:
    """Return the acts that the sheet allows now."""
    hold = Act.RELEASE if detail.keeping.held else Act.HOLD
    if detail.sheet is None:  # made elsewhere: no version of this station can follow it
        return hold, Act.HAND_OVER, Act.OPPOSE
    return Act.ADDENDUM, Act.CORRECTION, hold, Act.HAND_OVER, Act.RECTIFY, Act.OPPOSE


def version_lines(detail: SheetDetail) -> tuple[Line, ...]:
    """Return the versions, the newest first: what each one changed, by whom and why."""
    return tuple(map(_version, reversed(detail.versions)))


def _version(one: VersionLine) -> Line:
    told = f"{long_day_and_time(one.sealed_at)}, {one.author}."
    reason = f" Motif\u00a0: {one.reason}." if one.reason else ""
    text = f"«\u00a0{one.text}\u00a0» " if one.text else ""
    icon = "files" if one.number > 1 else "file-check"
    return Line(icon, Tone.NEUTRAL, f"{one.number} · {one.kind}", f"{text}{told}{reason}")


def keeping_lines(detail: SheetDetail) -> tuple[Line, ...]:
    """Return how long the sheet is kept, what holds it, what the patient objected to."""
    keeping = detail.keeping
    lines = []
    if keeping.held:
        lines.append(Line("lock", Tone.OCHRE, "Conservation forcée", keeping.held))
    if keeping.until:
        lines.append(Line("clock", Tone.NEUTRAL, f"Gardée jusqu’au {_day(keeping.until)}"))
    if keeping.opposed:
        lines.append(Line("hand-stop", Tone.OCHRE, "Opposition du patient inscrite"))
    if keeping.imported:
        lines.append(Line("download", Tone.OCHRE, "Importée, non vérifiée"))
    return tuple(lines)


def _day(text: str) -> str:
    return long_date(date.fromisoformat(text[:10]))
