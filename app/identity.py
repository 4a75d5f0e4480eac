"""The only module that holds an identity: the patient, the INS and its key, the RNIV status.

Source: ANS, « Référentiel national d’identitovigilance » (RNIV) for the statuses and the strict
traits; dmp.md §3 for the roots; the key of the matricule is 97 - (n mod 97), Corsican departments
2A and 2B read as 19 and 18 (checked on the agency's published test matricule).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.errors import RefusedIdentity

INS_NIR = "1.2.250.1.213.1.4.8"
INS_NIA = "1.2.250.1.213.1.4.9"
INS_TEST = "1.2.250.1.213.1.4.10"
INS_DEMONSTRATION = "1.2.250.1.213.1.4.11"
REAL_ROOTS = frozenset({INS_NIR, INS_NIA})
DEMONSTRATION_ROOTS = frozenset({INS_TEST, INS_DEMONSTRATION})

NAME_LENGTH = 100
OLDEST_YEARS = 130

_BODY = re.compile(r"[0-9]{5}[0-9AB][0-9]{7}")
_NAME = re.compile(r"[A-Z]+(?:[ '\-.][ '\-.]?[A-Z]+)*[.']?")
_PLACE = re.compile(r"(?:[0-9]{2}|2A|2B)[0-9]{3}")
_PHONE = re.compile(r"\+?[0-9]{10,15}")
_MAIL = re.compile(r"[A-Za-z0-9_%+\-]+(?:\.[A-Za-z0-9_%+\-]+)*@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
WORDS_LENGTH = 100
MSSANTE = ".mssante.fr"


class IdentityStatus(StrEnum):
    """Where the identity stands, in the words of the RNIV."""

    PROVISIONAL = "provisional"
    RECOVERED = "recovered"
    VALIDATED = "validated"
    QUALIFIED = "qualified"


class Sex(StrEnum):
    """Sex at birth, as the civil register writes it."""

    FEMALE = "F"
    MALE = "M"


class IdentitySource(StrEnum):
    """Where the traits were read."""

    TYPED = "typed"
    DATAMATRIX = "datamatrix"


def ins_key(body: str) -> int:
    """Return the key of a 13-character matricule body, 1 to 97."""
    digits = body.replace("2A", "19", 1) if body[5:7] == "2A" else body
    digits = digits.replace("2B", "18", 1) if body[5:7] == "2B" else digits
    return 97 - int(digits) % 97


@dataclass(frozen=True, slots=True)
class Ins:
    """A national health identifier whose key is right: it cannot be built otherwise.

    ``matricule`` is the 15 characters without space; ``root`` the OID of its authority.
    """

    matricule: str
    root: str

    def __post_init__(self) -> None:
        if self.root not in REAL_ROOTS | DEMONSTRATION_ROOTS:
            raise RefusedIdentity("Cette autorité d’INS n’est pas reconnue. Saisissez l’identité.")
        _check_matricule(self.matricule)

    @property
    def is_demonstration(self) -> bool:
        """True for the test and demonstration authorities."""
        return self.root in DEMONSTRATION_ROOTS


def _check_matricule(matricule: str) -> None:
    body, key = matricule[:13], matricule[13:]
    shape = _BODY.fullmatch(body.replace("2A", "19").replace("2B", "18"))
    if shape is None or not re.fullmatch(r"[0-9]{2}", key):
        raise RefusedIdentity(
            "Le matricule INS compte 13 caractères puis une clé de 2 chiffres. Relisez-le."
        )
    if _corsica_misplaced(body) or ins_key(body) != int(key):
        raise RefusedIdentity(
            "La clé du matricule INS ne correspond pas. Relisez le numéro sur la carte."
        )


def _corsica_misplaced(body: str) -> bool:
    """True when a letter stands anywhere but in the department 2A or 2B."""
    letters = [index for index, sign in enumerate(body) if sign.isalpha()]
    return bool(letters) and (letters != [6] or body[5:7] not in {"2A", "2B"})


def read_ins(text: str, root: str) -> Ins:
    """Return the INS typed or scanned as ``text``, spaces allowed."""
    return Ins(re.sub(r"[\s\u00a0.]", "", text).upper(), root)


def check_root(ins: Ins, *, demonstration: bool) -> None:
    """Refuse a real INS in the demonstration and a test INS elsewhere."""
    if demonstration and not ins.is_demonstration:
        raise RefusedIdentity(
            "Ce poste est une démonstration\u00a0: il refuse les vrais numéros INS. "
            "Utilisez le patient d’essai."
        )
    if not demonstration and ins.is_demonstration:
        raise RefusedIdentity("Ce numéro INS est un numéro d’essai. Lisez celui du patient.")


def strict_trait(text: str) -> str:
    """Return a name as the RNIV writes it: capitals, no accents, plain apostrophes."""
    spelled = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    folded = unicodedata.normalize("NFD", spelled.replace("’", "'"))
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return re.sub(r"[\s\u00a0]+", " ", plain).strip().upper()


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


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient with the five strict traits, the INS when known, and how to reach them."""

    birth_family: str
    birth_givens: tuple[str, ...]
    sex: Sex
    birth_date: date
    birth_place: str = ""
    used_family: str = ""
    ins: Ins | None = None
    status: IdentityStatus = IdentityStatus.PROVISIONAL
    source: IdentitySource = IdentitySource.TYPED
    phone: str = ""
    doctor: str = ""
    doctor_mail: str = ""
    companion: str = ""

    @property
    def first_given(self) -> str:
        """The first of the given names of birth."""
        return self.birth_givens[0]

    @property
    def is_qualified(self) -> bool:
        """True when the INS may leave the station (RNIV: qualified only)."""
        return self.status is IdentityStatus.QUALIFIED and self.ins is not None


def age_in_years(born: date, today: date) -> int:
    """Return the completed years of age."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age_in_months(born: date, today: date) -> int:
    """Return the completed months of age."""
    return (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)


def status_after_check(patient: Patient, *, paper_seen: bool) -> IdentityStatus:
    """Return the RNIV status once the pharmacist has seen, or not, an identity paper.

    An INS scanned on its official code counts as recovered; a typed INS does not, because
    nobody looked it up. With the paper seen: recovered becomes qualified, provisional validated.
    """
    recovered = patient.ins is not None and patient.source is IdentitySource.DATAMATRIX
    if paper_seen:
        return IdentityStatus.QUALIFIED if recovered else IdentityStatus.VALIDATED
    return IdentityStatus.RECOVERED if recovered else IdentityStatus.PROVISIONAL


def shown_name(family: str, given: str) -> str:
    """Return the name as lists and banners write it: « DORVAL Camille »."""
    return f"{family} {given.title()}"


def initials(family: str, given: str) -> str:
    """Return the initials that stand for a patient on the home screen: « C. D. »."""
    return f"{given[:1]}. {family[:1]}." if family and given else "Sans nom"
