"""The archive in words: its filters, its rows, what to say when nothing answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk.archive import Archive, ArchiveLine, Filter, Filters, Period
from app.desk.model import Tile
from app.station import Professional
from protocols.model import Level
from ui.format import counted, day_and_time, number
from ui.levels import ICONS, TONES, WORDS, level_named
from ui.look import Tone
from ui.widgets.row import Cell

UNSET = {
    Filter.PROTOCOL: "Toutes situations",
    Filter.LEVEL: "Toutes orientations",
    Filter.PERIOD: "Toute période",
    Filter.AUTHOR: "Tous auteurs",
}
FILTER_ICONS = {
    Filter.PROTOCOL: "clipboard-text",
    Filter.LEVEL: "arrows-split-2",
    Filter.PERIOD: "calendar-event",
    Filter.AUTHOR: "user",
}
FILTER_KEYS = {
    "F5": Filter.PROTOCOL,
    "F6": Filter.LEVEL,
    "F7": Filter.PERIOD,
    "F8": Filter.AUTHOR,
}
PERIODS = {
    Period.TODAY: "Aujourd’hui",
    Period.WEEK: "7\u00a0derniers jours",
    Period.MONTH: "30\u00a0derniers jours",
    Period.YEAR: "12\u00a0derniers mois",
    Period.OLDER: "Plus de 24\u00a0mois",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One value a filter may take, in words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the values of the filters are called on this station."""

    protocols: tuple[Option, ...]
    authors: tuple[Option, ...]

    def options(self, which: Filter) -> tuple[Option, ...]:
        """Return what ``which`` may be set to, the way to remove it first."""
        levels = tuple(Option(one.name, WORDS[one]) for one in Level)
        periods = tuple(Option(one.value, words) for one, words in PERIODS.items())
        values = {
            Filter.PROTOCOL: self.protocols,
            Filter.LEVEL: levels,
            Filter.PERIOD: periods,
            Filter.AUTHOR: self.authors,
        }
        return (Option("", UNSET[which]), *values[which])

    def words(self, which: Filter, filters: Filters) -> str:
        """Return what ``which`` is set to."""
        value = filters.value(which)
        named = {one.value: one.words for one in self.options(which)}
        return named.get(value, value)


def names(tiles: Sequence[Tile], people: Sequence[Professional]) -> Names:
    """Return what the filters offer: the protocols of the home screen, those who may sign."""
    return Names(
        protocols=tuple(Option(one.protocol_id, one.title) for one in tiles),
        authors=tuple(Option(one.rpps, one.label) for one in people),
    )


def cells(line: ArchiveLine) -> tuple[Cell, ...]:
    """Return one sealed sheet as the cells of its row."""
    level = level_named(line.level)
    orientation = Cell(line.level)
    if level is not None:
        orientation = Cell(WORDS[level], TONES[level], ICONS[level], chip=True)
    return (
        Cell(day_and_time(line.sealed_at)),
        Cell(line.patient),
        Cell(line.situation),
        orientation,
        _state(line),
    )


def _state(line: ArchiveLine) -> Cell:
    if not line.intact:
        return Cell("Rompue", Tone.RED, "alert-triangle")
    if line.hidden:
        return Cell("Motif demandé", Tone.NEUTRAL, "lock")
    if line.versions > 1:
        return Cell(f"Version {line.versions}", Tone.ACCENT, "files")
    return Cell("Intègre", Tone.GREEN, "circle-check")


def how_many(archive: Archive) -> str:
    """Return « 47 fiches sur 1 862 »."""
    words = counted(archive.matching, "fiche", "fiches")
    return f"{words} sur {number(archive.total)}"


def which_page(archive: Archive) -> str:
    """Return « Fiches 101 à 200 sur 1 862 », "" when one page holds them all."""
    if archive.matching <= len(archive.lines):
        return ""
    first, last = archive.offset + 1, archive.offset + len(archive.lines)
    return f"Fiches {number(first)} à {number(last)} sur {number(archive.matching)}"


def nothing(archive: Archive, known: Names) -> str:
    """Return what to say when no line is shown: the search is repeated, word for word."""
    if archive.is_searching and not archive.answered:
        return "Les fiches se chargent."
    if not archive.total:
        return "Aucune fiche scellée sur ce poste."
    asked = [f"«\u00a0{archive.query.strip()}\u00a0»"] if archive.query.strip() else []
    asked += [known.words(one, archive.filters) for one in archive.filters.active]
    if not asked:
        return "Aucune fiche sur cette page. Revenez aux plus récentes."
    return f"Aucune fiche ne répond à {', '.join(asked)}."
