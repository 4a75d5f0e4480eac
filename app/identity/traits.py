"""What is typed, scanned or imported of a person, read as the RNIV writes it, or refused.

Source: ANS, « Référentiel national d’identitovigilance » (RNIV) for the strict traits.
"""

import re
import unicodedata
from datetime import date

from app.errors import RefusedIdentity

NAME_LENGTH = 100
OLDEST_YEARS = 130

_NAME = re.compile(r"[A-Z]+(?:[ '\-.][ '\-.]?[A-Z]+)*[.']?")
_PLACE = re.compile(r"(?:[0-9]{2}|2A|2B)[0-9]{3}")
_PHONE = re.compile(r"\+?[0-9]{10,15}")
_MAIL = re.compile(r"[A-Za-z0-9_%+\-]+(?:\.[A-Za-z0-9_%+\-]+)*@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
WORDS_LENGTH = 100
MSSANTE = ".mssante.fr"


def strict_trait(text: str) -> str:
    """Return a name as the RNIV writes it: capitals, no accents, plain apostrophes."""
    spelled = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    folded = unicodedata.normalize("NFD", spelled.replace("’", "'"))
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return re.sub(r"[\s\u00a0]+", " ", plain).strip().upper()


def letters(name: str) -> str:
    """Return a name without what is typed differently from one program to the next."""
    return "".join(sign for sign in strict_trait(name) if sign.isalnum())


def read_name(text: str, field: str) -> str:
    """Return the strict trait typed in ``field`` (its French name), or refuse it."""
    trait = strict_trait(text)
    if not trait:
        raise RefusedIdentity(f"{field}\u00a0: complétez ce champ.")
    if len(trait) > NAME_LENGTH:
        raise RefusedIdentity(f"{field}\u00a0: 100 caractères au plus. Vérifiez la saisie.")
    if not _NAME.fullmatch(trait):
        raise RefusedIdentity(f"{field}\u00a0: lettres, espace, tiret et apostrophe seulement.")
    return trait


def read_birth_date(text: str, today: date) -> date:
    """Return the date typed as 12/04/1988 (or 12-04-1988), never in the future."""
    parts = re.fullmatch(r"\s*(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4})\s*", text)
    try:
        born = date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else None
    except ValueError:
        born = None
    if born is None:
        raise RefusedIdentity("Date de naissance\u00a0: écrivez-la comme 12/04/1988.")
    if born > today or today.year - born.year > OLDEST_YEARS:
        raise RefusedIdentity("Date de naissance\u00a0: cette date n’est pas possible. Relisez-la.")
    return born


def read_place(text: str) -> str:
    """Return the INSEE code of the place of birth, 5 characters, empty when not given."""
    code = text.strip().upper()
    if code and not _PLACE.fullmatch(code):
        raise RefusedIdentity(
            "Lieu de naissance\u00a0: code Insee de 5 caractères, par exemple 35238."
        )
    return code


def read_phone(text: str) -> str:
    """Return the telephone number without spaces, empty when not given."""
    number = re.sub(r"[\s\u00a0.\-]", "", text)
    if number and not _PHONE.fullmatch(number):
        raise RefusedIdentity("Téléphone\u00a0: 10 chiffres, par exemple 06 00 00 12 34.")
    return number


def printable(text: str) -> str:
    """Return the text without what no paper, record or mail can carry.

    Control characters, marks of direction and lone surrogates go; a line break is a space.
    """
    flat = (" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in flat if unicodedata.category(sign) not in _UNPRINTABLE)


def read_words(text: str) -> str:
    """Return free words on one line, 100 characters at most."""
    return " ".join(printable(text).split())[:WORDS_LENGTH]


def read_mail(text: str, *, demonstration: bool) -> str:
    """Return the secure address of one doctor, empty when not given.

    Source: ANS, « Référentiel socle MSSanté n° 2 »: its domains all end in mssante.fr. The
    demonstration, which sends nothing, takes invented ones.
    """
    address = text.strip()
    known = demonstration or address.lower().endswith(MSSANTE)
    if address and not (_MAIL.fullmatch(address) and known and len(address) <= WORDS_LENGTH):
        raise RefusedIdentity(
            "MSSanté\u00a0: une seule adresse, comme dr.martin@medecin.mssante.fr, ou rien."
        )
    return address
