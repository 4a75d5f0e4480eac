"""A protocol of the library in words: its state, its ladder, what is proved of it."""

from collections.abc import Sequence
from datetime import date

from app.desk.library import LadderRung, Library, LibraryLine, ProofLine, Reason, Study
from app.station import Professional
from protocols.model import Level
from ui.format import counted, long_date
from ui.levels import ICONS, TONES, WORDS
from ui.look import Tone
from ui.widgets.ladder_view import RungFace
from ui.widgets.line_list import Line

SHOWN = 2
SHORT = {"Médecin ce jour": "Ce jour", "Médecin 48\u00a0h": "48\u00a0h"}
MEANING = (
    "veut dire\u00a0: le fichier fait ce qu’il annonce, pour toutes les réponses possibles. "
    "La valeur médicale vient du comité qui signe."
)
WORKING = "Vérification en cours, à côté du poste."


def state_chip(line: LibraryLine) -> tuple[str, str, Tone]:
    """Return the state as a chip: its words, its icon, its colour."""
    if line.is_demonstration:
        return "Démonstration", "flask", Tone.VIOLET
    if line.refusal:
        return line.state.capitalize(), "lock", Tone.RED
    return line.state.capitalize(), "certificate", Tone.GREEN


def signature_chip(line: LibraryLine) -> tuple[str, str, Tone]:
    """Return who signed, as a chip; a demonstration has nobody's word."""
    if not line.signers:
        return "Non signé", "signature", Tone.NEUTRAL
    return counted(len(line.signers), "signature", "signatures"), "signature", Tone.GREEN


def validity(line: LibraryLine) -> str:
    """Return until when the version may run."""
    if not line.valid_to:
        return f"depuis le {long_date(date.fromisoformat(line.valid_from))}"
    return f"jusqu’au {long_date(date.fromisoformat(line.valid_to))}"


def known_lines(line: LibraryLine) -> tuple[Line, ...]:
    """Return what answers for the version: its ground, its signatures, what is left to confirm."""
    rules = counted(line.to_validate, "règle à valider", "règles à valider")
    confirmed = Line("circle-check", Tone.GREEN, "Toutes les règles ont une source confirmée")
    waiting = Line("alert-triangle", Tone.OCHRE, rules, "Sans source confirmée par un comité.")
    signed = [Line("signature", Tone.GREEN, one) for one in line.signers]
    start = long_date(date.fromisoformat(line.valid_from))
    return (
        *([Line("lock", Tone.RED, "Fermé sur ce poste", line.refusal)] if line.refusal else []),
        Line("info-circle", Tone.NEUTRAL, f"Cadre\u00a0: {line.ground}"),
        Line("clock", Tone.NEUTRAL, f"En vigueur depuis le {start}"),
        *signed,
        waiting if line.to_validate else confirmed,
        Line("file-check", Tone.NEUTRAL, "Empreinte du fichier", line.sha256[:12]),
    )


def trained_lines(people: tuple[Professional, ...]) -> tuple[Line, ...]:
    """Return who was trained and when; who was not must be, before the first consultation."""
    return tuple(
        Line(
            "user-check",
            Tone.GREEN,
            one.label,
            f"Formation attestée le {long_date(date.fromisoformat(one.trained_on))}",
        )
        if one.trained_on
        else Line("alert-triangle", Tone.OCHRE, one.label, "Formation à suivre avant d’orienter.")
        for one in people
    )


def rung_faces(study: Study, *, whole: bool) -> tuple[RungFace, ...]:
    """Return the ladder; ``whole`` tells every reason and when it holds, else the first names."""
    return tuple(_rung(one, whole=whole) for one in study.rungs)


def _rung(rung: LadderRung, *, whole: bool) -> RungFace:
    level = Level[rung.level]
    word = WORDS[level]
    words = " ".join(_reason(one, whole=whole) for one in rung.reasons)
    note = " ".join(rung.sentences if whole else rung.sentences[:1])
    return RungFace(SHORT.get(word, word), ICONS[level], TONES[level], words, note)


def _reason(reason: Reason, *, whole: bool) -> str:
    told = reason.causes if whole else reason.names[:SHOWN]
    rest = len(reason.names) - len(told)
    more = f", et {counted(rest, 'autre', 'autres')}" if rest else ""
    listed = "\u00a0; ".join(told)
    return f"{reason.title}\u00a0: {listed}{more}."


def proof_title(library: Library) -> str:
    """Return « Propriétés vérifiées », or how many are when one is not."""
    study = library.study
    if study is None or all(one.holds for one in study.proofs):
        return "Propriétés vérifiées"
    held = sum(one.holds for one in study.proofs)
    words = counted(held, "propriété vérifiée", "propriétés vérifiées")
    return f"{words} sur {len(study.proofs)}"


def proof_lines(proofs: Sequence[ProofLine]) -> tuple[Line, ...]:
    """Return the properties; one that does not hold says who breaks it."""
    return tuple(
        Line("circle-check", Tone.GREEN, one.title)
        if one.holds
        else Line("alert-triangle", Tone.RED, one.title, f"Ne tient pas\u00a0: {one.patient}")
        for one in proofs
    )


def change_lines(study: Study) -> tuple[Line, ...]:
    """Return the patients whose outcome changed."""
    return tuple(Line("arrow-right", Tone.NEUTRAL, one.sentence) for one in study.changes)
