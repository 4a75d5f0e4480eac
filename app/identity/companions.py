"""Who is with the patient: the adult of a minor, the interpreter.

Source: Code civil, articles 371-1 and 388 (minors, holders of parental authority); Code de la santé
publique, article L. 1111-2.
"""

from enum import StrEnum

from app.errors import RefusedIdentity

MAJORITY_YEARS = 18

NAME_THE_ADULT = (
    "Patient mineur\u00a0: nommez d’abord le titulaire de l’autorité parentale ou l’adulte présent."
)
SAY_WHO = "Dites qui est cet adulte\u00a0: parent présent, parent joint, ou accompagnant."
SAY_LANGUAGE = "Langue de l’interprète\u00a0: complétez ce champ."


class CompanionLink(StrEnum):
    """Who the adult is to the patient.

    A parent is any holder of parental authority, a guardian included; called, he was reached by
    telephone and is not here.
    """

    UNSAID = ""
    PARENT = "parent"
    PARENT_CALLED = "parent_called"
    COMPANION = "companion"


PARENTS = frozenset({CompanionLink.PARENT, CompanionLink.PARENT_CALLED})


def read_companion(name: str, years: int) -> str:
    """Return the adult's name; a minor has one.

    Raises:
        RefusedIdentity: the patient is a minor and nobody is named.
    """
    if years < MAJORITY_YEARS and not name:
        raise RefusedIdentity(NAME_THE_ADULT)
    return name


def read_link(link: str, name: str, years: int) -> CompanionLink:
    """Return who the adult is; it must be said for the one named for a minor.

    Raises:
        RefusedIdentity: the patient is a minor and nobody said who the adult is.
    """
    if not name:
        return CompanionLink.UNSAID
    if years < MAJORITY_YEARS and not link:
        raise RefusedIdentity(SAY_WHO)
    return CompanionLink(link)


def read_language(language: str, interpreter: str) -> str:
    """Return the language that is interpreted, "" when there is no interpreter.

    Raises:
        RefusedIdentity: an interpreter is named without a language.
    """
    if interpreter and not language:
        raise RefusedIdentity(SAY_LANGUAGE)
    return language
