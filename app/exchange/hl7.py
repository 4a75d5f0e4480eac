"""The HL7 v2 values that XDS metadata is made of: CX, XCN, XON, and PID lines.

Source: IHE ITI TF-3 §4.2.3.1.7; ANS, CI-SIS « Partage de documents de santé », annexe des
métadonnées XDS (the assigning authority is an OID, the type codes IDNPS, IDNST, RI, NH, PI).
"""

from dataclasses import dataclass

from app.exchange.codes import RPPS_ROOT
from app.identity import DEMONSTRATION_ROOTS, REAL_ROOTS

INS_ROOTS = REAL_ROOTS | DEMONSTRATION_ROOTS

_ESCAPES = str.maketrans({"\\": "\\E\\", "^": "\\S\\", "&": "\\T\\", "|": "\\F\\"})


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier and the OID of who gave it; "" when the header has none."""

    extension: str
    root: str


def escaped(text: str) -> str:
    """Return ``text`` with the four HL7 separators escaped (HL7 v2.5.1 §2.7.1)."""
    return text.translate(_ESCAPES)


def patient_cx(identifier: Identifier) -> str:
    """Return a patient identifier: national (NH) under an INS root, local (PI) elsewhere."""
    if not identifier.extension:
        return ""
    kind = "NH" if identifier.root in INS_ROOTS else "PI"
    return f"{escaped(identifier.extension)}^^^&{identifier.root}&ISO^{kind}"


def person_xcn(identifier: Identifier, family: str, given: str) -> str:
    """Return a person: a professional (D, IDNPS), or a patient who wrote his own document."""
    kind = "IDNPS" if identifier.root not in INS_ROOTS else "NH"
    return _xcn(identifier, family, given, f"D^^^{kind}")


def device_xcn(identifier: Identifier, software: str, model: str) -> str:
    """Return a device or a software as an author (U, RI)."""
    return _xcn(identifier, software, model, "U^^^RI")


def _xcn(identifier: Identifier, first: str, second: str, kind: str) -> str:
    root = identifier.root or RPPS_ROOT
    names = f"{escaped(identifier.extension)}^{escaped(first)}^{escaped(second)}"
    return f"{names}^^^^^^&{root}&ISO^{kind}"


def organization_xon(identifier: Identifier, name: str) -> str:
    """Return an organisation (IDNST); "" when it has neither name nor number."""
    if not identifier.extension:
        return escaped(name)
    return f"{escaped(name)}^^^^^&{identifier.root}&ISO^IDNST^^^{escaped(identifier.extension)}"


def coded_element(code: str, label: str, system: str) -> str:
    """Return a coded value as code^label^system; "" without a code."""
    return f"{code}^{escaped(label)}^{system}" if code else ""
