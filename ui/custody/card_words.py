"""The signatures of a sheet in words: what each is worth is said before whose it is."""

from app.desk.archive import SheetDetail, SignatureLine
from ui.look import Tone
from ui.widgets.line_list import Line

NONE = Line("signature", Tone.NEUTRAL, "Aucune signature par carte")


def signature_lines(detail: SheetDetail) -> tuple[Line, ...]:
    """Return the signatures of a sheet, or that it has none."""
    return tuple(map(_line, detail.signatures)) or (NONE,)


def may_sign(detail: SheetDetail) -> bool:
    """True for a whole sheet of this station; who may sign it is said by the vault."""
    return detail.sheet is not None and detail.line.intact


def _line(one: SignatureLine) -> Line:
    if not one.sound:
        return Line("certificate-off", Tone.RED, one.words, one.note)
    tone, icon = (Tone.GREEN, "certificate") if one.recognised else (Tone.OCHRE, "signature")
    return Line(icon, tone, one.words, one.note)
