"""The invented patients of a protocol: what each must give, and what it gives."""

from collections.abc import Iterator

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.model import YES, Decision, Expectation, Protocol, Vignette


def failures(protocol: Protocol) -> tuple[str, ...]:
    """Return one French sentence per expectation of a vignette that does not hold."""
    return tuple(
        f"{vignette.name}\u00a0: {said}"
        for vignette in protocol.vignettes
        for said in differences(vignette, decide(protocol, vignette))
    )


def decide(protocol: Protocol, vignette: Vignette) -> Decision:
    """Return the decision on the answers of a vignette.

    Raises:
        AnswerError: the vignette answers something the protocol does not ask.
    """
    return evaluate(protocol, from_json(protocol, vignette.answers))


def differences(vignette: Vignette, decision: Decision) -> Iterator[str]:
    """Yield what the decision gives instead of what is expected."""
    wanted = vignette.expect
    points = (decision.points.minimum, decision.points.maximum)
    scores = {one.id: (one.minimum, one.maximum) for one in decision.scores}
    checks = (
        ("niveau", wanted.level.name, decision.level.name),
        ("cas", wanted.case, decision.branch if wanted.case else ""),
        ("points", wanted.points, points if wanted.points else None),
        ("orientation", wanted.route, decision.route if wanted.route else None),
        ("mentions", wanted.flags, decision.flags if wanted.flags is not None else None),
        ("scores", dict(wanted.scores), {name: scores.get(name) for name in wanted.scores}),
    )
    for what, expected, found in checks:
        if expected != found:
            yield f"{what} {found}, attendu {expected}."
    if wanted.teleconsultation and decision.teleconsultation != (wanted.teleconsultation == YES):
        yield f"téléconsultation, attendu {wanted.teleconsultation}."
    yield from _products(wanted, decision)
    yield from _lists(wanted, decision)


def _products(wanted: Expectation, decision: Decision) -> Iterator[str]:
    doses = {one.substance: one.dose.replace("\u00a0", " ") for one in decision.treatments}
    if wanted.treatments is not None and tuple(doses) != wanted.treatments:
        yield f"produits {tuple(doses)}, attendu {wanted.treatments}."
    for substance, dose in wanted.doses.items():
        if dose not in doses.get(substance, ""):
            yield f"dose de {substance} {doses.get(substance)}, attendu {dose}."
    for substance in wanted.not_offered:
        if substance in doses:
            yield f"{substance} ne doit pas être proposé."


def _lists(wanted: Expectation, decision: Decision) -> Iterator[str]:
    found = {
        "règle": (wanted.rules, [one.id for one in decision.rules]),
        "question manquante": (wanted.missing, list(decision.missing)),
        "action": (wanted.actions, [one.id for one in decision.actions]),
    }
    for what, (expected, present) in found.items():
        for name in expected:
            if name not in present:
                yield f"{what} {name} absente."
    for name in wanted.not_done:
        if name in found["action"][1]:
            yield f"action {name} de trop."
