"""What the patient page says, before it is drawn, and what may be continued elsewhere.

Plain words only, taken from the sheet and from the versioned words of the papers. The advice of
a protocol is for people who stay at the pharmacy: someone sent to a doctor reads where to go.
"""

from dataclasses import dataclass, replace

from app.encounter.sheet import OrientationSheet, SheetConclusion, SheetRecall, SheetTreatment
from app.encounter.wording import ROUTES
from app.exchange.call_words import doctor_lines
from app.exchange.french import hour, listed, lowered, raised, sentence, week_day
from app.exchange.words import patient_words
from protocols.model import Level, Route


@dataclass(frozen=True, slots=True)
class PatientContent:
    """Everything on the page. ``title`` and ``body`` are the coloured block at the top."""

    level: Level
    title: str
    body: str
    remember: tuple[str, ...]
    treatments: tuple[SheetTreatment, ...]
    not_for_you: tuple[str, ...]
    where: tuple[str, ...]
    advice: tuple[str, ...]
    return_if: tuple[str, ...]
    recalls: tuple[str, ...]
    doctor: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """What left the page for want of room, under its heading."""

    heading: str
    lines: tuple[str, ...]


def content_of(sheet: OrientationSheet) -> PatientContent:
    """Return what the page of ``sheet`` says."""
    level = told_level(sheet)
    stays = level is Level.PHARMACY
    title, body = _title_and_body(sheet, level)
    return PatientContent(
        level=level,
        title=title,
        body=body,
        remember=sheet.patient_page if stays else (),
        treatments=() if is_raised(sheet) else sheet.treatments,
        not_for_you=_not_for_you(sheet) if level <= Level.DOCTOR_SAME_DAY else (),
        where=() if stays else _where(sheet, level),
        advice=sheet.advice if stays else (),
        return_if=sheet.return_if if level <= Level.DOCTOR_SAME_DAY else (),
        recalls=_recall_lines(sheet),
        doctor=doctor_lines(sheet),
    )


OUTCOME_LEVELS = {"emergency": Level.EMERGENCY, "samu_15": Level.SAMU_15}
DOCTORS = frozenset({Level.DOCTOR_48H, Level.DOCTOR_SAME_DAY})


def told_level(sheet: OrientationSheet) -> Level:
    """Return the level the patient reads: what a doctor decided since may only raise it."""
    kept, said = Level[sheet.decision.level], _concluded(sheet)
    return max(kept, OUTCOME_LEVELS.get(said.outcome, kept)) if said is not None else kept


def is_raised(sheet: OrientationSheet) -> bool:
    """True when the doctor sends higher than what the sheet kept: nothing of it may delay."""
    return told_level(sheet) > Level[sheet.decision.level]


def is_seen(sheet: OrientationSheet) -> bool:
    """True when a doctor has just seen by video a patient who was to be seen by a doctor."""
    return _concluded(sheet) is not None and told_level(sheet) in DOCTORS


def _concluded(sheet: OrientationSheet) -> SheetConclusion | None:
    return sheet.teleconsultation.conclusion if sheet.teleconsultation else None


def shorten(content: PatientContent) -> tuple[PatientContent, Moved | None]:
    """Return the content with its least needed part moved away, and that part.

    The order is that of need: what repeats the rest first, medicines and the way to go last.
    ``None`` when nothing more may be moved.
    """
    words = patient_words()
    if content.remember:
        moved = Moved(words["remember"], content.remember)
        return replace(content, remember=()), moved
    if content.advice:
        return replace(content, advice=content.advice[:-1]), Moved(
            words["advice"], content.advice[-1:]
        )
    if content.not_for_you:
        return replace(content, not_for_you=()), Moved(words["not_for_you"], content.not_for_you)
    if content.return_if:
        return replace(content, return_if=content.return_if[:-1]), Moved(
            words["doctor_if"], content.return_if[-1:]
        )
    if len(content.doctor) > 1:  # what the doctor decided stays, the details follow together
        return replace(content, doctor=content.doctor[:1]), Moved(
            words["doctor_said"], content.doctor[1:]
        )
    return _shorten_needed(content)


def _shorten_needed(content: PatientContent) -> tuple[PatientContent, Moved | None]:
    words = patient_words()
    if content.treatments:
        last = content.treatments[-1]
        lines = (f"{last.label} {last.dose}, {last.form}. {treatment_line(last)}",)
        kept = replace(content, treatments=content.treatments[:-1])
        return kept, Moved(words["treatments"], lines)
    if content.body:
        return replace(content, body=""), Moved(content.title, (content.body,))
    return content, None


def treatment_line(treatment: SheetTreatment) -> str:
    """Return how long and with which limits: « 6 jours, jusqu’au samedi 28 novembre. … »."""
    days = treatment.max_days
    length = f"{days}\u00a0jour{'s' if days > 1 else ''}" if days else ""
    until = f"jusqu’au {week_day(treatment.until)}" if treatment.until else ""
    duration = ", ".join(part for part in (length, until) if part)
    return " ".join(sentence(part) for part in (duration, *treatment.limits) if part)


def _title_and_body(sheet: OrientationSheet, level: Level) -> tuple[str, str]:
    words = patient_words()
    if is_seen(sheet):
        return words["doctor_title"], ""
    tests = [f"{one.name}\u00a0: {lowered(one.result)}." for one in sheet.tests if one.result]
    said = sentence(sheet.proposal.sentence)
    plain = words[f"levels.{level.name}"]
    if level is Level.PHARMACY:
        title = said if said and not sheet.decision.differs else plain
        return title, " ".join([*([plain] if title != plain else []), *tests])
    if level is Level.SAMU_15 and sheet.act.emergency_call_at:
        called = hour(sheet.act.emergency_call_at).replace(":", "\u00a0h\u00a0")
        plain = f"Le 15 est appelé depuis {called}. Restez avec nous."
    told = "" if is_raised(sheet) else " ".join(sentence(one) for one in sheet.patient_page)
    return plain, " ".join([told.removeprefix(plain).strip(), *tests]).strip()


def _not_for_you(sheet: OrientationSheet) -> tuple[str, ...]:
    return tuple(f"{lowered(one.label)} ({lowered(one.reason)})" for one in sheet.exclusions)


def _where(sheet: OrientationSheet, level: Level) -> tuple[str, ...]:
    words = patient_words()
    if is_seen(sheet):  # who was to be seen by a doctor was: only the doctor says where to go
        return (words["show"],)
    if is_raised(sheet):
        return (*words.lists[f"places.{level.name}"], words["show"])
    route = Route(sheet.decision.route)
    waits_here = level is Level.SAMU_15
    place = raised(ROUTES[route])
    doctor = sheet.patient.doctor if route is Route.TREATING_DOCTOR else ""
    named = f"{place}\u00a0: {doctor}" if doctor else place
    remote = (
        sheet.proposal.teleconsultation
        and level <= Level.DOCTOR_SAME_DAY
        and route is not Route.TELECONSULTATION
    )
    lines = (
        words["refused"] if sheet.decision.patient_refused else "",
        "" if waits_here else sentence(f"{named}, {sheet.decision.delay}"),
        "Une téléconsultation est possible ici." if remote else "",
        *words.lists[f"places.{level.name}"],
        words["show"],
    )
    return tuple(line for line in lines if line)


def _recall_lines(sheet: OrientationSheet) -> tuple[str, ...]:
    words = patient_words()
    if not sheet.recalls:
        return (words["no_recall"],)
    kinds = dict.fromkeys(recall.kind for recall in sheet.recalls)
    return tuple(_recall_line(kind, sheet.recalls) for kind in kinds)


def _recall_line(kind: str, recalls: tuple[SheetRecall, ...]) -> str:
    days = listed([week_day(one.due) for one in recalls if one.kind == kind])
    return f"{patient_words()[f'recall_{kind}']} {days}."
