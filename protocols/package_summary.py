"""What a new version changes, in words, before anybody approves it."""

from collections.abc import Iterator, Mapping

from protocols.logic import Rulebook
from protocols.model import Protocol, Question


def summary(before: Protocol | None, after: Protocol) -> tuple[str, ...]:
    """Return one French line for each kind of change between two versions of a protocol.

    It reads the files, not the orientations: which patients change outcome is the comparison's.
    """
    if before is None:
        return (f"Première version sur ce poste\u00a0: {after.version}.",)
    lines = [f"Version {before.version} remplacée par {after.version}."]
    lines += _head(before, after)
    lines += _questions(_asked(before), _asked(after))
    lines += _decisions(before.logic.book, after.logic.book)
    lines += _texts(before, after)
    if len(lines) == 1:
        lines.append("Rien d’autre ne change que le contenu des fichiers.")
    return tuple(lines)


def _head(before: Protocol, after: Protocol) -> Iterator[str]:
    if (before.valid_from, before.valid_to) != (after.valid_from, after.valid_to):
        yield f"Validité\u00a0: du {_day(after.valid_from)} au {_day(after.valid_to)}."
    if before.regions != after.regions:
        yield f"Régions\u00a0: {', '.join(after.regions)}."
    if before.unvalidated_rules != after.unvalidated_rules:
        yield (
            f"Règles à valider\u00a0: {after.unvalidated_rules} "
            f"au lieu de {before.unvalidated_rules}."
        )


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def _asked(protocol: Protocol) -> Mapping[str, Question]:
    return {one.id: one for one in protocol.questions}


def _questions(before: Mapping[str, Question], after: Mapping[str, Question]) -> Iterator[str]:
    added = [one.label or one.id for name, one in after.items() if name not in before]
    removed = [one.label or one.id for name, one in before.items() if name not in after]
    if added:
        yield f"Questions ajoutées\u00a0: {', '.join(added)}."
    if removed:
        yield f"Questions supprimées\u00a0: {', '.join(removed)}."
    both = [(before[name], one) for name, one in after.items() if name in before]
    yield from _classes(both)
    worded = sum((old.text, old.help) != (new.text, new.help) for old, new in both)
    if worded:
        yield f"Questions reformulées\u00a0: {worded}."


def _classes(both: list[tuple[Question, Question]]) -> Iterator[str]:
    for old, new in both:
        if old.severity is not new.severity:
            name = f"«\u00a0{new.label or new.id}\u00a0»"
            yield f"Classe de {name}\u00a0: {old.severity} devient {new.severity}."


def _decisions(before: Rulebook, after: Rulebook) -> Iterator[str]:
    changed = {
        "conditions": before.conditions != after.conditions,
        "scores": before.scores != after.scores,
        "règles": before.rules != after.rules,
        "cas": before.branches != after.branches,
        "produits et doses": before.products != after.products,
        "items liés": before.families != after.families,
        "gestes": before.actions != after.actions,
    }
    yield from _named("Décisions changées", changed)


def _texts(before: Protocol, after: Protocol) -> Iterator[str]:
    changed = {
        "conseils": before.advice != after.advice,
        "quand revenir": before.return_if != after.return_if,
        "limites": before.limits != after.limits,
        "page du patient": before.patient_page != after.patient_page,
        "suivi": (before.follow_up, before.follow_up_script)
        != (after.follow_up, after.follow_up_script),
        "sources": dict(before.sources) != dict(after.sources),
    }
    yield from _named("Textes changés", changed)


def _named(what: str, changed: Mapping[str, bool]) -> Iterator[str]:
    names = [name for name, is_changed in changed.items() if is_changed]
    if names:
        yield f"{what}\u00a0: {', '.join(names)}."
