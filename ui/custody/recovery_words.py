"""The recovery shares in words."""

from app.office.recovery import SharesWritten, Standing
from ui.format import long_day_and_time
from ui.look import Tone
from ui.widgets.line_list import Line

HOW = (
    "Si tous les mots de passe sont perdus, deux des trois feuilles ouvrent un nouvel accès de "
    "pharmacien. Une seule n’ouvre rien. Gardez-les à trois endroits, jamais à la pharmacie "
    "toutes ensemble\u00a0: coffre de banque, notaire, domicile du titulaire."
)
MAKE_WORDS = (
    "Trois fichiers PDF sont écrits dans ce dossier. Imprimez-les, une part par feuille, puis "
    "détruisez les fichiers. Les anciennes feuilles n’ouvriront plus rien."
)
TEST_WORDS = (
    "Une fois par an, prenez deux feuilles et recopiez-les\u00a0: les quatre premières lettres de "
    "chaque mot suffisent. Rien ne change dans le poste."
)
ONLY_PHARMACIST = "Seul un pharmacien a toutes les clés qu’il faut pour faire les parts."
NO_SHARES = "Aucune part n’a été faite."


def standing_lines(standing: Standing) -> tuple[Line, ...]:
    """Return where the shares stand: what is to be done first, then the dates."""
    lines = []
    if standing.sentence:
        lines.append(Line("alert-triangle", Tone.OCHRE, standing.sentence))
    if standing.made_at is None:
        tone = Tone.NEUTRAL if standing.sentence else Tone.OCHRE
        return (*lines, Line("files", tone, NO_SHARES))
    lines.append(Line("files", Tone.NEUTRAL, f"Faites le {long_day_and_time(standing.made_at)}"))
    if standing.checked_at is not None:
        tone = Tone.GREEN if standing.are_checked else Tone.NEUTRAL
        checked = long_day_and_time(standing.checked_at)
        lines.append(Line("circle-check", tone, f"Relues le {checked}"))
    if standing.due_at is not None:
        due = long_day_and_time(standing.due_at).partition(" à ")[0]
        lines.append(Line("calendar-event", Tone.NEUTRAL, f"À essayer avant le {due}"))
    return tuple(lines)


def written_lines(written: SharesWritten) -> tuple[Line, ...]:
    """Return what was written, and what to do of it now."""
    return (
        Line("file-check", Tone.GREEN, f"Trois feuilles écrites dans {written.folder}"),
        Line("printer", Tone.NEUTRAL, "Imprimez-les, puis lisez les mots sur le papier."),
    )
