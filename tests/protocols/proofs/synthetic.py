"""A made-up protocol of any number of questions, to see how the proofs grow.

The tick bite with more questions: every class of the gate's scale, conditions of age, thresholds,
a weighted score that raises the level, and families across the file.
"""

from protocols.model import Protocol
from tests.protocols.proofs.variants import changed

CLASSES = ("R", "U", "M", "C", "M", "U", "C", "I", "M", "R15")
FILE = "piqure_tique.yaml"


def protocol_of(number: int) -> Protocol:
    """Return a protocol with ``number`` questions more than the tick bite."""
    names = [f"q_{place:03}" for place in range(number)]
    asked = "".join(_question(name, place) for place, name in enumerate(names))
    return changed(
        "piqure_tique",
        FILE,
        ("\nfamilies:\n  - [t_em, t_em_multi]\n", f"{asked}\n{_families(names)}{_score(names)}"),
        ("\nrules: []\n", _RULE),
    )


def _question(name: str, place: int) -> str:
    severity = CLASSES[place % len(CLASSES)]
    lines = [f"  - id: {name}", f"    class: {severity}", f"    text: Question {place} ?"]
    lines += [f"    label: Signe {place}", "    sources: [X]"]
    if severity.startswith("R"):
        lines.append("    action: Orienter.")
    if place % 7 == 3:
        lines.append('    only_if: "g_age < 15 a"')
    return "\n".join(lines) + "\n"


def _families(names: list[str]) -> str:
    pairs = [(a, b) for a, b in zip(names[1::9], names[6::9], strict=False)]
    rows = "".join(f"  - [{a}, {b}]\n" for a, b in pairs)
    return f"families:\n  - [t_em, t_em_multi]\n{rows}"


def _score(names: list[str]) -> str:
    chosen = [name for place, name in enumerate(names) if CLASSES[place % len(CLASSES)] in "IC"]
    lines = "".join(
        f'      - {{when: "{name}", points: {1 + place % 3}, label: "Signe"}}\n'
        for place, name in enumerate(chosen)
    )
    head = (
        "  - id: poids\n    title: Score pondéré\n    source: X\n    range: [0, 99]\n    items:\n"
    )
    return f"\nscores:\n{head}{lines}"


_RULE = """
rules:
  - id: score_haut
    label: Score haut
    when: "poids >= 7"
    level: DOCTOR_SAME_DAY
    sources: [X]
"""
