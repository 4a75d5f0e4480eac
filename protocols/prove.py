"""Proofs of one protocol, exact over all its answer sets.

What is proved is that the file keeps its promises, not that the promises are good medicine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from protocols.diagram_paths import count, simplest
from protocols.diagram_space import Space
from protocols.evaluate import evaluate
from protocols.model import Protocol
from protocols.obligations import Finding, Property, Study
from protocols.obligations_coverage import (
    bounded,
    complete,
    live_levels,
    live_products,
    live_questions,
    live_rules,
)
from protocols.obligations_order import declared_risk, unknown_answers, worse_answers
from protocols.obligations_products import contraindications, populations, required
from protocols.obligations_signs import asked_signs, present_signs, unknown_signs
from protocols.witness import LEVELS, Witness, answers_to, patient_of, said

PROPERTIES = (
    Property("complete", "Tout étant connu, rien ne reste incertain", complete),
    Property("live_questions", "Chaque question peut changer quelque chose", live_questions),
    Property("live_rules", "Chaque règle, branche ou ligne de score peut jouer", live_rules),
    Property("live_levels", "Chaque niveau d’orientation peut être atteint", live_levels),
    Property("live_products", "Chaque produit peut être proposé", live_products),
    Property(
        "asked_signs", "Un signe d’alerte est demandé à tous ceux qu’il peut concerner", asked_signs
    ),
    Property("present_signs", "Un signe d’alerte mène au moins à son niveau", present_signs),
    Property(
        "unknown_signs",
        "Un signe d’alerte inconnu ou non demandé mène au moins au médecin le jour même",
        unknown_signs,
    ),
    Property("worse_answers", "Une réponse plus grave ne baisse jamais le niveau", worse_answers),
    Property(
        "unknown_answers",
        "Ne pas savoir n’est jamais moins urgent que la moins urgente des réponses",
        unknown_answers,
    ),
    Property(
        "declared_risk", "Chaque question qui change le niveau a un sens de risque", declared_risk
    ),
    Property(
        "contraindications",
        "Aucun produit n’est proposé avec une contre-indication possible",
        contraindications,
    ),
    Property("populations", "La dose proposée est certainement celle du patient", populations),
    Property("required", "Un traitement nécessaire ne manque jamais sans médecin", required),
    Property("bounded", "L’entretien a une fin, ce nombre de questions au plus", bounded),
)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One property of one protocol.

    ``subjects`` is how many things were checked, ``subject`` the one that breaks it. ``count``
    is how many answer sets break it, numbers counted by interval; 0 for something that can never
    happen, which no patient shows.
    """

    id: str
    title: str
    holds: bool
    subjects: int
    subject: str = ""
    witness: Witness | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What was proved of the exact bytes ``sha256`` of one version; it holds no time."""

    protocol: str
    version: str
    sha256: str
    obligations: tuple[Obligation, ...]

    @property
    def holds(self) -> bool:
        """True when every obligation holds."""
        return all(one.holds for one in self.obligations)


def prove(protocol: Protocol) -> ProofReport:
    """Return what holds of a protocol over all answer sets, with a patient for what does not.

    Raises:
        TooIntricate: the diagrams of the protocol do not fit in the space allowed.
    """
    space = Space([protocol])
    study = Study(space, protocol, space.outcome(protocol.logic))
    obligations = tuple(one for prop in PROPERTIES for one in _proved(study, prop))
    return ProofReport(protocol.id, protocol.version, protocol.sha256, obligations)


def broken_promises(study: Study) -> set[tuple[str, str]]:
    """Return the obligations that do not hold, each with the thing that breaks it."""
    return {
        (prop.id, finding.subject)
        for prop in PROPERTIES
        for finding in prop.check(study)
        if _is_broken(study, finding)
    }


def _proved(study: Study, prop: Property) -> Iterator[Obligation]:
    """Yield one obligation that holds, or one per thing that breaks it."""
    findings = list(prop.check(study))
    subjects = len({finding.subject for finding in findings})
    broken = {}
    for finding in findings:
        if finding.subject not in broken and _is_broken(study, finding):
            broken[finding.subject] = _failure(study, prop, finding, subjects)
    if broken:
        yield from broken.values()
    else:
        yield Obligation(prop.id, prop.title, holds=True, subjects=subjects)


def _is_broken(study: Study, finding: Finding) -> bool:
    if finding.is_dead or finding.broken == study.never:
        return finding.is_dead
    costs = study.space.known if finding.known_only else study.space.costs
    return count(study.diagrams, finding.broken, bool, costs) > 0


def _failure(study: Study, prop: Property, finding: Finding, subjects: int) -> Obligation:
    told, total = None, 0
    if not finding.is_dead:
        costs = study.space.known if finding.known_only else study.space.costs
        total = count(study.diagrams, finding.broken, bool, costs)
        told = _patient(study, finding, simplest(study.diagrams, finding.broken, bool, costs) or {})
    return Obligation(
        id=prop.id,
        title=prop.title,
        holds=False,
        subjects=subjects,
        subject=finding.subject,
        witness=told,
        count=total,
    )


def _patient(study: Study, finding: Finding, path: Mapping[int, int]) -> Witness:
    """Return the patient who breaks the obligation, with where the protocol sends it."""

    def shows(answers: list[int]) -> bool:
        is_the_case = all(answers[place] == one for place, one in finding.fixed.items())
        return is_the_case and bool(study.diagrams.at(finding.broken, answers))

    patient = patient_of(study.space, {**path, **finding.fixed}, shows)
    level = evaluate(study.protocol, answers_to(study.protocol, patient.answers)).level
    told = f"{patient.patient}\u00a0: {LEVELS[level]}{_contrast(study, finding, patient)}."
    return replace(patient, sentence=told)


def _contrast(study: Study, finding: Finding, patient: Witness) -> str:
    """Return where the other answer would have led."""
    answers, told = answers_to(study.protocol, patient.answers), []
    for variable, place in finding.instead.items():
        name, answer = study.space.ids[variable], study.space.cases[variable][place].answer
        question = study.protocol.question(name)
        told.append(f"«\u00a0{question.label}\u00a0: {said(question, answer)}\u00a0»")
        answers = {one: given for one, given in answers.items() if one != name}
        answers |= {} if answer is None else {name: answer}
    level = LEVELS[evaluate(study.protocol, answers).level]
    return f", mais {level} avec {', '.join(told)}" if told else ""
