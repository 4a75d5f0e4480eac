from decimal import Decimal

import pytest

from protocols.answers import from_json
from protocols.evaluate import evaluate
from protocols.load import shipped_library
from protocols.model import Flag, Kind, Level, Route, Severity
from protocols.refusals import AnswerError
from tests.protocols.answer_sets import answer_set, dice

LIBRARY = shipped_library()
RISK = {Severity.R15, Severity.R, Severity.U, Severity.M, Severity.C}
ALL = pytest.mark.parametrize("protocol", LIBRARY.values(), ids=list(LIBRARY))


def calm(protocol, **named):
    return from_json(protocol, {"*": "reassuring", **named})


def asked(protocol):
    return [question for question in protocol.questions if not question.derived]


@ALL
def test_each_red_sign_alone_goes_to_its_level(protocol):
    for question in asked(protocol):
        least = {Severity.R15: Level.SAMU_15, Severity.R: Level.EMERGENCY}.get(question.severity)
        if least is None:
            continue
        told = {question.id: "yes", **({"g_pas": "185"} if question.only_if == "h_ta" else {})}
        ages = ("30", "60", "8", "1", "0")
        found = [evaluate(protocol, calm(protocol, g_age=a, **told)) for a in ages]
        decision = next(one for one in found if one.level >= Level.EMERGENCY)
        assert decision.level is least, question.id
        assert decision.stopped and decision.points.minimum == 100
        assert decision.treatments == ()
        assert not decision.teleconsultation


@ALL
def test_a_red_sign_in_any_company_is_never_below_its_level(protocol):
    random = dice(1)
    for _ in range(150):
        answers = answer_set(protocol, random)
        question = random.choice(
            [q for q in asked(protocol) if q.severity in {Severity.R15, Severity.R}]
        )
        if question.only_if:
            continue
        level = evaluate(protocol, {**answers, question.id: "yes"}).level
        assert level >= (Level.SAMU_15 if question.severity is Severity.R15 else Level.EMERGENCY)


@ALL
def test_an_unknown_red_sign_never_ends_at_the_pharmacy(protocol):
    for question in asked(protocol):
        if question.severity not in {Severity.R15, Severity.R} or question.only_if:
            continue
        decision = evaluate(protocol, calm(protocol, **{question.id: "unknown"}))
        assert decision.level is Level.DOCTOR_SAME_DAY, question.id
        assert not decision.teleconsultation
        if question.severity is Severity.R15:
            assert decision.route is Route.ON_CALL


@ALL
def test_a_worse_answer_never_lowers_the_level(protocol):
    random = dice(2)
    for _ in range(400):
        answers = answer_set(protocol, random)
        question = random.choice([q for q in asked(protocol) if q.severity in RISK])
        levels = [
            evaluate(protocol, {**answers, question.id: word}).level
            for word in ("no", "unknown", "yes")
        ]
        assert levels == sorted(levels), (question.id, levels, answers)


@ALL
def test_unknown_is_never_less_urgent_than_the_least_urgent_known_answer(protocol):
    random = dice(3)
    for _ in range(400):
        answers = answer_set(protocol, random)
        question = random.choice([q for q in asked(protocol) if q.kind is not Kind.NUMBER])
        if protocol.logic.book.items[protocol.logic.positions[question.id]].parent:
            continue  # a detail of something said absent is not an answer that can be given
        values = [choice.value for choice in question.choices] or ["yes", "no"]
        known = [evaluate(protocol, {**answers, question.id: value}).level for value in values]
        unknown = evaluate(protocol, {**answers, question.id: "unknown"}).level
        assert unknown >= min(known), (question.id, answers)


@ALL
def test_not_asked_yet_counts_as_unknown_for_the_level_of_what_is_asked(protocol):
    nothing = evaluate(protocol, {})
    assert nothing.level is Level.DOCTOR_SAME_DAY
    assert Flag.INSUFFICIENT in nothing.flags
    assert nothing.points.minimum < nothing.points.maximum == 100
    assert "g_urg" in nothing.missing
    waiting = {q.id for q in protocol.questions if q.severity is Severity.A}
    assert not waiting & {action.id for action in nothing.actions}


@ALL
def test_the_order_of_the_answers_changes_nothing(protocol):
    random = dice(4)
    for _ in range(50):
        answers = list(answer_set(protocol, random).items())
        first = evaluate(protocol, dict(answers))
        random.shuffle(answers)
        assert evaluate(protocol, dict(answers)) == first


@ALL
def test_points_used_stay_between_their_bounds(protocol):
    random = dice(5)
    for _ in range(300):
        points = evaluate(protocol, answer_set(protocol, random)).points
        assert 0 <= points.minimum <= points.used <= points.maximum <= 100


@ALL
def test_the_sum_is_the_sum_of_the_rules_shown(protocol):
    random = dice(6)
    for _ in range(300):
        decision = evaluate(protocol, answer_set(protocol, random))
        if not decision.stopped:
            assert decision.points.used == min(99, sum(one.points for one in decision.rules))


def parents(protocol, name):
    """Return the facts that ``name`` details, the nearest first."""
    parent = protocol.logic.book.items[protocol.logic.positions[name]].parent
    return [parent, *parents(protocol, parent)] if parent else []


@ALL
def test_an_offered_product_goes_away_when_any_of_its_contraindications_is_not_excluded(protocol):
    random = dice(7)
    positive = {"a_trod": "positif", "u_nit": "positif", "u_symptomes": "yes"}
    asked_here = {one.id for one in protocol.questions}
    offered = 0
    for _ in range(300):
        found = answer_set(protocol, random)
        answers = {**found, **{k: v for k, v in positive.items() if k in asked_here}}
        for product in evaluate(protocol, answers).treatments:
            offered += 1
            line = next(p for p in protocol.logic.book.products if p.substance == product.substance)
            for block in line.contraindications:
                if "g_age" in protocol.question(block.item).only_if:
                    continue  # not asked at every age: told out of scope, it says nothing
                is_choice = protocol.question(block.item).kind is Kind.CHOICE
                for word in ("unknown", "severe_ou_cephalo" if is_choice else "yes"):
                    worse = {
                        **dict.fromkeys(parents(protocol, block.item), "yes"),
                        block.item: word,
                    }
                    again = evaluate(protocol, {**answers, **worse})
                    assert product.substance not in {t.substance for t in again.treatments}
    assert offered > 10 or not protocol.logic.book.products


def test_a_derived_item_cannot_be_answered():
    with pytest.raises(AnswerError) as refused:
        evaluate(LIBRARY["douleur_pharyngee"], {"a_age": "yes"})
    assert "a_age" in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("t_emm", "yes"),
        ("t_em", "oui"),
        ("t_em", Decimal(1)),
        ("g_age", "yes"),
        ("g_age", Decimal(121)),
        ("g_age", Decimal("1.5")),
        ("g_age", Decimal("NaN")),
        ("g_age", Decimal("Infinity")),
        ("g_temp", Decimal("38.55")),
        ("g_temp", Decimal("1e400")),
        ("g_sexe", "X"),
        ("g_sexe", "yes"),
    ],
)
def test_an_answer_that_does_not_answer_is_refused(name, answer):
    with pytest.raises(AnswerError):
        evaluate(LIBRARY["piqure_tique"], {name: answer})


def test_a_gate_answer_prefills_the_item_of_the_protocol_and_counts_once():
    protocol = LIBRARY["piqure_tique"]
    for named in ({"g_immun": "yes"}, {"t_immun": "yes"}, {"g_immun": "yes", "t_immun": "yes"}):
        decision = evaluate(protocol, calm(protocol, **named))
        assert [rule.id for rule in decision.rules] == ["t_immun"]
        assert decision.points.used == 30


def test_two_answers_to_one_fact_count_as_the_worse():
    protocol = LIBRARY["piqure_tique"]
    answers = calm(protocol)
    decision = evaluate(protocol, {**answers, "g_immun": "yes", "t_immun": "no"})
    assert decision.level is Level.DOCTOR_SAME_DAY


def test_the_two_temperatures_of_a_sore_throat_fill_each_other():
    protocol = LIBRARY["douleur_pharyngee"]
    answers = calm(protocol, g_age="30")
    del answers["a_temp"], answers["g_temp"]
    for name in ("a_temp", "g_temp"):
        decision = evaluate(protocol, {**answers, name: Decimal("40.0")})
        assert {rule.id for rule in decision.rules} == {"a_fiev", "g_v_temp"}
        assert decision.points.used == 30


def test_a_measure_not_taken_has_no_effect_and_a_partial_news2_says_so():
    protocol = LIBRARY["piqure_tique"]
    answers = calm(protocol)
    measures = [q.id for q in protocol.questions if q.optional and q.block == "measures"]
    without = {k: v for k, v in answers.items() if k not in measures}
    decision = evaluate(protocol, without)
    assert decision.level is Level.PHARMACY
    assert decision.scores == () and decision.missing == ()
    partial = evaluate(protocol, {**without, "g_temp": Decimal("39.5")})
    news = next(one for one in partial.scores if one.id == "g_news")
    assert (news.minimum, news.maximum, news.complete) == (2, 2, False)
    whole = next(one for one in evaluate(protocol, answers).scores if one.id == "g_news")
    assert (whole.minimum, whole.maximum, whole.complete) == (0, 0, True)


def test_a_measure_said_unknown_leaves_the_score_partial():
    protocol = LIBRARY["piqure_tique"]
    decision = evaluate(protocol, calm(protocol, g_spo2="unknown"))
    assert {one.id: one.complete for one in decision.scores} == {"g_news": False, "g_qsofa": True}


def test_news2_does_not_apply_to_children():
    protocol = LIBRARY["piqure_tique"]
    decision = evaluate(protocol, calm(protocol, g_fc="130", g_age="15"))
    assert "g_news" not in {one.id for one in decision.scores}


def test_a_consciousness_said_unknown_is_a_measure_not_taken():
    protocol = LIBRARY["piqure_tique"]
    decision = evaluate(protocol, calm(protocol, g_consc="unknown"))
    assert (decision.level, decision.points.maximum) == (Level.PHARMACY, 0)
    assert {one.complete for one in decision.scores} == {False}
    assert evaluate(protocol, calm(protocol, g_consc="cvpu")).level is Level.SAMU_15


def test_oxygen_of_a_known_hypercapnic_patient_follows_scale_2():
    protocol = LIBRARY["piqure_tique"]
    low = evaluate(protocol, calm(protocol, g_spo2="88"))
    assert low.level is Level.SAMU_15
    known = evaluate(protocol, calm(protocol, g_spo2="88", g_bpco="yes"))
    assert known.level is Level.PHARMACY
    assert evaluate(protocol, calm(protocol, g_spo2="88", g_bpco="unknown")).level is Level.SAMU_15


def test_months_not_known_take_the_youngest_class():
    protocol = LIBRARY["piqure_tique"]
    answers = calm(protocol, g_age="0", g_temp="38.2")
    assert evaluate(protocol, answers).level is Level.EMERGENCY
    assert evaluate(protocol, {**answers, "g_age_mois": Decimal(8)}).level is Level.DOCTOR_48H
    one_year = calm(protocol, g_age="1", g_temp="38.2")
    assert evaluate(protocol, one_year).level is Level.DOCTOR_48H


def test_a_red_stop_is_not_an_unreliable_interview():
    protocol = LIBRARY["piqure_tique"]
    assert evaluate(protocol, {"t_neuro": "yes"}).flags == ()
    assert evaluate(protocol, {"t_neuro": "yes", "g_comp": "no"}).flags == (Flag.INSUFFICIENT,)


def test_waiting_products_only_are_offered_before_a_doctor_and_none_before_an_emergency():
    protocol = LIBRARY["douleur_pharyngee"]
    doctor = evaluate(protocol, calm(protocol, a_fiev="yes"))
    assert [one.substance for one in doctor.treatments] == ["paracetamol"]
    assert doctor.treatments[0].waiting
    assert evaluate(protocol, calm(protocol, a_etat="yes")).treatments == ()


def test_a_product_put_aside_says_why():
    protocol = LIBRARY["douleur_pharyngee"]
    sick = {"a_toux": "no", "a_gang": "yes", "a_aspect": "yes", "a_trod": "positif"}
    decision = evaluate(
        protocol, calm(protocol, **sick, g_all_bl="severe_ou_cephalo", g_foie="unknown")
    )
    reasons = {one.substance: (one.reason, one.reason_label) for one in decision.excluded}
    assert reasons["amoxicilline"][0] == "allergie_betalactamines"
    assert reasons["paracetamol"][0] == "insuffisance_hepatique"
    assert reasons["paracetamol"][1].endswith("à vérifier")
    young = evaluate(protocol, calm(protocol, g_age="5"))
    assert [(one.substance, one.reason) for one in young.excluded] == [("paracetamol", "weight")]
    newborn = evaluate(protocol, calm(protocol, g_age="0", g_age_mois="1", g_poids="4"))
    assert [(one.substance, one.reason) for one in newborn.excluded] == [("paracetamol", "age")]
