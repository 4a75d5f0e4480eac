import argparse
import json

import pytest

from app.cli.protocols import add_parser

TICK, THROAT = "piqure_tique", "douleur_pharyngee"
SORE = {
    "g_age": 22,
    "a_temp": 38.4,
    "a_toux": "no",
    "a_gang": "yes",
    "a_amyg": "yes",
    "a_aspect": "yes",
}
KEYS = [
    "protocol", "version", "status", "level", "route", "teleconsultation", "flags", "points",
    "scores", "rules", "treatments", "excluded", "missing",
]  # fmt: skip


def run(*words):
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers(required=True))
    arguments = parser.parse_args(list(words))
    return arguments.run(arguments)


@pytest.fixture
def command(tmp_path, capsys):
    def evaluate(protocol, answers, *options):
        path = tmp_path / "answers.json"
        path.write_text(answers if isinstance(answers, str) else json.dumps(answers), "utf-8")
        code = run("protocols", "evaluate", protocol, "--answers", str(path), *options)
        return code, *capsys.readouterr()

    return evaluate


@pytest.fixture
def decision(command):
    def evaluate(protocol, answers):
        code, out, err = command(protocol, {"*": "reassuring", **answers}, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return evaluate


@pytest.mark.parametrize(
    ("answers", "level", "points", "remote"),
    [
        ({"t_place": "yes"}, "PHARMACY", 0, False),
        ({"t_em": "yes"}, "DOCTOR_SAME_DAY", 30, True),
        ({"t_neuro": "yes"}, "EMERGENCY", 100, False),
        ({"t_esc": "yes", "t_fiev": "yes"}, "DOCTOR_SAME_DAY", 60, True),
        ({"g_age": 5}, "DOCTOR_48H", 10, True),
        ({"t_em": "yes", "t_em_multi": "yes"}, "DOCTOR_SAME_DAY", 30, True),
    ],
)
def test_the_tick_bites_of_the_clinical_page(decision, answers, level, points, remote):
    found = decision(TICK, answers)
    assert list(found) == KEYS
    assert found["level"] == level
    assert found["points"] == {"min": points, "max": points}
    assert found["teleconsultation"] is remote
    assert found["missing"] == [] and found["flags"] == [] and found["treatments"] == []


def test_the_sore_throat_of_22_years_scores_4_and_is_tested(decision):
    found = decision(THROAT, {**SORE, "a_trod": "negatif"})
    assert {"id": "mac_isaac", "min": 4, "max": 4} in found["scores"]
    assert (found["level"], found["flags"]) == ("PHARMACY", [])
    not_done = decision(THROAT, SORE)
    assert (not_done["level"], not_done["flags"]) == ("DOCTOR_48H", ["test_inconclusive"])


def test_the_coughing_throat_of_50_years_is_not_tested(decision):
    found = decision(THROAT, {"g_age": 50, "a_temp": 37, "a_toux": "yes", "a_aspect": "yes"})
    assert {"id": "mac_isaac", "min": -1, "max": -1} in found["scores"]
    assert (found["level"], found["flags"]) == ("PHARMACY", [])
    assert [one["substance"] for one in found["treatments"]] == ["paracetamol"]


def test_the_throat_of_12_years_is_tested_without_a_score(decision):
    found = decision(THROAT, {"g_age": 12, "a_temp": 38.6, "a_aspect": "yes"})
    assert (found["level"], found["flags"]) == ("DOCTOR_48H", ["test_inconclusive"])
    done = decision(THROAT, {"g_age": 12, "a_temp": 38.6, "a_aspect": "yes", "a_trod": "negatif"})
    assert (done["level"], done["flags"]) == ("PHARMACY", [])


def test_a_mouth_that_does_not_open_leaves_for_the_emergency_department(decision):
    found = decision(THROAT, {"g_age": 30, "a_abces": "yes"})
    assert (found["level"], found["route"]) == ("EMERGENCY", "emergency_department")


def test_a_child_of_8_needs_the_conditional_prescription(decision):
    found = decision(THROAT, {"g_age": 8})
    assert (found["level"], found["points"]) == ("DOCTOR_48H", {"min": 10, "max": 10})
    treated = decision(
        THROAT,
        {"g_age": 8, "a_ord": "yes", "a_aspect": "yes", "a_trod": "positif", "g_poids": 25},
    )
    assert (treated["level"], treated["flags"]) == ("PHARMACY", [])
    amoxicillin = treated["treatments"][0]
    assert amoxicillin["substance"] == "amoxicilline" and amoxicillin["max_days"] == 6
    assert amoxicillin["dose"].replace("\u00a0", " ") == "625 mg, 2 fois par jour"


def test_a_fever_of_39_8_is_seen_the_same_day(decision):
    found = decision(THROAT, {"g_age": 33, "a_temp": 39.8})
    assert (found["level"], found["points"]) == ("DOCTOR_SAME_DAY", {"min": 30, "max": 30})


def test_a_positive_test_without_possible_antibiotic_goes_to_a_doctor(decision):
    named = {"a_trod": "positif", "g_all_bl": "severe_ou_cephalo", "g_cyp": "yes"}
    found = decision(THROAT, {**SORE, **named})
    assert (found["level"], found["flags"]) == ("DOCTOR_48H", ["no_antibiotic_possible"])
    assert {"substance": "clarithromycine", "reason": "interaction_macrolide"} in found["excluded"]


def test_rules_carry_their_class_and_sources(decision):
    (rule,) = decision(TICK, {"t_esc": "yes"})["rules"]
    assert rule == {"id": "t_esc", "class": "U", "sources": ["S98"]}
    classes = {
        one["id"]: one["class"] for one in decision(THROAT, {"g_age": 2, "g_poids": 12})["rules"]
    }
    assert classes == {"a_age": "U"}


def test_what_is_not_named_nor_covered_is_missing_and_counts_as_unknown(command):
    code, out, _ = command(TICK, {"g_age": 30, "g_sexe": "F", "t_em": "no"}, "--json")
    found = json.loads(out)
    assert code == 0
    assert "t_neuro" in found["missing"] and "t_em" not in found["missing"]
    assert found["level"] == "DOCTOR_SAME_DAY" and found["points"]["max"] == 100
    assert "insufficient" in found["flags"]


def test_everything_unknown_is_never_the_pharmacy(command):
    for protocol in (TICK, THROAT):
        code, out, _ = command(protocol, {"*": "unknown"}, "--json")
        found = json.loads(out)
        assert code == 0
        assert (found["level"], found["route"]) == ("DOCTOR_SAME_DAY", "on_call")
        assert found["missing"] == [] and found["treatments"] == []


def test_numbers_are_read_as_decimals_and_with_a_comma(command):
    for text in ('{"a_temp": 39.6, "*": "reassuring"}', '{"a_temp": "39,6", "*": "reassuring"}'):
        _, out, _ = command(THROAT, text, "--json")
        assert json.loads(out)["rules"][0]["id"] == "a_fiev"
    _, out, _ = command(THROAT, '{"a_temp": 39.5, "*": "reassuring"}', "--json")
    assert json.loads(out)["rules"] == []


@pytest.mark.parametrize(
    ("protocol", "content", "words"),
    [
        ("piqure", "{}", "piqure_tique"),
        (TICK, '{"t_rien": "yes"}', "t_rien"),
        (TICK, '{"t_em": "oui"}', "yes, no, unknown"),
        (TICK, '{"t_em": true}', "yes, no, unknown"),
        (TICK, '{"t_em": {"a": 1}}', "yes, no, unknown"),
        (TICK, '{"g_temp": 385}', "entre 30,0 et 44,0"),
        (TICK, '{"g_temp": 1e400}', "entre 30,0 et 44,0"),
        (TICK, '{"g_temp": NaN}', "JSON"),
        (TICK, '{"g_v_temp": "yes"}', "déduit"),
        (TICK, '{"*": "yes"}', "reassuring"),
        (TICK, '{"t_em": "yes", "t_em": "no"}', "deux fois"),
        (TICK, "[]", "associe"),
        (TICK, "", "JSON"),
        (TICK, "{", "JSON"),
        (TICK, "[" * 100_000, "JSON"),
        (TICK, '{"t_em": ' + "1" * 5000 + "}", "yes, no, unknown"),
        (TICK, '{"a": "' + "x" * 300_000 + '"}', "256"),
    ],
)
def test_a_bad_file_ends_with_2_and_one_french_sentence(command, protocol, content, words):
    code, out, err = command(protocol, content, "--json")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert words in err.replace("\u00a0", " ")


def test_a_file_that_is_not_there_ends_with_2(tmp_path, capsys):
    for path in (tmp_path, tmp_path / "absent.json"):
        assert run("protocols", "evaluate", TICK, "--answers", str(path)) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_bytes_that_are_not_text_end_with_2(tmp_path, capsys):
    path = tmp_path / "answers.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert run("protocols", "evaluate", TICK, "--answers", str(path)) == 2
    assert "JSON" in capsys.readouterr().err


def test_in_words_the_decision_tells_the_sentence_the_rules_and_their_sources(command):
    code, out, _ = command(TICK, {"t_em": "yes", "*": "reassuring"})
    assert code == 0
    assert "Cette rougeur ou ce signe doit être vu aujourd’hui" in out
    assert "Le Moniteur des pharmacies" in out and "barème local, non validé" in out
    _, out, _ = command(THROAT, {"g_age": 5})
    assert "Sans réponse" in out


def test_the_list_names_the_protocols_with_their_state(capsys):
    assert run("protocols", "list", "--json") == 0
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert found[TICK]["status"] == "demonstration" and len(found[TICK]["sha256"]) == 64
    assert found[THROAT]["framework"] == "common_law"
    assert run("protocols", "list") == 0
    assert "règles à valider" in capsys.readouterr().out
