"""The draft of the mail that brings the link, written in the folder of exports."""

from datetime import datetime
from pathlib import Path

from app import clock
from app.effects.exports import EXPORTS, NotWritten, write_whole
from app.exchange.call_mail import call_mail
from app.station import Station

NAME = "teleconsultation"


def write_call_mail(folder: Path, link: str, station: Station, at: datetime) -> Path:
    """Write the draft for the account of the station only, and return where.

    Raises:
        NotWritten: the folder refuses it; the link can still be shown or read aloud.
    """
    name = clock.new_id()
    path = folder / EXPORTS / f"{NAME}-{at:%Y%m%d-%H%M%S}.eml"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, call_mail(link, station, name, at))
    except OSError as refused:
        raise NotWritten(
            f"Le message n’a pas pu être écrit dans {path.parent}. Montrez le code QR, ou lisez le "
            "code au téléphone."
        ) from refused
    return path
