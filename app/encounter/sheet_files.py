"""The names under which what goes with a sheet leaves the station: what it is, never whose."""

from dataclasses import dataclass

from app.encounter.captures import JPEG, SIDE_WORDS
from app.encounter.incoming import PDF
from app.encounter.sheet import OrientationSheet, SheetCapture

_KINDS = {
    "otoscopy": "oreille",
    "skin": "peau",
    "throat": "gorge",
    "eye": "oeil",
    "heart": "coeur",
    "lungs": "poumons",
    "view": "photo-medecin",
    "auscultation": "ecoute-medecin",
}


@dataclass(frozen=True, slots=True)
class Attached:
    """Bytes sealed beside a sheet under ``id``: a picture, a sound, a document of the doctor.

    ``name`` is that of its file; ``size`` and ``sha256`` are what the sheet says of them.
    """

    name: str
    id: str
    size: int
    sha256: str


_PLAIN = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")


def capture_file(rank: int, one: SheetCapture) -> str:
    """Return the file name of the capture number ``rank``: « 01-oreille-tympan-gauche-J0.jpg »."""
    words = one.site_label.lower().replace("œ", "oe").translate(_PLAIN)
    site = "-".join("".join(c if c.isalnum() else " " for c in words).split())
    parts = [f"{rank:02}", _KINDS.get(one.kind, "examen"), site, SIDE_WORDS.get(one.side, "")]
    parts += [one.moment, "simule" if one.origin == "simulated" else ""]
    ending = "jpg" if one.media_type == JPEG else "wav"
    return "-".join(part for part in parts if part) + f".{ending}"


def paper_names(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return the names of the files of the doctor's documents, in order."""
    return tuple(f"medecin-{rank:02}.pdf" for rank, _ in enumerate(sheet.papers, start=1))


def received_names(sheet: OrientationSheet) -> tuple[str, ...]:
    """Return the names of the files of the documents received, in order."""
    return tuple(
        f"document-recu-{rank:02}.{'pdf' if one.media_type == PDF else 'xml'}"
        for rank, one in enumerate(sheet.documents, start=1)
    )


def attached(sheet: OrientationSheet) -> tuple[Attached, ...]:
    """Return what is sealed beside ``sheet``: captures, papers, documents received."""
    captures = (
        Attached(capture_file(rank, one), one.id, one.size, one.sha256)
        for rank, one in enumerate(sheet.captures, start=1)
    )
    papers = (
        Attached(name, one.id, one.size, one.sha256)
        for name, one in zip(paper_names(sheet), sheet.papers, strict=True)
    )
    received = (
        Attached(name, one.id, one.size, one.sha256)
        for name, one in zip(received_names(sheet), sheet.documents, strict=True)
    )
    return (*captures, *papers, *received)
