"""Items and scores -> lines of Python: what each answer counts as.

Reads the answers ``R`` by place. Writes, for each item, ``v_`` (bits) or ``lo_``/``hi_``
(interval), ``r_`` (what was answered, 0 for nothing) and ``o_`` (is it asked at all).
"""

from collections.abc import Mapping

from protocols.emit import Time, Writer
from protocols.logic import FALSE, MAYBE, TRUE, Item, Score
from protocols.terms import Kind
from protocols.weights import rank

BOTH = tuple(
    (a | b) if not (a and b) else (a & b & 1) | ((a | b) & 2) for a in range(4) for b in range(4)
)
"""Two answers to one fact: the only one given, or the worse (index ``4 * a + b``, 0 for none)."""

FAR = 10**9
"""Beyond every bound: a measure not taken is the empty interval from ``FAR`` to ``-FAR``."""


class ItemWriter:
    """Writes items one after the other, each after what it reads."""

    def __init__(self, writer: Writer, items: Mapping[str, Item]) -> None:
        self._writer = writer
        self._items = items
        self._places = {name: place for place, name in enumerate(items)}

    def item(self, item: Item) -> None:
        """Write one item."""
        if item.rules:
            self._derived(item)
            return
        asked = self._writer.condition(item.only_if)
        if item.follows_twin and item.only_if is None:
            asked = f"o_{item.twin}"
        if item.stands_once_said:
            asked = f"{TRUE} if {self._given(item.id)} == {TRUE} else {asked}"
        self._writer.put(f"o_{item.id} = {asked}")
        if item.kind is Kind.BOOLEAN:
            self._boolean(item)
        elif item.kind is Kind.CHOICE:
            self._choice(item)
        else:
            self._number(item)

    def _given(self, name: str) -> str:
        return f"R[{self._places[name]}]"

    def _derived(self, item: Item) -> None:
        holds = [self._writer.condition(rule.when) for rule in item.rules]
        self._writer.put(f"d_{item.id} = ({', '.join(holds)},)")
        self._writer.put(f"v_{item.id} = {self._writer.any_of(holds)}")
        self._writer.put(f"o_{item.id} = r_{item.id} = {TRUE}")
        ranks = tuple(rank(rule.severity) for rule in item.rules)
        weigh = f"derived_points({ranks}, d_{item.id})"
        self._writer.put(f"w_{item.id} = {weigh} if v_{item.id} != {FALSE} else NOTHING")

    def _told(self, name: str) -> str:
        """Return a formula: this child was explicitly answered in the way that tells something."""
        child, given = self._items[name], self._given(name)
        if child.kind is Kind.CHOICE:
            every = (1 << len(child.choices)) - 1
            return f"(0 < {given} < {every} and not {given} & {child.safe_value})"
        return f"{given} == {TRUE}"

    def _boolean(self, item: Item) -> None:
        put, value = self._writer.put, f"v_{item.id}"
        raw = self._answered(item)
        put(f"r_{item.id} = {raw}")
        put(f"{value} = r_{item.id} or {MAYBE}")
        if item.follows_twin:
            given = self._given(item.twin)
            known = f"{given} and v_{item.twin}"
            put(f"{value} = BOTH[r_{item.id} * 4 + ({known})] or v_{item.twin}")
            put(f"r_{item.id} = BOTH[r_{item.id} * 4 + {given}]")
        later = self._writer.time is Time.LATER and not item.optional
        unanswered = f"r_{item.id} == {MAYBE}" if later else f"r_{item.id} in (0, {MAYBE})"
        self._assume(item, unanswered, f"{value} = {{0}}")
        if item.only_if is not None:
            put(f"if o_{item.id} == {FALSE}: {value} = {item.otherwise}")
        self._widen(item)

    def _answered(self, item: Item) -> str:
        """Return what was answered, a positive child counting as yes."""
        raw = self._given(item.id)
        if item.twin and not item.follows_twin:
            raw = f"BOTH[{raw} * 4 + {self._given(item.twin)}]"
        if item.absorbed_by:
            raw = f"{raw} or ({self._given(item.absorbed_by)} == {FALSE}) * {FALSE}"
        told = " or ".join(self._told(name) for name in item.children)
        return f"{TRUE} if {told} else {raw}" if told else raw

    def _widen(self, item: Item) -> None:
        """Make the item yes by a measure or by a narrower fact."""
        causes = [f"v_{name}" for name in item.absorbs]
        if item.auto is not None:
            causes.append(self._writer.condition(item.auto))
        if causes:
            worse = self._writer.any_of([f"v_{item.id}", *causes])
            self._writer.put(f"v_{item.id} = {worse}")

    def _assume(self, item: Item, unanswered: str, assign: str) -> None:
        conditions = [self._writer.condition(one.when) for one in item.assumptions]
        word = "if"
        for one, when in zip(item.assumptions, conditions, strict=True):
            text = assign.format(one.value)
            self._writer.put(f"{word} {unanswered} and {when} == {TRUE}: {text}")
            word = "elif"

    def _choice(self, item: Item) -> None:
        every = (1 << len(item.choices)) - 1
        put = self._writer.put
        put(f"r_{item.id} = {self._given(item.id)}")
        put(f"v_{item.id} = r_{item.id}" + ("" if item.optional else f" or {every}"))
        later = self._writer.time is Time.LATER and not item.optional
        unanswered = f"r_{item.id} == {every}" if later else f"r_{item.id} in (0, {every})"
        self._assume(item, unanswered, f"v_{item.id} = {{0}}")
        if item.only_if is not None:
            put(f"if o_{item.id} == {FALSE}: v_{item.id} = {item.otherwise}")

    def _number(self, item: Item) -> None:
        put, bounds = self._writer.put, f"lo_{item.id}, hi_{item.id}"
        given = self._given(item.id)
        if item.twin:
            given = f"{given} or {self._given(item.twin)}"
        put(f"r_{item.id} = {given}")
        none = "EMPTY" if item.optional else f"({item.low}, {item.high})"
        put(f"{bounds} = r_{item.id} or {none}")
        self._assume(item, f"r_{item.id} is None", f"{bounds} = {{0}}, {{0}}")
        if item.only_if is not None:
            put(f"if o_{item.id} == {FALSE}: {bounds} = {item.otherwise}, {item.otherwise}")

    def score(self, score: Score) -> None:
        """Write ``lo_``, ``hi_`` and ``ap_`` (does it apply) for one score."""
        lows, highs = [], []
        for entry in score.entries:
            when, points = self._writer.condition(entry.when), entry.points
            sure, may = (0, 0, points, 0), (0, 0, points, points)
            lows.append(f"{sure if points > 0 else may}[{when}]")
            highs.append(f"{may if points > 0 else sure}[{when}]")
        self._writer.put(f"lo_{score.id} = {' + '.join(lows)}")
        self._writer.put(f"hi_{score.id} = {' + '.join(highs)}")
        self._writer.put(f"ap_{score.id} = {self._writer.condition(score.applies)}")
