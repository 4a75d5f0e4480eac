import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.load import ProtocolError, load_library, load_package, shipped_library
from protocols.model import Level, ProtocolStatus, Severity

LIBRARY = Path(__file__).parents[2] / "protocols" / "library"
SHARED = ("gate.yaml", "news2.yaml", "catalogue.yaml")


@pytest.fixture
def folder(tmp_path):
    for name in (*SHARED, "piqure_tique.yaml"):
        shutil.copy(LIBRARY / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def throat(tmp_path):
    for name in (*SHARED, "douleur_pharyngee.yaml"):
        shutil.copy(LIBRARY / name, tmp_path / name)
    return tmp_path


def change(folder, name, before, after):
    path = folder / name
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def refused(folder):
    with pytest.raises(ProtocolError) as error:
        load_library(folder)
    assert error.value.sentence.startswith(error.value.file)
    return error.value


TICK = "piqure_tique.yaml"
LINES = [
    pytest.param('same_as: g_gross\n    auto: "g_age < 8 a"', 'same_as: g_gross\n    auto: "g_agee < 8 a"', "g_agee", id="unknown id"),
    pytest.param('"g_age < 8 a"', '"g_age < 8 kg"', "se compare en a", id="unit mismatch"),
    pytest.param('"g_age < 8 a"', '"g_age < 8"', "unité manque", id="unit missing"),
    pytest.param('"g_age < 8 a"', '"g_age < 8.5 a"', "décimale", id="finer than the item"),
    pytest.param('"g_age < 8 a"', '"g_sexe < 8"', "sans ordre", id="order on a choice"),
    pytest.param('"g_age < 8 a"', '"g_sexe = X"', "n’est pas une valeur", id="value outside the choices"),
    pytest.param('"g_age < 8 a"', '"g_age"', "est un nombre", id="number alone"),
    pytest.param('"g_age < 8 a"', '"t_em = yes"', "oui ou non", id="yes/no compared"),
    pytest.param('"g_age < 8 a"', '"t_em and"', "attendue", id="unfinished"),
    pytest.param('"g_age < 8 a"', '"t_em ; t_esc"', "pas compris", id="foreign sign"),
    pytest.param('"g_age < 8 a"', '"(t_em"', "attendu", id="open parenthesis"),
    pytest.param('"g_age < 8 a"', f'"{"(" * 40}t_em{")" * 40}"', "imbriquées", id="parentheses bomb"),
    pytest.param('"g_age < 8 a"', f'"{"t_em or " * 400}t_em"', "dépasse", id="long condition"),
    pytest.param('"g_age < 8 a"', '"__import__"', "pas compris", id="not an id"),
    pytest.param("    class: C\n", "    class: C\n    class: C\n", "deux fois", id="duplicate key"),
    pytest.param("    class: C\n", "    class: C\n    classe: C\n", "inconnue", id="unknown key"),
    pytest.param("    class: C\n", "    class: Z\n", "vaut R15", id="unknown class"),
    pytest.param("    class: C\n", "    class: true\n", "un texte", id="yaml boolean"),
    pytest.param("    class: C\n", "    class: D\n", "demande des règles", id="derived without rules"),
    pytest.param("    class: C\n", "    class: R\n", "quoi faire", id="red sign without action"),
    pytest.param("    class: C\n", "    class: C\n    kind: number\n    bounds: [0, 9]\n", "oui ou non", id="number that counts"),
    pytest.param("    class: C\n", "    class: C\n    child_of: t_rien\n", "n’est pas une question", id="unknown parent"),
    pytest.param("    class: C\n", "    class: C\n    child_of: g_age\n", "de la même façon", id="parent is a number"),
    pytest.param("    class: C\n", "    class: C\n    assume: maybe\n", "ne répond pas", id="assumption of nothing"),
    pytest.param("  - id: t_tete\n", "  - id: t_em\n", "déjà défini", id="id twice"),
    pytest.param("  - id: t_tete\n", "  - id: T-tete\n", "identifiant", id="capital letter"),
    pytest.param("  - id: t_tete\n", "  - id: t_tête\n", "identifiant", id="accent"),
    pytest.param("  - id: t_tete\n", f"  - id: t{'e' * 40}\n", "identifiant", id="41 letters"),
    pytest.param("  - id: t_tete\n", "  - id: pharmacy_so_far\n", "réservé", id="reserved word"),
    pytest.param("  - [t_em, t_em_multi]", "  - [t_em, t_rien]", "n’est pas un item", id="family of nothing"),
    pytest.param("status: demonstration", "status: demo", "vaut draft", id="unknown status"),
    pytest.param("framework: osys_transitional", "framework: osys", "vaut", id="unknown framework"),
    pytest.param("regions: [BRE, ", "regions: [Bretagne, ", "région", id="region in words"),
    pytest.param("to: 2027-03-31", "to: 2025-03-31", "précède", id="validity backwards"),
    pytest.param("to: 2027-03-31", "to: 31/03/2027", "date", id="date written otherwise"),
    pytest.param("version: 2026.11.0", "version: 1", "trois nombres", id="version of one number"),
    pytest.param("osys: 1", "osys: 2", "format osys 1", id="other format"),
    pytest.param("kind: protocol", "kind: gate", "attendu", id="other kind"),
    pytest.param("kind: call, photo", "kind: visit, photo", "call, photo", id="unknown contact"),
    pytest.param("gate: {g_recid: M, g_atb: M}", "gate: {g_recid: M, g_atb: R}", "U, M ou C", id="gate class"),
    pytest.param("gate: {g_recid: M, g_atb: M}", "gate: {g_recid: M, g_atb: M, g_immun: U}", "n’attend pas", id="class of an absorbed item"),
    pytest.param("expect: {level: PHARMACY, points: [0, 0], route", "expect: {level: HOME, points: [0, 0], route", "vaut PHARMACY", id="level of a vignette"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "words"), LINES)
def test_a_bad_file_is_refused_at_its_line_with_a_sentence(folder, before, after, words):
    line = change(folder, TICK, before, after)
    error = refused(folder)
    assert error.file == TICK
    assert line - 1 <= error.line <= line + after.count("\n") + 2  # the item or its key
    assert words in error.sentence.replace("\u00a0", " ")


WHOLE = [
    pytest.param("icpc2: [S12]", "icpc2: []", "CISP-2", id="no code"),
    pytest.param("gate: {g_recid: M, g_atb: M}", "gate: {g_recid: M}", "classe de", id="missing class"),
    pytest.param('  S24: "', '  S24x: "', "n’a pas de titre", id="source without a title"),
    pytest.param("advice:\n", "advise:\n", "repart avec ce texte", id="no advice"),
    pytest.param("branches:\n  - id: piqure\n", 'branches:\n  - id: piqure\n    when: "t_em"\n', "dernière branche", id="no last branch"),
    pytest.param("  G: \"", "  X: \"", "deux fois", id="tag twice"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "words"), WHOLE[:-1])
def test_a_protocol_that_does_not_hold_together_is_refused(folder, before, after, words):
    change(folder, TICK, before, after)
    assert words in refused(folder).sentence.replace("\u00a0", " ")


def test_two_titles_for_one_source_are_refused(folder):
    change(folder, TICK, "sources:\n", 'sources:\n  G: "autre titre"\n')
    assert "autre titre" in refused(folder).sentence


def test_conditions_that_wait_for_each_other_are_refused_with_their_ring(folder):
    change(
        folder,
        TICK,
        "rules: []",
        'conditions:\n  - {id: un, when: "deux"}\n  - {id: deux, when: "un or t_em"}\n',
    )
    error = refused(folder)
    assert "un → deux → un" in error.sentence


def test_a_question_that_depends_on_itself_is_refused(folder):
    change(folder, TICK, 'auto: "g_age < 8 a"', 'auto: "t_gross"')
    assert "t_gross → t_gross" in refused(folder).sentence


def test_an_item_that_counts_cannot_wait_for_the_sum_it_enters(folder):
    change(folder, TICK, 'auto: "g_age < 8 a"', 'auto: "pharmacy_so_far"')
    assert "s’attendent" in refused(folder).sentence


def test_ten_megabytes_are_not_read(folder):
    (folder / TICK).write_bytes(b"# " + b"x" * 10_000_000)
    assert "256" in refused(folder).sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[" * 100_000, "niveaux"),
        ("a: " + "{a: " * 60 + "1" + "}" * 60, "niveaux"),
        ("a: &x [1]\nb: *x\n", "ancres"),
        ("a: !!python/object/apply:os.system [ls]\n", "étiquettes"),
        ("a: 1\n---\nb: 2\n", "un seul document"),
        ("%YAML 1.1\n---\na: no\n", "directive"),
        ("- 1\n", "clé"),
        ("", "vide"),
        ("a: [1\n", "YAML"),
        ("a: \x07", "interdit"),
        ("a: 1\n b: 2\n", "YAML"),
    ],
)
def test_hostile_yaml_is_refused(folder, text, words):
    (folder / TICK).write_text(text, "utf-8")
    assert words in refused(folder).sentence


def test_a_file_that_is_not_utf8_is_refused_at_its_line(folder):
    (folder / TICK).write_bytes("osys: 1\nid: été\n".encode("latin-1"))
    error = refused(folder)
    assert (error.line, error.file) == (2, TICK)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_tree_or_a_sentence(data):
    from protocols.yaml_tree import read_tree

    try:
        said = read_tree("f.yaml", data).line
    except ProtocolError as error:
        said = error.sentence
    assert said


def test_no_stays_the_answer_no_and_yes_the_answer_yes(folder):
    tick = load_library(folder)["piqure_tique"]
    assert tick.question("g_comp").reassuring == "yes"
    assert tick.question("t_em").reassuring == "no"
    change(
        folder,
        "gate.yaml",
        "    assume: no\n    reassuring: yes\n",
        "    assume: false\n    reassuring: yes\n",
    )
    error = refused(folder)
    assert error.file == "gate.yaml" and "false" in error.sentence


OTHERS = [
    ("gate.yaml", "flags:\n  out_of_scope:", "flags:\n  out_of_sight:", "mention"),
    ("gate.yaml", "  refused: ", "  # ", "chaque mention"),
    ("gate.yaml", "outcomes:\n  PHARMACY:", "outcomes:\n  HOME:", "n’est pas un niveau"),
    ("gate.yaml", "  SAMU_15: C", "  # C", "chaque niveau"),
    ("gate.yaml", "DOCTOR_48H: 10}", "DOCTOR_48H: 0}", "positif"),
    ("gate.yaml", "DOCTOR_48H: 10}", "EMERGENCY: 10}", "un seuil"),
    ("gate.yaml", "insufficient_from: 2", "insufficient_from: 2.5", "entier"),
    ("gate.yaml", "insufficient_from: 2", "insufficient_from: deux", "nombre"),
    ("gate.yaml", "    otherwise: 24\n", "", "otherwise"),
    ("gate.yaml", "    otherwise: 24\n", "    otherwise: 37\n", "bornes"),
    ("gate.yaml", "    bounds: [0, 120]", "    bounds: [120, 0]", "bounds"),
    ("gate.yaml", "    bounds: [0, 120]", "    bounds: 120", "liste"),
    ("gate.yaml", "    decimals: 1\n", "    decimals: 7\n", "bounds"),
    ("gate.yaml", "    reassuring: 37.0\n", "    reassuring: 37.05\n", "décimale"),
    ("gate.yaml", "    unit: kg\n", "    unit: livre\n", "UCUM"),
    ("gate.yaml", "{value: F, label: Féminin}", "{value: Femme, label: Féminin}", "valeur de choix"),
    ("gate.yaml", "{value: F, label: Féminin}", "{value: yes, label: Féminin}", "ne s’appelle pas"),
    ("gate.yaml", "{value: F, label: Féminin}", "femme", "liste de"),
    ("gate.yaml", "{class: U, when: \"g_news_3\"}", "{class: A, when: \"g_news_3\"}", "déduite"),
    ("gate.yaml", "    optional: true\n    assume: no\n    text: Recevez", "    optional: true\n    text: Recevez", "assume"),
    ("gate.yaml", "    identity: true\n", "    identity: maybe\n", "true ou false"),
    ("gate.yaml", "    text: Quel âge avez-vous", "    text: [Quel, âge] #", "texte simple"),
    ("gate.yaml", "    label: Âge\n", "    label:\n", "vide"),
    ("gate.yaml", "    help: Repris", "    helpp: Repris", "inconnue"),
    ("gate.yaml", "  - id: g_comp\n", "  - id: g_fiable\n", "g_comp"),
    ("gate.yaml", "    sources: [S169]\n", "    sources: []\n", "pas de source"),
    ("news2.yaml", "range: [0, 20]", "range: [20, 0]", "plus petit"),
    ("news2.yaml", "range: [0, 20]", "range: [0]", "deux nombres"),
    ("news2.yaml", "points: 3, label", "points: 0, label", "a des points"),
    ("catalogue.yaml", "substance: ibuprofene", "substance: paracetamol", "deux fois"),
    ("catalogue.yaml", "{mg_per_kg: 15, doses", "{mg_per_kg: 0, doses", "positifs"),
    ("catalogue.yaml", "        dose: 0,5 à 1 g, commencer par 0,5 g\n", "", "by_weight"),
    ("catalogue.yaml", "    sources: [S142, S143, S144, S157]\n", "    sources: []\n", "source"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "words"), OTHERS)
def test_a_bad_shared_file_is_refused_by_its_name(folder, name, before, after, words):
    text = (folder / name).read_text("utf-8")
    if before not in text:  # the file is typeset: its spaces before units may not break
        before = before.replace(
            "5 à 1 g, commencer par 0,5 g", "5 à 1\u00a0g, commencer par 0,5\u00a0g"
        )
    change(folder, name, before, after)
    error = refused(folder)
    assert error.file == name and error.line > 0
    assert words in error.sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('{item: g_all_bl, when: "g_all_bl = severe_ou_cephalo"}', "{item: g_all_bl}", "choix"),
        ("{item: g_rein}", "{item: z_rien}", "z_rien"),
    ],
)
def test_a_contraindication_is_a_fact_that_is_certainly_absent(throat, before, after, words):
    text = (throat / "catalogue.yaml").read_text("utf-8")
    place = text.index("substance: cefuroxime")
    start = text.index(before, place)
    changed = text[:start] + after + text[start + len(before) :]
    (throat / "catalogue.yaml").write_text(changed, "utf-8")
    assert words in refused(throat).sentence


def test_a_product_without_a_dose_is_refused(throat):
    text = (throat / "catalogue.yaml").read_text("utf-8")
    start = text.index("    doses:\n", text.index("substance: cefuroxime"))
    end = text.index("    limits:", start)
    (throat / "catalogue.yaml").write_text(text[:start] + text[end:], "utf-8")
    assert "pas de dose" in refused(throat).sentence


def test_a_rule_without_source_and_a_branch_in_the_middle_are_refused(throat):
    change(throat, "douleur_pharyngee.yaml", "    sources: [S89, X]\n", "")
    assert "pas de source" in refused(throat).sentence
    change(throat, "douleur_pharyngee.yaml", 'label: "Aspect', 'sources: [X]\n    label: "Aspect')
    change(
        throat,
        "douleur_pharyngee.yaml",
        '  - id: trod_negatif\n    when: "trod_negatif"\n    case',
        "  - id: trod_negatif\n    case",
    )
    assert "seule la dernière" in refused(throat).sentence


@pytest.mark.parametrize("name", SHARED)
def test_a_shared_file_that_misses_is_named(folder, name):
    (folder / name).unlink()
    assert refused(folder).file == name


def test_a_file_bears_the_id_of_its_protocol(folder):
    (folder / TICK).rename(folder / "tique.yaml")
    assert "piqure_tique.yaml" in refused(folder).sentence


@pytest.mark.parametrize("item", ["g_foie", "g_mtx", "g_gross", "g_all_bl", "g_all_para"])
def test_a_product_advised_without_asking_its_contraindication_is_refused(throat, item):
    line = next(
        one
        for one in (throat / "douleur_pharyngee.yaml").read_text("utf-8").splitlines()
        if one.startswith("asks:")
    )
    kept = [one for one in line[7:-1].split(", ") if one != item]
    change(throat, "douleur_pharyngee.yaml", line, f"asks: [{', '.join(kept)}]")
    error = refused(throat)
    assert error.file == "catalogue.yaml" and item in error.sentence


def test_a_product_that_the_catalogue_does_not_have_is_refused(throat):
    change(throat, "douleur_pharyngee.yaml", "substance: cefuroxime", "substance: azithromycine")
    assert "azithromycine" in refused(throat).sentence


def test_a_product_never_given_here_is_refused(throat):
    change(
        throat,
        "douleur_pharyngee.yaml",
        "{substance: paracetamol, max_days: 3}",
        "{substance: ibuprofene}",
    )
    assert "jamais donné ici" in refused(throat).sentence


def test_a_product_without_limits_is_refused(throat):
    text = (throat / "catalogue.yaml").read_text("utf-8")
    line = next(one for one in text.splitlines() if one.startswith("    limits: 3"))
    change(throat, "catalogue.yaml", line + "\n", "")
    assert "limits" in refused(throat).sentence


def test_a_rule_may_only_raise_the_level(throat):
    change(throat, "douleur_pharyngee.yaml", "    level: DOCTOR_48H\n", "    level: PHARMACY\n")
    assert "relever" in refused(throat).sentence


def test_a_rule_that_needs_a_group_without_product_is_refused(throat):
    change(throat, "douleur_pharyngee.yaml", "requires: antibiotique", "requires: antiviral")
    assert "antiviral" in refused(throat).sentence


def test_a_measure_not_taken_cannot_prove_anything(folder):
    change(folder, TICK, '"g_age < 8 a"', '"not (g_temp >= 38.0 Cel)"')
    assert "mesure non prise" in refused(folder).sentence


def test_a_protocol_may_shorten_a_treatment_and_never_lengthen_it(throat):
    change(
        throat,
        "douleur_pharyngee.yaml",
        "substance: paracetamol, max_days: 3",
        "substance: paracetamol, max_days: 30",
    )
    products = load_library(throat)["douleur_pharyngee"].logic.book.products
    assert {
        dose.max_days for p in products if p.substance == "paracetamol" for dose in p.doses
    } == {5}


def test_too_many_linked_items_are_refused(folder):
    names = [f"z_{i}" for i in range(14)]
    one = "  - {{id: {0}, class: M, text: x, label: x, sources: [X]}}\n"
    change(folder, TICK, "questions:\n", "questions:\n" + "".join(one.format(n) for n in names))
    change(folder, TICK, "  - [t_em, t_em_multi]", f"  - [{', '.join(names)}]")
    assert "12" in refused(folder).sentence


def test_the_shipped_library_is_what_the_command_line_promises():
    library = shipped_library()
    assert {"piqure_tique", "douleur_pharyngee"} <= set(library)
    assert list(library) == sorted(library) and len(library) == len(set(library))
    for protocol in library.values():
        assert protocol.status is ProtocolStatus.DEMONSTRATION
        assert set(protocol.outcomes) == set(Level)
        assert protocol.semantics == 1 and protocol.unvalidated_rules > 0
        assert len(protocol.sha256) == 64


@pytest.mark.parametrize("protocol", shipped_library().values(), ids=list(shipped_library()))
def test_a_package_gives_the_same_protocol_back(protocol):
    again = load_package(protocol.package)
    assert again == protocol
    assert again.package == protocol.package and again.sha256 == protocol.sha256


def test_a_package_holds_every_file_and_changes_with_each_of_them(folder):
    before = load_library(folder)["piqure_tique"]
    assert set(json.loads(before.package)["files"]) == {*SHARED, TICK}
    for name in (*SHARED, TICK):
        path = folder / name
        path.write_text(path.read_text("utf-8") + "# une remarque\n", "utf-8")
        after = load_library(folder)["piqure_tique"]
        assert after.sha256 != before.sha256
        before = after


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"osys":1,"files":{}}',
        b'{"osys":1,"files":{"gate.yaml":1}}',
        b'{"osys":1,"files":{"gate.yaml":"","news2.yaml":"","catalogue.yaml":"","d":"\\ud800"}}',
        b'{"osys":1,"files":{"gate.yaml":"","news2.yaml":"","catalogue.yaml":"","d":""}}',
        b" " * 2_000_000,
    ],
)
def test_bytes_that_are_not_a_package_are_refused(data):
    with pytest.raises(ProtocolError):
        load_package(data)


def test_a_package_written_otherwise_is_refused():
    package = shipped_library()["piqure_tique"].package
    with pytest.raises(ProtocolError):
        load_package(package + b" ")
    with pytest.raises(ProtocolError):
        load_package(json.dumps(json.loads(package)).encode())
    content = json.loads(package)
    content["files"]["autre.yaml"] = content["files"].pop(TICK)
    other = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with pytest.raises(ProtocolError):
        load_package(other.encode())


def test_gate_items_follow_the_class_each_protocol_gives_them():
    library = shipped_library()
    assert library["piqure_tique"].question("g_recid").severity is Severity.M
    assert library["piqure_tique"].question("g_immun").asked_as == "t_immun"
    assert library["douleur_pharyngee"].question("g_temp").asked_as == "a_temp"
