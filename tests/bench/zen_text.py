"""Steps in json-logic -> what zen-engine reads: its expressions, and a decision table."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.steps import Rules, Step

_JOINED = {"or": " or ", "and": " and ", "+": " + "}
_COMPARED = {"==", "!=", "<", "<=", ">", ">="}


@dataclass(frozen=True, slots=True)
class ZenText:
    """Prints rules; ``tested`` is what follows a yes/no name that is tested.

    A bare name refuses a null by an error, ``" ?? false"`` is the usual guard against it.
    """

    tested: str = ""
    steps: set[str] = field(default_factory=set)

    def expression(self, rules: Rules) -> str:
        """Return a value."""
        match rules:
            case bool():
                return "true" if rules else "false"
            case int():
                return str(rules)
            case str():
                return f"'{rules}'"
            case list():
                return f"[{', '.join(self.expression(part) for part in rules)}]"
            case dict():
                return self._operation(rules)

    def _operation(self, rules: dict[str, Rules]) -> str:
        ((sign, parts),) = rules.items()
        if sign == "var":
            return f"$.{parts}" if parts in self.steps else str(parts)
        assert isinstance(parts, list)
        return self._applied(sign, parts)

    def condition(self, rules: Rules) -> str:
        """Return a value that is tested."""
        is_name = isinstance(rules, dict) and "var" in rules
        return f"({self.expression(rules)}{self.tested})" if is_name else self.expression(rules)

    def _applied(self, sign: str, parts: list[Rules]) -> str:
        if sign in {"or", "and"}:
            return f"({_JOINED[sign].join(self.condition(part) for part in parts)})"
        if sign == "!":
            return f"not ({self.condition(parts[0])})"
        if sign == "if":
            return self._choice(parts)
        if sign in {"min", "max"}:
            return f"{sign}({self.expression(parts)})"
        if sign == "+":
            return f"({_JOINED[sign].join(self.expression(part) for part in parts)})"
        assert sign in _COMPARED | {"in"}
        return f"({self.expression(parts[0])} {sign} {self.expression(parts[1])})"

    def _choice(self, parts: list[Rules]) -> str:
        if len(parts) == 1:
            return self.expression(parts[0])
        when, then = self.condition(parts[0]), self.expression(parts[1])
        return f"({when} ? {then} : {self._choice(parts[2:])})"


def expressions(steps: Sequence[Step], tested: str = "") -> str:
    """Return a decision of one node that computes the steps one after the other."""
    text = ZenText(tested)
    rows: list[dict[str, str]] = []
    for name, rules in steps:
        rows.append({"id": name, "key": name, "value": text.expression(rules)})
        text.steps.add(name)
    node = {"expressions": rows, "passThrough": False}
    return _graph([{"id": "rules", "type": "expressionNode", "name": "rules", "content": node}])


def table(signs: Sequence[tuple[str, int]], otherwise: int) -> str:
    """Return a decision table: the first red sign that is yes gives its level, else the last row."""
    columns = [{"id": name, "name": name, "field": name} for name, _ in signs]
    rows: list[dict[str, str]] = [
        {"_id": name, name: "true", "level": str(level)} for name, level in signs
    ]
    rows.append({"_id": "last", "level": str(otherwise)})
    node = {
        "hitPolicy": "first",
        "inputs": columns,
        "outputs": [{"id": "level", "name": "level", "field": "level"}],
        "rules": rows,
    }
    return _graph([{"id": "rules", "type": "decisionTableNode", "name": "rules", "content": node}])


def _graph(nodes: list[dict[str, object]]) -> str:
    ends: list[dict[str, object]] = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "b", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    placed = [{**node, "position": {"x": 0, "y": 0}} for node in [*ends, *nodes]]
    kind = "application/vnd.gorules.decision"
    return json.dumps({"contentType": kind, "nodes": placed, "edges": edges})
