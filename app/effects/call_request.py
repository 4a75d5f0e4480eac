"""The request to the doctor, written in the folder of exports beside the mail of the link."""

from datetime import datetime
from pathlib import Path

from app.effects.exports import EXPORTS, NotWritten, write_whole
from app.encounter.call_messages import RequestWritten
from app.encounter.call_request import WriteRequest

NAME = "demande"
NO_ARCHIVE = "Demande écrite en PDF seulement."


def write_request(folder: Path, effect: WriteRequest, new_id: str, at: datetime) -> RequestWritten:
    """Write the files of the request for the account of the station only, under a new identifier.

    Raises:
        NotWritten: the folder refuses them; the mail of the link is written all the same.
        UnfitRecord, UnwritablePaper: the request cannot be made of this consultation.
    """
    # papers and records are loaded when a doctor is asked, not with the call
    from app.exchange.call_request import call_request
    from app.exchange.oids import document_oid
    from app.exchange.trod_dossier import Sending

    made = call_request(effect.sheet, Sending(document_oid(new_id), at))
    place = folder / EXPORTS / f"{NAME}-{at:%Y%m%d-%H%M%S}"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in made.files.items():
            write_whole(place / name, content)
    except OSError as refused:
        raise NotWritten(
            f"La demande n’a pas pu être écrite dans {place}. Le lien reste valable. Vérifiez la "
            "place et les droits du dossier."
        ) from refused
    told = " ".join((NO_ARCHIVE, *made.told)) if made.told else ""
    return RequestWritten(effect.encounter_id, str(place), told)
