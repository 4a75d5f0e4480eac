"""The parts of the orientation sheet, in the order they are read (clinical.md §4.1)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetPharmacy:
    """Where the act took place (8, 9)."""

    name: str
    finess: str
    street: str
    postcode: str
    city: str
    phone: str
    oid: str
    station: str


@dataclass(frozen=True, slots=True)
class SheetPharmacist:
    """Who signs (8): ``rpps`` 11 digits, ``specialty`` of JDV_J01, ``trained_on`` ISO or empty."""

    family: str
    given: str
    title: str
    rpps: str
    specialty: str
    trained_on: str


@dataclass(frozen=True, slots=True)
class SheetPatient:
    """Who was oriented (7). Empty text means not known; ``weight_kg`` a decimal string or ""."""

    birth_family: str
    birth_givens: tuple[str, ...]
    used_family: str
    sex: str
    birth_date: str
    birth_place: str
    age_years: int
    age_months: int
    matricule: str
    ins_root: str
    status: str
    source: str
    weight_kg: str
    phone: str
    doctor: str
    doctor_mail: str
    companion: str


@dataclass(frozen=True, slots=True)
class SheetPresence:
    """Who was with the patient (7), and a visitor from abroad, who has no INS.

    ``link`` is that of the patient's companion: "parent", "parent_called" (by telephone),
    "companion" or "". An interpreter was there when ``language`` is given.
    """

    link: str = ""
    interpreter: str = ""
    language: str = ""
    is_visitor: bool = False


NOBODY_BESIDE = SheetPresence()


@dataclass(frozen=True, slots=True)
class SheetAct:
    """When and where (9), and the call to 15 (6). Times ISO 8601 with offset, "" if none."""

    started_at: str
    ended_at: str
    place: str
    present: tuple[str, ...]
    emergency_call_at: str


@dataclass(frozen=True, slots=True)
class SheetLate:
    """A late entry: the act was done on paper by ``performer``, typed at ``entered_at``."""

    entered_at: str
    performer: SheetPharmacist


@dataclass(frozen=True, slots=True)
class SheetNote:
    """What was written on a sealed sheet later; ``kind`` is a French word, « complément ».

    ``text`` is what it says, ``reason`` why, ``author`` who wrote it, ``written_at`` when.
    """

    kind: str
    text: str
    reason: str
    author: str
    written_at: str


@dataclass(frozen=True, slots=True)
class SheetProtocol:
    """Which exact protocol decided (2). ``sha256`` is that of the stored package."""

    id: str
    version: str
    status: str
    framework: str
    title: str
    short_title: str
    valid_from: str
    valid_to: str
    sha256: str
    semantics: int
    icpc2: tuple[str, ...]
    cim10: tuple[str, ...]
    unvalidated_rules: int


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One question with its exact wording and the answer given (12).

    ``answer`` is the raw value replayed later ("yes", "no", "unknown", a choice, a decimal
    string), ``answer_label`` the French word, ``block`` where it was asked, ``origin`` one of
    patient, identity, device, companion; ``asked_at`` ISO 8601.
    """

    id: str
    label: str
    wording: str
    answer: str
    answer_label: str
    block: str
    severity: str
    origin: str
    asked_at: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One value measured or typed (11). ``value`` is a decimal string in ``unit`` (UCUM)."""

    quantity: str
    label: str
    loinc: str
    value: str
    unit: str
    unit_label: str
    origin: str
    device: str
    serial: str
    taken_at: str
    operator: str


@dataclass(frozen=True, slots=True)
class SheetScore:
    """A published score as an interval (1). ``complete`` is False for a partial NEWS2."""

    id: str
    label: str
    minimum: int
    maximum: int
    range_minimum: int
    range_maximum: int
    source: str
    complete: bool


@dataclass(frozen=True, slots=True)
class SheetRule:
    """A rule that counted (6): its class, its French statement, its sources in words."""

    id: str
    severity: str
    certain: bool
    points: int
    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetProposal:
    """What the protocol concluded (1, 6). ``level`` and ``route`` are the command-line names."""

    level: str
    route: str
    teleconsultation: bool
    flags: tuple[str, ...]
    points_minimum: int
    points_maximum: int
    points_used: int
    case: str
    sentence: str
    scores: tuple[SheetScore, ...]
    rules: tuple[SheetRule, ...]


@dataclass(frozen=True, slots=True)
class SheetDecision:
    """What the pharmacist kept (13): equal to the proposal, or with a reason."""

    level: str
    route: str
    delay: str
    reason: str
    differs: bool
    patient_refused: bool


@dataclass(frozen=True, slots=True)
class SheetTreatment:
    """An advised product (3) and its limits (5). ``until`` ISO date of the last day, or ""."""

    substance: str
    label: str
    form: str
    dose: str
    times: str
    max_per_day: str
    max_days: int
    until: str
    quantity: str
    lot: str
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetExclusion:
    """A product put aside, with the answer that excluded it."""

    substance: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetConsent:
    """One of the five consents (14); ``given`` is "yes", "no" or "not_asked"."""

    id: str
    label: str
    given: str
    asked_at: str


@dataclass(frozen=True, slots=True)
class SheetTest:
    """A rapid test (10); "" where not known."""

    name: str
    result: str
    maker: str
    reference: str
    lot: str
    read_at: str


@dataclass(frozen=True, slots=True)
class SheetRecall:
    """A planned contact (17): kind is call, photo or message; ``due`` ISO date."""

    day: int
    kind: str
    due: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetWithdrawnSign:
    """A red sign answered by mistake and taken back, with the pharmacist's reason."""

    id: str
    label: str
    reason: str
    at: str
