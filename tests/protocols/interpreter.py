"""A second reading of the protocol files, written for nothing but to disagree with the first.

It imports nothing of the engine: it reads the YAML itself and follows docs/protocols.md sentence
by sentence, slowly, with Python's None for "unknown". The differential test compares both.
"""

import re
from functools import lru_cache
from itertools import product as cartesian
from pathlib import Path

from ruamel.yaml import YAML

LIBRARY = Path(__file__).parents[2] / "protocols" / "library"
POINTS = {"R15": 100, "R": 100, "U": 30, "M": 10, "C": 3}
DROPPED = {"R15": 30, "R": 30, "U": 10, "M": 3, "C": 0}
ORDER = ["C", "M", "U", "R", "R15"]
WORDS = {"yes": True, "no": False, "unknown": None}
LEVELS = ["PHARMACY", "DOCTOR_48H", "DOCTOR_SAME_DAY", "EMERGENCY", "SAMU_15"]
TOKEN = re.compile(r"\s*(-?\d+\.?\d*|[A-Za-z_][\w]*(?:\[\w+\])?|/min|%|<=|>=|!=|[=<>(),\[\]])")


@lru_cache
def load(name):
    return YAML(typ="safe", pure=True).load((LIBRARY / name).read_text("utf-8"))


def once(method):
    """Compute a method once for each set of answers."""

    def wrapped(self, *words):
        key = (method.__name__, *words)
        if key not in self.memo:
            self.memo[key] = method(self, *words)
        return self.memo[key]

    return wrapped


@lru_cache
def tokens_of(text):
    return TOKEN.findall(text)


def tenths(value):
    """Numbers in thousandths, as whole numbers."""
    return round(float(value) * 1000)


def k_not(a):
    return None if a is None else not a


def k_and(parts):
    parts = list(parts)
    if False in parts:
        return False
    return None if None in parts else True


def k_or(parts):
    parts = list(parts)
    if True in parts:
        return True
    return None if None in parts else False


class Interpreter:
    def __init__(self, protocol_id):
        self.own = load(f"{protocol_id}.yaml")
        gate, news = load("gate.yaml"), load("news2.yaml")
        self.gate_ids = [q["id"] for q in gate["questions"]]
        stated = self.own.get("gate") or {}
        self.questions = {}
        for q in gate["questions"]:
            self.questions[q["id"]] = dict(q)
            if q["id"] in stated:
                self.questions[q["id"]]["class"] = stated[q["id"]]
        for q in self.own["questions"]:
            self.questions[q["id"]] = q
        self.twin_of = {q["same_as"]: q["id"] for q in self.own["questions"] if "same_as" in q}
        self.absorbed = {g: q["id"] for q in self.own["questions"] for g in q.get("absorbs", [])}
        files = [gate, news, self.own]
        self.conditions = {c["id"]: c["when"] for f in files for c in f.get("conditions") or []}
        self.scores = {s["id"]: s for f in files for s in f.get("scores") or []}
        self.parameters = {p["id"]: p for p in self.own.get("parameters") or []}
        self.families = [*gate["families"], *(self.own.get("families") or [])]
        self.thresholds = self.own.get("thresholds") or gate["thresholds"]
        self.enough = gate["insufficient_from"]
        self.near = {name: self.details(name) for name in self.questions}
        self.catalogue = {p["substance"]: p for p in load("catalogue.yaml")["products"]}

    # --- answers ------------------------------------------------------------------------
    def decide(self, answers):
        self.answers = dict(answers)
        self.memo = {}
        return self.result()

    def kind(self, name):
        return self.questions[name].get("kind", "boolean")

    def counted(self, name):
        q = self.questions[name]
        replaced = name in self.twin_of or name in self.absorbed
        return not replaced and (q["class"] in POINTS or q["class"] == "D")

    def details(self, name):
        near = [i for i, q in self.questions.items() if q.get("child_of") == name]
        return [*near, *(far for one in near for far in self.details(one))]

    def is_told(self, name):
        answer = self.answers.get(name)
        if self.kind(name) == "choice":
            return answer not in {None, "unknown", self.questions[name].get("reassuring")}
        return answer == "yes"

    def value(self, name):
        if name not in self.memo:
            self.memo[name] = "..."
            self.memo[name] = self.compute(name)
        assert self.memo[name] != "...", f"{name} reads itself"
        return self.memo[name]

    def compute(self, name):
        q = self.questions[name]
        if q["class"] == "D":
            return k_or(self.test(rule["when"]) for rule in q["rules"])
        return {"boolean": self.boolean, "choice": self.choice, "number": self.number}[
            self.kind(name)
        ](name, q)

    def said(self, name):
        """What was said about a yes/no fact, or "silent"."""
        if any(self.is_told(child) for child in self.near[name]):
            return True
        answer = self.answers.get(name)
        return "silent" if answer is None else WORDS[answer]

    def both(self, first, second):
        if first == "silent":
            return second
        return first if second == "silent" else k_or([first, second])

    def raw(self, name):
        q = self.questions[name]
        if name in self.twin_of:
            if self.said(name) is True:
                return True
            other = self.answers.get(self.twin_of[name])
            mine = self.answers.get(name)
            return self.both(
                "silent" if mine is None else WORDS[mine],
                "silent" if other is None else WORDS[other],
            )
        if name in self.absorbed and self.said(name) == "silent":
            return False if self.answers.get(self.absorbed[name]) == "no" else "silent"
        if "same_as" in q:
            other = self.answers.get(q["same_as"])
            return self.both(self.said(name), "silent" if other is None else WORDS[other])
        return self.said(name)

    @once
    def asked(self, name):
        q = self.questions[name]
        if "same_as" in q and "only_if" not in q:
            return self.asked(q["same_as"])
        parts = []
        if "child_of" in q:
            deduced = self.questions[q["child_of"]]["class"] == "D"
            if deduced and self.answers.get(name) == "yes":
                return True
            parts.append(self.value(q["child_of"]))
        if "only_if" in q:
            parts.append(self.test(q["only_if"]))
        return k_and(parts)

    def boolean(self, name, q):
        raw = self.raw(name)
        value = None if raw == "silent" else raw
        if "same_as" in q:
            mine = self.said(name)
            theirs = self.value(q["same_as"])
            if mine == "silent":
                value = theirs
            elif self.answers.get(q["same_as"]) is not None:
                value = k_or([mine, theirs])
            else:
                value = mine
        if value is None and raw in {"silent", None}:
            value = self.assumed(name, q, value)
        if "same_as" not in q and self.asked(name) is False:
            value = False
        causes = [self.value(g) for g in q.get("absorbs", [])]
        if "auto" in q:
            causes.append(self.test(q["auto"]))
        return k_or([value, *causes]) if causes else value

    def assumed(self, name, q, value):
        assume = q.get("assume", True if q["class"] == "A" else None)
        if assume in {"yes", "no"}:
            return WORDS[assume]
        return value if assume is None else True

    def choice(self, name, q):
        every = frozenset(v["value"] for v in q["values"])
        answer = self.answers.get(name)
        value = every if answer in {None, "unknown"} else frozenset([answer])
        measured = q.get("block") == "measures"
        if q.get("optional") and (answer is None or (measured and answer == "unknown")):
            value = frozenset()
        if ("child_of" in q or "only_if" in q) and self.asked(name) is False:
            value = frozenset([q["reassuring"]]) if "reassuring" in q else frozenset()
        return value

    def number(self, name, q):
        names = [name, q.get("same_as"), self.twin_of.get(name)]
        known = [
            self.answers[n] for n in names if n in self.answers and self.answers[n] != "unknown"
        ]
        if known:
            value = (tenths(known[0]), tenths(known[0]))
        elif q.get("optional"):
            value = None
        else:
            value = tuple(tenths(bound) for bound in q["bounds"])
            for one in q.get("assume", []):
                if self.test(one["when"]) is True:
                    value = (tenths(one["value"]),) * 2
                    break
        if "only_if" in q and self.asked(name) is False:
            value = (tenths(q["otherwise"]),) * 2
        return value

    # --- conditions ---------------------------------------------------------------------
    @once
    def test(self, text):
        found, rest = self.either(tokens_of(text))
        assert not rest, (text, rest)
        return found

    def either(self, tokens):
        found, tokens = self.every(tokens)
        parts = [found]
        while tokens and tokens[0] == "or":
            found, tokens = self.every(tokens[1:])
            parts.append(found)
        return k_or(parts), tokens

    def every(self, tokens):
        found, tokens = self.one(tokens)
        parts = [found]
        while tokens and tokens[0] == "and":
            found, tokens = self.one(tokens[1:])
            parts.append(found)
        return k_and(parts), tokens

    def one(self, tokens):
        first, rest = tokens[0], tokens[1:]
        if first == "not":
            found, rest = self.one(rest)
            return k_not(found), rest
        if first == "(":
            found, rest = self.either(rest)
            return found, rest[1:]
        if first == "possible":
            found, rest = self.either(rest[1:])
            return found is not False, rest[1:]
        if first == "at_least":
            return self.at_least(rest)
        return self.atom(first, rest)

    def at_least(self, tokens):
        count, tokens, parts = int(tokens[1]), tokens[2:], []
        while tokens[0] == ",":
            found, tokens = self.either(tokens[1:])
            parts.append(found)
        sure, may = parts.count(True), len(parts) - parts.count(False)
        return True if sure >= count else None if may >= count else False, tokens[1:]

    def atom(self, name, rest):
        if name == "pharmacy_so_far":
            return self.pharmacy_so_far(), rest
        if name in self.conditions:
            return self.test(self.conditions[name]), rest
        if name in self.scores:
            return self.compare_score(name, rest)
        if name in self.parameters:
            return self.parameter_is(name, rest)
        kind = self.kind(name)
        if kind == "boolean":
            return self.value(name), rest
        return self.compare_number(name, rest) if kind == "number" else self.is_in(name, rest)

    def parameter_is(self, name, rest):
        holds = (self.parameters[name]["value"] == rest[1]) == (rest[0] == "=")
        return holds, rest[2:]

    def is_in(self, name, rest):
        sign, rest = rest[0], rest[1:]
        wanted = set()
        if sign == "in":
            rest = rest[1:]
            while True:
                wanted.add(rest[0])
                sep, rest = rest[1], rest[2:]
                if sep == "]":
                    break
        else:
            wanted, rest = {rest[0]}, rest[1:]
        may = self.value(name)
        holds = False if not may & wanted else True if may <= wanted else None
        return (k_not(holds) if sign == "!=" else holds), rest

    def compare_number(self, name, rest):
        sign, written, rest = rest[0], rest[1], rest[2:]
        if written in self.parameters:
            limit = tenths(self.parameters[written]["value"])
        else:
            limit = tenths(written)
            if rest and self.questions[name].get("unit") == rest[0]:
                rest = rest[1:]
        value = self.value(name)
        return (False if value is None else self.compared(value, sign, limit)), rest

    @staticmethod
    def compared(bounds, sign, limit):
        low, high = bounds
        sure, never = {
            ">=": (low >= limit, high < limit),
            ">": (low > limit, high <= limit),
            "<=": (high <= limit, low > limit),
            "<": (high < limit, low >= limit),
            "=": (low == high == limit, not low <= limit <= high),
        }[sign]
        return True if sure else False if never else None

    @once
    def score(self, name):
        low = high = 0
        for item in self.scores[name]["items"]:
            holds, points = self.test(item["when"]), item["points"]
            values = [points] if holds else [0] if holds is False else [0, points]
            low, high = low + min(values), high + max(values)
        return low, high

    def applies(self, name):
        text = self.scores[name].get("applies")
        return True if text is None else self.test(text)

    def compare_score(self, name, rest):
        found = self.compared(self.score(name), rest[0], int(rest[1]))
        return k_and([self.applies(name), found]), rest[2:]

    # --- weights ------------------------------------------------------------------------
    @once
    def weight(self, name):
        """(used, least, most, least class, most class) of a counted item."""
        q = self.questions[name]
        if q["class"] != "D":
            value = self.value(name)
            points = POINTS[q["class"]]
            if value is True:
                return points, points, points, q["class"], q["class"]
            if value is None:
                return DROPPED[q["class"]], 0, points, None, q["class"]
            return 0, 0, 0, None, None
        possible = []
        for rule in q["rules"]:
            holds = self.test(rule["when"])
            if holds is not False:
                possible.append(rule["class"])
            if holds is True:
                break
        else:
            possible.append(None)
        ranked = sorted(possible, key=lambda c: -1 if c is None else ORDER.index(c))
        least, most = ranked[0], ranked[-1]
        low, high = POINTS.get(least, 0), POINTS.get(most, 0)
        used = high if least == most else max(low, DROPPED[most])
        return used, low, high, least, most

    @once
    def total(self, index):
        """The greatest sum with at most one member of each family."""
        weights = {n: self.weight(n)[index] for n in self.questions if self.counted(n)}
        families = [self.members(family) for family in self.families]
        inside = {name for family in families for name in family}
        alone = sum(w for n, w in weights.items() if n not in inside)
        return alone + self.heaviest(weights, families)

    def members(self, family):
        found = set()
        for name in family:
            if self.counted(name):
                found.add(name)
            elif name in self.twin_of and self.counted(self.twin_of[name]):
                found.add(self.twin_of[name])
        return found

    def heaviest(self, weights, families):
        """Try every way of keeping one member, or none, of each family; keep the heaviest."""
        families = [sorted(f) for f in families if any(weights[n] for n in f)]
        best = 0
        for choice in cartesian(*[[None, *(n for n in f if weights[n])] for f in families]):
            chosen = {n for n in choice if n}
            if all(len(chosen & set(f)) <= 1 for f in families):
                best = max(best, sum(weights[n] for n in chosen))
        return best

    def red(self, classes):
        """Whether a sign of these classes is present: True, False or None."""
        sure = may = False
        for name in self.questions:
            if self.counted(name):
                _, _, _, least, most = self.weight(name)
                sure |= least in classes
                may |= most in classes
        return True if sure else None if may else False

    def unknown_count(self):
        return sum(
            1
            for name, q in self.questions.items()
            if self.counted(name)
            and q["class"] in {"R15", "R", "U"}
            and self.raw(name) is None
            and self.value(name) is None
        )

    @once
    def insufficient(self):
        if self.unknown_count() >= self.enough:
            return True
        if self.value("g_comp") is True:
            return False
        return "g_comp" in self.answers or self.red({"R", "R15"}) is not True

    def used(self):
        return 100 if self.red({"R", "R15"}) is True else min(99, self.total(0))

    def class_level(self):
        if self.red({"R15"}) is True:
            return "SAMU_15"
        if self.red({"R", "R15"}) is True:
            return "EMERGENCY"
        used = self.used()
        found = [name for name, points in self.thresholds.items() if used >= points]
        found += [self.lowest()] if self.insufficient() else []
        return max(found, key=LEVELS.index, default="PHARMACY")

    def lowest(self):
        return min(self.thresholds, key=LEVELS.index)

    def pharmacy_so_far(self):
        if "#so_far" not in self.memo:
            self.memo["#so_far"] = self.class_level() == "PHARMACY"
        return self.memo["#so_far"]

    # --- result -------------------------------------------------------------------------
    def fires(self, rule):
        if "when_uncertain" in rule:
            return self.test(rule["when_uncertain"]) is None
        return "requires" not in rule and self.test(rule["when"]) is not False

    def result(self):
        rules = self.own.get("rules") or []
        fired = [rule for rule in rules if self.fires(rule)]
        levels = [self.class_level(), *(rule["level"] for rule in fired)]
        offered = self.offers()
        for rule in rules:
            needed = "requires" in rule and self.test(rule["when"]) is True
            if needed and rule["requires"] not in {line[2] for line in offered}:
                fired.append(rule)
        levels += [rule["level"] for rule in fired]
        level = max(levels, key=LEVELS.index)
        certain_red = self.red({"R", "R15"})
        most = 100 if certain_red is not False else min(99, self.total(2))
        least = 100 if certain_red is True else min(99, self.total(1))
        return {
            "level": level,
            "points": (least, most, self.used()),
            "flags": self.flags(fired),
            "rules": sorted(rule["id"] for rule in fired),
            "scores": {name: self.score(name) for name in self.scores if self.is_shown(name)},
            "treatments": [line[:2] for line in offered if self.allowed(line[0], level)],
            "teleconsultation": self.remote(level, fired),
        }

    def is_shown(self, name):
        measures = self.scores[name].get("measures") or []
        given = [
            m
            for m in measures
            for n in (m, self.twin_of.get(m), self.questions[m].get("same_as"))
            if n in self.answers
        ]
        return self.applies(name) is not False and (not measures or bool(given))

    def flags(self, fired):
        found = {rule["flag"] for rule in fired if "flag" in rule}
        if self.insufficient():
            found.add("insufficient")
        for name, q in self.questions.items():
            if q.get("out_of_scope") and self.value(name) is True:
                found.add("out_of_scope")
        return sorted(found)

    def remote(self, level, fired):
        if level not in {"DOCTOR_48H", "DOCTOR_SAME_DAY"}:
            return False
        if level == "DOCTOR_SAME_DAY" and self.red({"R15"}) is None:
            return False
        weighing = [n for n in self.questions if self.counted(n) and self.weight(n)[0]]
        hands = [n for n in weighing if self.questions[n].get("remote", "hands_on") == "hands_on"]
        rules = [r for r in fired if r.get("remote", "hands_on") == "hands_on"]
        return not hands and not rules and self.value("g_comp") is True

    def allowed(self, substance, level):
        entry = self.catalogue[substance]
        if level == "PHARMACY":
            return True
        doctor = level in {"DOCTOR_48H", "DOCTOR_SAME_DAY"}
        return doctor and bool(entry.get("waiting")) and not entry.get("antibiotic")

    def offers(self):
        found, groups = [], set()
        for line in self.own.get("treatments") or []:
            entry = self.catalogue[line["substance"]]
            group = line.get("group", line["substance"])
            branch = self.test(line["when"]) if "when" in line else True
            if branch is not True or group in groups:
                continue
            blocks = entry.get("blocks") or []
            if any(self.test(b.get("when", b["item"])) is not False for b in blocks):
                continue
            dose = self.dose(entry)
            if dose is not None:
                groups.add(group)
                found.append((line["substance"], dose, group))
        return found

    def dose(self, entry):
        low, high = self.value("g_poids")
        for one in entry["doses"]:
            if "population" in one and self.test(one["population"]) is not True:
                continue
            if "by_weight" not in one:
                return one["dose"]
            if low == high:
                return self.milligrams(one["by_weight"], low)
        return None

    @staticmethod
    def milligrams(rule, thousandths):
        times, day = rule["doses_per_day"], rule["maximum_day"]
        if rule.get("day_mg_per_kg"):
            day = min(day, rule["day_mg_per_kg"] * thousandths // 1000)
        shares = times if rule.get("per_day") else 1
        each = rule["mg_per_kg"] * thousandths // (1000 * shares)
        each = min(each, rule["maximum_dose"], day // times)
        return f"{each:,} mg".replace(",", " ")
