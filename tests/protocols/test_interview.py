from decimal import Decimal

import pytest

from protocols.evaluate import evaluate
from protocols.interview import (
    is_oriented,
    next_question,
    optional_questions,
    relevant,
    remaining,
)
from protocols.load import shipped_library
from protocols.model import Block, Kind, Level, Severity
from tests.protocols.answer_sets import AGES, dice

LIBRARY = shipped_library()
RED = {Severity.R15, Severity.R}
ALL = pytest.mark.parametrize("protocol", LIBRARY.values(), ids=list(LIBRARY))
ADULT = {"g_age": Decimal(30), "g_sexe": "F"}


def walk(protocol, start, choose):
    """Answer the next question until there is none; return the answers and the questions."""
    answers, asked = dict(start), []
    while (question := next_question(protocol, answers)) is not None:
        assert question.id not in answers
        asked.append(question)
        answers[question.id] = choose(question)
        assert len(asked) <= len(protocol.questions)
    return answers, asked


def reassured(question):
    return question.reassuring if question.reassuring != "" else "unknown"


def drawn(random, bad):
    def choose(question):
        if random.random() > bad:
            return reassured(question)
        if random.random() < 0.3:
            return "unknown"
        if question.kind is Kind.NUMBER:
            return Decimal(random.randint(int(question.minimum), int(question.maximum)))
        return random.choice([one.value for one in question.choices] or ["yes", "no"])

    return choose


def identity(random):
    return {"g_age": Decimal(random.choice(AGES)), "g_sexe": random.choice("FM")}


@ALL
def test_a_calm_interview_ends_at_the_pharmacy_with_its_red_signs_asked_first(protocol):
    answers, asked = walk(protocol, ADULT, reassured)
    decision = evaluate(protocol, answers)
    assert decision.level is Level.PHARMACY
    assert decision.points.used == 0
    reds = [question.severity in RED for question in asked]
    assert reds == sorted(reds, reverse=True)
    signs = {q.id for q in relevant(protocol, answers) if q.severity in RED}
    assert signs <= {question.id for question in asked}


@ALL
def test_a_sign_r15_ends_the_questions_and_a_sign_r_leaves_only_the_signs_r15(protocol):
    for question in protocol.questions:
        if question.derived or question.severity not in RED or question.only_if:
            continue
        left = remaining(protocol, {**ADULT, question.id: "yes"})
        if question.severity is Severity.R15:
            assert left == ()
        else:
            assert left and {one.severity for one in left} == {Severity.R15}


@ALL
def test_what_was_not_asked_could_not_change_the_decision(protocol):
    random = dice(f"interview {protocol.id}")
    for _ in range(60):
        answers, _ = walk(protocol, identity(random), drawn(random, random.random() * 0.4))
        end = evaluate(protocol, answers)
        if end.stopped:
            continue
        for _ in range(4):
            more = dict(answers)
            for question in relevant(protocol, answers):
                usable = question.kind is not Kind.NUMBER and not question.from_identity
                if usable and not question.optional and question.id not in answers:
                    more[question.id] = random.choice(
                        [c.value for c in question.choices] or ["yes", "no"]
                    )
            again = evaluate(protocol, more)
            assert (again.level, again.route, again.teleconsultation) == (
                end.level,
                end.route,
                end.teleconsultation,
            ), (answers, more)
            assert again.flags == end.flags
            if end.level is Level.PHARMACY:
                assert again.branch == end.branch
                assert again.treatments == end.treatments


@ALL
def test_every_walk_comes_to_an_end_and_a_going_back_opens_it_again(protocol):
    random = dice(f"walk {protocol.id}")
    for _ in range(20):
        answers, asked = walk(protocol, identity(random), drawn(random, 0.3))
        if not asked:
            continue
        undone = random.choice(asked)
        again, _ = walk(protocol, {k: v for k, v in answers.items() if k != undone.id}, reassured)
        assert next_question(protocol, again) is None


@ALL
def test_identity_consents_and_optional_measures_are_never_asked(protocol):
    for question in remaining(protocol, {}):
        assert not (question.from_identity or question.optional or question.derived)
        assert question.asked_as == ""


def test_a_fact_of_the_gate_is_asked_once_by_the_protocol():
    protocol = LIBRARY["piqure_tique"]
    _, asked = walk(protocol, ADULT, reassured)
    names = [question.id for question in asked]
    assert "t_gross" in names and "t_immun" in names
    assert "g_gross" not in names and "g_immun" not in names
    _, asked = walk(protocol, {**ADULT, "g_immun": "no"}, reassured)
    assert "t_immun" not in [question.id for question in asked]


def test_a_man_is_not_asked_about_pregnancy_nor_a_child_about_adult_things():
    protocol = LIBRARY["piqure_tique"]
    man = {"g_age": Decimal(30), "g_sexe": "M"}
    assert "t_gross" not in [q.id for q in relevant(protocol, man)]
    assert "g_enf" not in [q.id for q in relevant(protocol, man)]
    child = {"g_age": Decimal(5), "g_sexe": "F"}
    assert "g_enf" in [q.id for q in relevant(protocol, child)]


def test_the_detail_of_a_fact_waits_for_the_fact():
    protocol = LIBRARY["piqure_tique"]
    asked = [q.id for q in relevant(protocol, ADULT)]
    assert "g_immun_fiev" not in asked
    answers, walked = walk(protocol, ADULT, lambda q: "yes" if q.id == "t_immun" else reassured(q))
    names = [question.id for question in walked]
    assert names.index("g_immun_fiev") == names.index("t_immun") + 1


def test_the_test_is_asked_only_when_it_is_indicated():
    protocol = LIBRARY["douleur_pharyngee"]
    sick = {"a_toux": "no", "a_gang": "yes", "a_aspect": "yes"}
    _, asked = walk(protocol, ADULT, lambda q: sick.get(q.id, reassured(q)))
    assert "a_trod" in [question.id for question in asked]
    _, asked = walk(protocol, ADULT, reassured)
    assert "a_trod" not in [question.id for question in asked]
    _, asked = walk(protocol, ADULT, lambda q: {**sick, "a_immun": "yes"}.get(q.id, reassured(q)))
    assert "a_trod" not in [question.id for question in asked]


def test_contraindications_are_asked_only_for_the_products_of_the_branch():
    protocol = LIBRARY["douleur_pharyngee"]
    _, asked = walk(protocol, ADULT, reassured)
    treatment = [question.id for question in asked if question.block is Block.TREATMENT]
    assert treatment == ["g_all", "g_poids", "g_meds", "g_foie"]
    positive = {"a_toux": "no", "a_gang": "yes", "a_aspect": "yes", "a_trod": "positif"}
    allergic = {**positive, "g_all": "yes", "g_all_bl": "severe_ou_cephalo", "g_meds": "yes"}
    _, asked = walk(protocol, ADULT, lambda q: allergic.get(q.id, reassured(q)))
    assert {"g_all_macro", "g_cyp", "g_qt", "g_rein", "g_allait"} <= {q.id for q in asked}


def test_a_tick_bite_asks_no_medicine():
    protocol = LIBRARY["piqure_tique"]
    _, asked = walk(protocol, ADULT, reassured)
    assert Block.TREATMENT not in {question.block for question in asked}


def test_fever_with_a_list_of_medicines_asks_for_those_that_matter_before_deciding():
    protocol = LIBRARY["douleur_pharyngee"]
    feverish = {"a_temp": Decimal("38.5"), "g_meds": "yes"}
    answers, asked = walk(protocol, ADULT, lambda q: feverish.get(q.id, reassured(q)))
    assert {"g_mtx", "g_agran"} <= {question.id for question in asked}
    assert evaluate(protocol, answers).level is Level.PHARMACY


def offered(protocol_id, **answers):
    named = {**ADULT, **answers}
    return {one.id for one in optional_questions(LIBRARY[protocol_id], named)}


def test_what_only_completes_a_score_is_offered_apart_and_never_awaited():
    assert offered("douleur_pharyngee") == {"a_pus", "a_3j", "a_vif", "a_rhume"}
    assert offered("douleur_pharyngee", a_pus="no") == {"a_3j", "a_vif", "a_rhume"}
    assert offered("dyspepsie") == {f"y_gq{number}" for number in range(1, 7)}
    assert offered("piqure_tique") == set()


def test_a_score_is_offered_only_to_whom_it_concerns_and_not_after_a_red_sign():
    grades = {"r_t4_etern", "r_t4_coule", "r_t4_bouche", "r_t4_demange", "r_eva"}
    assert offered("rhinite", r_allerg="yes") == grades
    assert offered("rhinite", r_allerg="no") == offered("rhinite") == set()
    assert offered("douleur_pharyngee", a_abces="yes") == set()


@ALL
def test_completing_a_score_changes_neither_the_decision_nor_what_is_left_to_ask(protocol):
    answers, _ = walk(protocol, ADULT, reassured)
    before = evaluate(protocol, answers)
    assert not {one.id for one in optional_questions(protocol, answers)} & {
        one.id for one in remaining(protocol, ADULT)
    }
    for question in optional_questions(protocol, answers):
        worst = "yes" if question.kind is Kind.BOOLEAN else question.maximum
        after = evaluate(protocol, {**answers, question.id: worst})
        assert (after.level, after.branch, after.treatments) == (
            before.level,
            before.branch,
            before.treatments,
        )


@ALL
def test_medicines_and_allergies_wait_until_the_orientation_is_settled(protocol):
    answers, asked = walk(protocol, ADULT, reassured)
    so_far = dict(ADULT)
    for question in asked:
        if is_oriented(protocol, so_far):
            assert question.severity in {Severity.F, Severity.C} or question.id == "g_poids"
        so_far[question.id] = answers[question.id]
    assert is_oriented(protocol, answers)


@ALL
def test_what_is_asked_once_oriented_changes_no_level(protocol):
    random = dice(f"oriented {protocol.id}")
    for _ in range(20):
        answers, asked = walk(protocol, identity(random), drawn(random, random.random() * 0.3))
        start = {name: one for name, one in answers.items() if name in ("g_age", "g_sexe")}
        for question in asked:
            if is_oriented(protocol, start):
                break
            start[question.id] = answers[question.id]
        before, after = evaluate(protocol, start), evaluate(protocol, answers)
        assert (before.level, before.route, before.flags) == (after.level, after.route, after.flags)


MOST_QUESTIONS = {
    "brulure_1er_degre": (20, 4),
    "cephalee": (20, 10),
    "conjonctivite": (21, 1),
    "constipation": (15, 1),
    "diarrhee": (18, 5),
    "douleur_mictionnelle": (18, 0),
    "douleur_pharyngee": (20, 4),
    "dysmenorrhee": (17, 10),
    "dyspepsie": (15, 5),
    "lombalgie": (18, 10),
    "piqure_tique": (18, 0),
    "plaie_simple": (22, 4),
    "rhinite": (15, 4),
    "vulvovaginite": (19, 0),
}
"""Questions to a calm woman of 30, all measures taken: of the orientation, then of the products."""


@ALL
def test_a_calm_interview_never_grows_unseen(protocol):
    measured = {q.id: q.reassuring for q in protocol.questions if q.block is Block.MEASURES}
    start = {**ADULT, **{name: one for name, one in measured.items() if one != ""}}
    answers, asked = walk(protocol, start, reassured)
    names = [question.id for question in asked]
    ends = (
        count
        for count in range(len(names) + 1)
        if is_oriented(protocol, {**start, **{n: answers[n] for n in names[:count]}})
    )
    orientation = next(ends)
    assert (orientation, len(names) - orientation) <= MOST_QUESTIONS[protocol.id]
    assert len(names) <= sum(MOST_QUESTIONS[protocol.id])
