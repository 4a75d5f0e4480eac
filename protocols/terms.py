"""The closed lists of words a protocol may use."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """Where the patient is seen; a greater value is more urgent and never lowered."""

    PHARMACY = 0
    DOCTOR_48H = 1
    DOCTOR_SAME_DAY = 2
    EMERGENCY = 3
    SAMU_15 = 4


class Route(StrEnum):
    """Who sees the patient."""

    PHARMACY = "pharmacy"
    TREATING_DOCTOR = "treating_doctor"
    TELECONSULTATION = "teleconsultation"
    SPECIALIST = "specialist"
    ON_CALL = "on_call"
    EMERGENCY_DEPARTMENT = "emergency_department"
    MATERNITY = "maternity"
    SAMU_15 = "samu_15"


class Flag(StrEnum):
    """What is printed beside a level without being one."""

    OUT_OF_SCOPE = "out_of_scope"
    INSUFFICIENT = "insufficient"
    TEST_INCONCLUSIVE = "test_inconclusive"
    NO_ANTIBIOTIC_POSSIBLE = "no_antibiotic_possible"
    REFUSED = "refused"


class Severity(StrEnum):
    """Class of an item: what a positive answer weighs."""

    R15 = "R15"
    R = "R"
    U = "U"
    M = "M"
    C = "C"
    A = "A"
    F = "F"
    I = "I"  # noqa: E741 - the class is named so in every table
    D = "D"


class ProtocolStatus(StrEnum):
    """Where a protocol stands in its approval."""

    DRAFT = "draft"
    REVIEW = "review"
    VALID = "valid"
    WITHDRAWN = "withdrawn"
    DEMONSTRATION = "demonstration"


class Framework(StrEnum):
    """Legal ground on which the pharmacist acts."""

    OSYS_TRANSITIONAL = "osys_transitional"
    COMMON_LAW = "common_law"
    OSYS_HISTORICAL = "osys_historical"
    OUTSIDE_OSYS = "outside_osys"


class Block(StrEnum):
    """Part of the interview a question belongs to, in the order of asking."""

    IDENTITY = "identity"
    RED_FLAGS = "red_flags"
    SYMPTOMS = "symptoms"
    MEASURES = "measures"
    CONTEXT = "context"
    TREATMENT = "treatment"


class Kind(StrEnum):
    """What an answer is made of."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    NUMBER = "number"


class Remote(StrEnum):
    """What a doctor at a distance can do with a positive answer."""

    SUITABLE = "suitable"
    PHOTO = "photo"
    HANDS_ON = "hands_on"
