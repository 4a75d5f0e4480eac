"""The recovery shares written where the person says: one file for each, and nowhere else."""

import os
from pathlib import Path

from app.errors import StationError
from app.exchange.share_sheet import ShareSheet, draw_share
from app.records.people.shares import COUNT, Shares


class RefusedPlace(StationError):
    """The shares cannot be written there."""


def share_papers(shares: Shares, pharmacy: str) -> tuple[tuple[str, bytes], ...]:
    """Return the file name and the PDF of each share, to print or to write."""
    return tuple(
        (
            _name(one.number),
            draw_share(
                ShareSheet(pharmacy, shares.station, one.number, COUNT, shares.made_at, one.words)
            ),
        )
        for one in shares.shares
    )


def write_shares(shares: Shares, pharmacy: str, folder: Path, station: Path) -> tuple[str, ...]:
    """Write the sheets of the shares in ``folder``, readable by its owner only.

    Args:
        shares: those just made.
        pharmacy: the name printed on them.
        folder: where the person wants them, made if absent.
        station: the data folder, in which shares must never be.

    Raises:
        RefusedPlace: the folder is the station's, or holds shares already.
    """
    require_place(folder, station)
    folder.mkdir(parents=True, exist_ok=True)
    papers = share_papers(shares, pharmacy)
    for name, content in papers:
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    return tuple(name for name, _ in papers)


def require_place(folder: Path, station: Path) -> None:
    """Refuse a place for shares, before any are made: making them closes the former ones.

    Raises:
        RefusedPlace: the folder is the station's, or holds shares already.
    """
    place, data = folder.resolve(), station.resolve()
    if place == data or data in place.parents:
        raise RefusedPlace(
            "Les parts ne se gardent jamais dans le dossier du poste. Indiquez une clé USB ou un "
            "autre dossier, imprimez-les, puis détruisez les fichiers."
        )
    if any((folder / _name(number)).exists() for number in range(1, COUNT + 1)):
        raise RefusedPlace(
            "Ce dossier contient déjà des parts de secours. Indiquez un dossier vide."
        )


def _name(number: int) -> str:
    return f"part-de-secours-{number}.pdf"
