"""The page of the people in words: roles, what each opens, what each act does."""

from app.office.people import Act, PersonLine
from ui.look import Tone
from ui.widgets.line_list import Line

ROLES = {
    "pharmacist": "Pharmacien",
    "owner": "Titulaire",
    "auditor": "Auditeur",
    "preparer": "Préparateur",
}
_SHEETS = "Les fiches et les identités"
_FACTS = "Les chiffres d’activité"
_LOG = "Le journal des accès"
_KEEPING = "Les comptes, les conservations, les sauvegardes"
OPENS = {
    "pharmacist": (_SHEETS, _FACTS, _LOG, _KEEPING),
    "owner": (_FACTS, _LOG, _KEEPING),
    "auditor": (_LOG,),
    "preparer": (),
}
SHUT = {
    "pharmacist": "",
    "owner": "Ce compte n’a aucune clé des fiches.",
    "auditor": "Ce compte n’a aucune clé des fiches ni de l’activité.",
    "preparer": "Ce compte n’a aucune clé\u00a0: rien de médical ne s’ouvre.",
}
ACTS = {
    Act.ADD: ("Ajouter une personne", "plus", "A"),
    Act.REGRANT: ("Rendre l’accès", "lock-open", "R"),
    Act.REVOKE: ("Retirer ce compte", "ban", "S"),
    Act.PASSWORD: ("Ma phrase de passe", "pencil", "P"),
    Act.PIN: ("Mon code court", "eye-off", "C"),
}
"""Words, icon and key of each act, in the order of the buttons."""

GIVE = {
    Act.ADD: "Ajouter",
    Act.REGRANT: "Rendre l’accès",
    Act.REVOKE: "Retirer",
    Act.PASSWORD: "Changer",
    Act.PIN: "Garder",
}
REVOKE_WORDS = (
    "{label} n’ouvrira plus ce poste, et les clés que ce compte ouvrait changent. Les fiches "
    "déjà signées gardent leur auteur. Pour confirmer, retapez\u00a0: {login}"
)
REGRANT_WORDS = (
    "Une phrase oubliée ne se retrouve pas\u00a0: cette personne reçoit un nouvel accès, que vous "
    "ouvrez avec vos clés. Ce qu’elle a signé garde son nom."
)
PIN_WORDS = (
    "Il rend l’écran après 5\u00a0minutes sans un geste, jusqu’au verrouillage. Cinq essais. "
    "Il n’est écrit nulle part\u00a0: il est à choisir à chaque ouverture du poste."
)


def opens_lines(line: PersonLine) -> tuple[Line, ...]:
    """Return what the keys of an account open, and what they do not."""
    opened = tuple(Line("lock-open", Tone.GREEN, one) for one in OPENS.get(line.role, ()))
    shut = SHUT.get(line.role, "")
    return (*opened, Line("lock", Tone.NEUTRAL, shut)) if shut else opened
