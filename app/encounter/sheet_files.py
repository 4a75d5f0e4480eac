"""The name under which a capture leaves the station: what it is, never whose."""

from app.encounter.captures import JPEG, SIDE_WORDS
from app.encounter.sheet_captures import SheetCapture

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
_PLAIN = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")


def capture_file(rank: int, one: SheetCapture) -> str:
    """Return the file name of the capture number ``rank``: « 01-oreille-tympan-gauche-J0.jpg »."""
    words = one.site_label.lower().replace("œ", "oe").translate(_PLAIN)
    site = "-".join("".join(c if c.isalnum() else " " for c in words).split())
    parts = [f"{rank:02}", _KINDS.get(one.kind, "examen"), site, SIDE_WORDS.get(one.side, "")]
    parts += [one.moment, "simule" if one.origin == "simulated" else ""]
    ending = "jpg" if one.media_type == JPEG else "wav"
    return "-".join(part for part in parts if part) + f".{ending}"
