"""The pictures and sounds sealed beside the sheet, as a list: the bytes stay in the vault."""

from app.encounter.sheet import OrientationSheet, SheetCapture
from app.exchange.french import NBSP, hour
from app.exchange.paper.tables import Column
from app.exchange.professional_letters import INSIDE
from app.exchange.professional_tables import Titled, table
from app.exchange.words import professional_words

TITLE = "Images et sons joints à la fiche"
COLUMNS = (
    Column("Ce qui est montré ou entendu", 176.0),
    Column("Jour, qualité", 128.0),
    Column("À quelle heure, comment, empreinte", INSIDE - 304.0),
)
DIGITS = 16
_DEVICES = {
    "otoscope": "otoscope",
    "dermatoscope": "dermatoscope",
    "room": "caméra de la pièce",
    "stethoscope": "stéthoscope",
}
SIMULATED = "simulated"


def captures(sheet: OrientationSheet) -> tuple[Titled, ...]:
    """Return the table of what is joined and of what was taken away; nothing when neither is."""
    rows = [(f"{one.kind_label}, {one.place}", _day(one), _how(one)) for one in sheet.captures]
    rows += [
        (f"{one.kind_label}, {one.place}", "retiré", f"{hour(one.at)}, motif{NBSP}: {one.reason}")
        for one in sheet.removed_captures
    ]
    return (table(TITLE, COLUMNS, rows),) if rows else ()


def _day(one: SheetCapture) -> str:
    seconds = f", {one.seconds.replace('.', ',')}{NBSP}s" if one.seconds else ""
    return f"{one.moment}, {one.quality}{seconds}"


def _how(one: SheetCapture) -> str:
    """Return when and with what; a simulated one says so first."""
    parts = [professional_words()["simulated"]] if one.origin == SIMULATED else []
    parts += [hour(one.taken_at), _DEVICES.get(one.device, one.device)]
    parts.append(f"SHA-256 {one.sha256[:DIGITS]}…")
    return ", ".join(parts)
