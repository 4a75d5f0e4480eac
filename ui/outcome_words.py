"""The orientation of a consultation as its page shows it: the level, the rules, the products."""

from app.encounter.decide import kept_orientation, treatments_kept
from app.encounter.model import Encounter
from app.encounter.rapid_tests import (
    DEVICES,
    MAKER,
    READ_AT,
    REFERENCE,
    devices_used,
    lacking,
    rapid_tests,
)
from app.encounter.wording import FLAGS, LEVELS, ROUTES
from protocols.model import Decision, FiredRule, Level, Treatment
from ui.format import aloud, counted
from ui.levels import ICONS, TONES
from ui.look import Tone
from ui.widgets.level_banner import LevelFace
from ui.widgets.line_list import Line


def level_face(visit: Encounter, decision: Decision) -> LevelFace:
    """Return the banner of the level that is kept, with the sentence to say aloud."""
    kept = kept_orientation(visit)
    level = decision.level if kept is None else kept.level
    sentence = decision.sentence
    if level is not decision.level and visit.protocol is not None:
        sentence = visit.protocol.outcomes.get(level, "")
    return LevelFace(LEVELS[level], aloud(sentence.strip("«»\u00a0 ")), ICONS[level], TONES[level])


def route_words(visit: Encounter, decision: Decision) -> str:
    """Return who sees the patient, and what the pharmacist changed."""
    kept = kept_orientation(visit)
    route = decision.route if kept is None else kept.route
    words = f"Filière\u00a0: {ROUTES[route]}."
    if kept is None or kept.level is decision.level:
        return words
    return f"{words} Le protocole proposait\u00a0: {LEVELS[decision.level].lower()}."


def rule_lines(decision: Decision) -> tuple[Line, ...]:
    """Return the rules that counted, the certain ones first, then what they leave open."""
    rules = sorted(decision.rules, key=lambda rule: not rule.certain)
    lines = [_rule(rule) for rule in rules]
    lines += [Line("alert-triangle", Tone.OCHRE, FLAGS[flag]) for flag in decision.flags]
    if decision.missing:
        count = counted(len(decision.missing), "réponse manque", "réponses manquent")
        lines.append(Line("help-circle", Tone.OCHRE, count, "Elles pèsent comme inconnues."))
    if not lines:
        lines.append(Line("check", Tone.GREEN, "Aucun signe n’alourdit l’orientation"))
    return tuple(lines)


def _rule(rule: FiredRule) -> Line:
    sources = ", ".join(rule.sources)
    points = counted(rule.points, "point", "points") if rule.points else ""
    note = " · ".join(part for part in (points, sources) if part)
    if rule.certain:
        return Line("check", Tone.GREEN, rule.label, note, rule.id)
    return Line("help-circle", Tone.OCHRE, f"{rule.label} (possible)", note, rule.id)


def treatment_lines(visit: Encounter) -> tuple[Line, ...]:
    """Return the products given at the level that is kept, and what a test lacks on record."""
    return (*(_product(one) for one in treatments_kept(visit)), *_test_lines(visit))


def _test_lines(visit: Encounter) -> tuple[Line, ...]:
    if visit.protocol is None:
        return ()
    told = (lacking(one) for one in rapid_tests(visit, visit.protocol))
    lines = dict.fromkeys(one for one in told if one)
    return tuple(Line("alert-triangle", Tone.OCHRE, "Test à compléter", one) for one in lines)


def _product(one: Treatment) -> Line:
    parts = [one.dose, one.times, one.max_per_day]
    if one.max_days:
        parts.append(counted(one.max_days, "jour au plus", "jours au plus"))
    note = " · ".join(part for part in parts if part)
    return Line("circle-check", Tone.GREEN, one.label, note)


def excluded_lines(decision: Decision) -> tuple[Line, ...]:
    """Return the products put aside, each with its reason."""
    return tuple(Line("ban", Tone.RED, one.label, one.reason_label) for one in decision.excluded)


def products_with_lot(visit: Encounter) -> tuple[tuple[str, str], ...]:
    """Return what is noted of each product and device: the key, and the title of its field."""
    lots = tuple((one.substance, f"Lot\u00a0: {one.label}") for one in treatments_kept(visit))
    return (*(field for one in devices_used(visit) for field in _device_fields(one)), *lots)


def _device_fields(device: str) -> tuple[tuple[str, str], ...]:
    name = DEVICES[device].lower()
    return (
        (device, f"Lot ou UDI\u00a0: {name}"),
        (device + MAKER, f"Fabricant\u00a0: {name}"),
        (device + REFERENCE, f"Référence\u00a0: {name}"),
        (device + READ_AT, f"Lu à une autre heure\u00a0: {name}"),
    )


def is_red(level: Level) -> bool:
    """True when nothing is given: the patient leaves for the emergency services."""
    return level >= Level.EMERGENCY
