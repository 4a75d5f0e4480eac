"""The INS: a matricule whose key is right, under an authority this station may use.

Source: dmp.md §3 for the roots; the key of the matricule is 97 - (n mod 97), Corsican departments
2A and 2B read as 19 and 18 (checked on the agency's published test matricule).
"""

import re
from dataclasses import dataclass

from app.errors import RefusedIdentity

INS_NIR = "1.2.250.1.213.1.4.8"
INS_NIA = "1.2.250.1.213.1.4.9"
INS_TEST = "1.2.250.1.213.1.4.10"
INS_DEMONSTRATION = "1.2.250.1.213.1.4.11"
REAL_ROOTS = frozenset({INS_NIR, INS_NIA})
DEMONSTRATION_ROOTS = frozenset({INS_TEST, INS_DEMONSTRATION})

_BODY = re.compile(r"[0-9]{5}[0-9AB][0-9]{7}")


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
