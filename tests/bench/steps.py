"""Rules written in json-logic, one named step after the other, and how they are made smaller."""

from collections.abc import Iterator, Mapping

Rules = bool | int | str | dict[str, "Rules"] | list["Rules"]
Step = tuple[str, Rules]


def var(name: str) -> Rules:
    return {"var": name}


def any_of(parts: list[Rules]) -> Rules:
    return {"or": parts} if len(parts) > 1 else parts[0] if parts else False


def all_of(parts: list[Rules]) -> Rules:
    return {"and": parts} if len(parts) > 1 else parts[0] if parts else True


def choose(*parts: Rules) -> Rules:
    """Return ``if c1 then a1 elif c2 then a2 ... else last``."""
    return {"if": list(parts)} if len(parts) > 1 else parts[0]


def total(parts: list[Rules]) -> Rules:
    return {"+": parts} if len(parts) > 1 else parts[0] if parts else 0


def smallest(steps: Mapping[str, Rules], results: tuple[str, ...]) -> tuple[Step, ...]:
    """Return the steps that ``results`` need, those read once written where they are read."""
    return tuple(_folded(_needed(steps, results), frozenset(results)).items())


def reads(rules: Rules) -> Iterator[str]:
    """Yield each name read, as often as it is read."""
    if isinstance(rules, list):
        for part in rules:
            yield from reads(part)
    elif isinstance(rules, dict):
        for sign, parts in rules.items():
            if sign == "var":
                yield str(parts)
            else:
                yield from reads(parts)


def _needed(steps: Mapping[str, Rules], results: tuple[str, ...]) -> dict[str, Rules]:
    wanted, waiting = set[str](), list(results)
    while waiting:
        name = waiting.pop()
        if name in steps and name not in wanted:
            wanted.add(name)
            waiting += reads(steps[name])
    return {name: rules for name, rules in steps.items() if name in wanted}


def _folded(steps: Mapping[str, Rules], results: frozenset[str]) -> dict[str, Rules]:
    """Return the steps with each that is plain, or read once, written where it is read."""
    read = [name for rules in steps.values() for name in reads(rules)]
    kept: dict[str, Rules] = {}
    written: dict[str, Rules] = {}
    for name, rules in steps.items():
        done = _replaced(rules, written)
        plain = not isinstance(done, dict) or "var" in done
        if name not in results and (plain or read.count(name) == 1):
            written[name] = done
        else:
            kept[name] = done
    return kept


def _replaced(rules: Rules, written: Mapping[str, Rules]) -> Rules:
    if isinstance(rules, list):
        return [_replaced(part, written) for part in rules]
    if not isinstance(rules, dict):
        return rules
    name = rules.get("var")
    if isinstance(name, str):
        return written.get(name, rules)
    return {sign: _replaced(parts, written) for sign, parts in rules.items()}
