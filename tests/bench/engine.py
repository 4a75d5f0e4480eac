"""Decisions a second beside json-logic and zen-engine, then proofs, next question and export.

Every engine has the same rules and the same patients, in its own kind of values prepared before the
clock starts; they take turns in one process. Ours gives its whole trace as tuples in both cases;
the others are asked the level alone, then what our trace holds beside it: points, scores, case,
actions and products. Times are of the processor unless ``wall`` is written.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from statistics import median

from protocols.encode import encode
from protocols.fhir import Circumstances, answers_resource, form_resource, plan_resource
from protocols.interview import next_question
from protocols.load import shipped_library
from protocols.logic import TRUE
from protocols.model import Answer, Protocol
from protocols.prove import prove
from protocols.verdict import judge
from tests.bench import peers
from tests.bench.figure import Figure, at_least, at_most, told
from tests.bench.patients import Native, calm, native, patients
from tests.bench.two_valued import Work, results_of, steps_of
from tests.bench.zen_text import expressions
from tests.protocols.proofs.synthetic import protocol_of

COMPARED = ("douleur_pharyngee", "piqure_tique")
PATIENTS = 100
ROUNDS = 15
BEST_OF = 3
SYNTHETIC = 60
"""Questions of the made-up protocol, beside those of the gate."""


def measure() -> list[Figure]:
    peers.install()
    library = shipped_library()
    return [
        *(one for name in COMPARED for one in compared(library[name])),
        *proofs(library),
        *next_questions(library),
        *exports(library),
    ]


def compared(protocol: Protocol) -> Iterator[Figure]:
    """Yield the figures of one protocol."""
    answers = list(patients(protocol, PATIENTS))
    others = [native(protocol, one) for one in answers]
    book, decide = protocol.logic.book, protocol.logic.decide
    raws = [encode(protocol, one) for one in answers]
    yield at_least(f"{protocol.id}.same_results", agreement(protocol, answers), "", 1)
    runs: dict[str, Callable[[], list[object]]] = {
        name: partial(run_all, engine, others) for name, engine in peers_of(protocol).items()
    }
    runs["osys"] = lambda: [judge(book, decide(one)) for one in raws]
    rates = decisions_a_second(runs)
    for name, rate in rates.items():
        yield told(f"{protocol.id}.{name}", rate, "/s")
    for work in Work:
        for name, goal in (("json_logic", 10), ("zen", 50)):
            ratio = rates["osys"] / rates[f"{name}.{work}"]
            yield at_least(f"{protocol.id}.osys_over_{name}.{work}", ratio, "x", goal)


def run_all(engine: peers.Engine, answers: list[dict[str, Native]]) -> list[object]:
    return [engine(one) for one in answers]


def peers_of(protocol: Protocol) -> dict[str, peers.Engine]:
    found: dict[str, peers.Engine] = {}
    for work in Work:
        steps, results = steps_of(protocol.logic, work), results_of(protocol.logic, work)
        found[f"json_logic.{work}"] = peers.json_logic(steps, results)
        found[f"zen.{work}"] = peers.zen(expressions(steps), results)
        found[f"zen_from_text.{work}"] = peers.zen_from_text(expressions(steps), results)
    return found


def agreement(protocol: Protocol, answers: list[dict[str, Answer]]) -> float:
    """Return the share of decisions where every engine gives all that ours gives."""
    engines, same = peers_of(protocol), 0
    for one in answers:
        ours = results_of_ours(protocol, one)
        given = [run(native(protocol, one)) for run in engines.values()]
        same += all(ours[name] == value for found in given for name, value in found.items())
    return same / len(answers)


def results_of_ours(protocol: Protocol, answers: Mapping[str, Answer]) -> dict[str, object]:
    book = protocol.logic.book
    state = protocol.logic.decide(encode(protocol, answers))
    found: dict[str, object] = {"level": judge(book, state).level, "points": state.points[0]}
    for score, (low, high, applies) in zip(book.scores, state.scores, strict=True):
        assert low == high
        found |= {f"v_{score.id}": low, f"ap_{score.id}": applies == TRUE}
    found |= {f"branch_{place}": holds == TRUE for place, holds in enumerate(state.branches)}
    found |= {f"action_{place}": holds == TRUE for place, holds in enumerate(state.actions)}
    for place, (when, blocks, people) in enumerate(state.products):
        barred = any(one == TRUE for one in blocks)
        found[f"product_{place}"] = when == TRUE and not barred and TRUE in people
    return found


def decisions_a_second(runs: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median rate of each engine, all warm and taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(ROUNDS):
        for name, run in runs.items():
            seconds[name].append(seconds_of(run)[0])
    return {name: PATIENTS / median(taken) for name, taken in seconds.items()}


def seconds_of(run: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the processor, then those of the clock on the wall."""
    wall, processor = time.perf_counter(), time.process_time()
    run()
    return time.process_time() - processor, time.perf_counter() - wall


def best_of(run: Callable[[], object]) -> tuple[float, float]:
    """Return the shortest of a few runs of the same work: the least held up by neighbours."""
    return min(seconds_of(run) for _ in range(BEST_OF))


def proofs(library: Mapping[str, Protocol]) -> Iterator[Figure]:
    times = {one.id: seconds_of(partial(prove, one)) for one in library.values()}
    slowest = max(times, key=lambda name: times[name])
    yield told("proofs.protocols", len(times), "")
    yield at_most("proofs.all", sum(one for one, _ in times.values()), "s", 10)
    yield told("proofs.all.wall", sum(one for _, one in times.values()), "s")
    again = best_of(lambda: prove(library[slowest]))
    yield at_most(f"proofs.slowest.{slowest}", again[0], "s", 2)
    yield told("proofs.slowest.wall", again[1], "s")
    own = sum(not question.id.startswith("g_") for question in library["piqure_tique"].questions)
    synthetic = protocol_of(SYNTHETIC - own)
    processor, wall = best_of(partial(prove, synthetic))
    yield at_most(f"proofs.synthetic_{SYNTHETIC}_questions", processor, "s", 2)
    yield told("proofs.synthetic.wall", wall, "s")
    yield told("proofs.synthetic.with_the_gate", len(synthetic.questions), "")


def next_questions(library: Mapping[str, Protocol]) -> Iterator[Figure]:
    """Yield the time to the next question over whole interviews without surprise."""
    times = [one for protocol in library.values() for one in interview(protocol)]
    yield at_most("next_question", median(times) * 1000, "ms", 1)
    yield at_most("next_question.longest", max(times) * 1000, "ms", 1)
    yield told("next_question.asked", len(times), "")


def interview(protocol: Protocol) -> Iterator[float]:
    """Yield the seconds before each question."""
    reassuring = calm(protocol)
    given = {q.id: reassuring[q.id] for q in protocol.questions if q.from_identity}
    while (question := next_question(protocol, given)) is not None:
        yield best_of(lambda: next_question(protocol, given))[0]
        given[question.id] = reassuring.get(question.id, "unknown")


def exports(library: Mapping[str, Protocol]) -> Iterator[Figure]:
    """Yield the time of one protocol and one patient as FHIR, written as JSON."""
    times = {
        one.id: seconds_of(partial(export, one, calm(one)))[0] * 1000 for one in library.values()
    }
    slowest = max(times, key=lambda name: times[name])
    yield at_most("fhir_export", median(times.values()), "ms", 100)
    yield at_most(f"fhir_export.slowest.{slowest}", times[slowest], "ms", 100)


def export(protocol: Protocol, answers: Mapping[str, Answer]) -> str:
    filled = answers_resource(protocol, answers, Circumstances())
    return json.dumps([form_resource(protocol), plan_resource(protocol), filled])
