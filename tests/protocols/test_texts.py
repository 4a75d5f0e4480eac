import re
from pathlib import Path

import pytest

from protocols.load import shipped_library
from protocols.model import Flag, Level, Severity
from protocols.yaml_tree import Entries, Items, Scalar, read_tree

LIBRARY = shipped_library()
FILES = sorted((Path(__file__).parents[2] / "protocols" / "library").glob("*.yaml"))
ALL = pytest.mark.parametrize("protocol", LIBRARY.values(), ids=list(LIBRARY))
FOR_PEOPLE = {
    "text", "text_child", "help", "label", "why", "title", "short_title", "sentence", "case", "action", "limits",
    "dose", "times", "form", "quantity", "max_per_day", "wait", "name", "advice", "return_if",
    "patient_page", "follow_up_script", "emergency_wait", "call_steps",
    *(level.name for level in Level), *(flag.value for flag in Flag),
}  # fmt: skip


def texts(node, key=""):
    if isinstance(node, Scalar):
        if key in FOR_PEOPLE:
            yield node
    elif isinstance(node, Items):
        for one in node.items:
            yield from texts(one, key)
    elif isinstance(node, Entries):
        for name, one in node.entries:
            if name.text != "english":
                yield from texts(one, name.text)


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_french_texts_are_typeset(path):
    tree = read_tree(path.name, path.read_bytes())
    found = list(texts(tree))
    assert found
    for one in found:
        where = f"{path.name}:{one.line} {one.text}"
        assert not re.search(r"\w'\w", one.text), where
        assert not re.search(r"[^\u00a0]\u00bb|\u00ab[^\u00a0]", one.text), where
        assert not re.search(r"(?<=\w)[^\S\u00a0][:;?!]", one.text), where
        assert not re.search(r"\w[;?!]", one.text), where
        assert not re.search(r"\d (°C|mg|kg|g|ml|cm|%|h|heures|jours)\b", one.text), where
        assert "\u202f" not in one.text and "  " not in one.text, where


@ALL
def test_every_question_has_its_words(protocol):
    for question in protocol.questions:
        assert question.text and question.label and question.sources
        assert set(question.sources) <= set(protocol.sources)
        if question.derived:
            assert question.text == "(déduit)"
        elif not question.id.startswith("g_cons_"):
            assert len(question.text) <= 90, question.text


@ALL
def test_every_red_sign_says_what_to_do(protocol):
    said = {action.id: action.text for action in protocol.actions}
    for question in protocol.questions:
        if question.severity in {Severity.R15, Severity.R}:
            assert len(said[question.id]) > 20


@ALL
def test_the_patient_leaves_with_short_sentences(protocol):
    assert protocol.advice and protocol.return_if and protocol.limits
    assert len(protocol.follow_up_script) >= 3 and protocol.follow_up
    calls = [one.day for one in protocol.follow_up if one.kind == "call"]
    assert min(calls) <= 3 and max(calls) <= 14  # omeprazole: a second call on day 14
    for sentence in protocol.patient_page:
        assert len(sentence.split()) <= 20, sentence


@ALL
def test_the_call_to_15_has_its_order_and_a_script_per_sign(protocol):
    assert len(protocol.call_steps) == 9
    signs = {choice.value for choice in protocol.question("g_urg_signe").choices}
    assert {one.sign for one in protocol.call_scripts} == signs
    assert protocol.emergency_wait


@ALL
def test_each_mention_and_each_level_has_a_sentence(protocol):
    assert set(protocol.flag_sentences) == set(Flag)
    assert set(protocol.outcomes) == set(Level)


def test_the_catalogue_has_every_product_of_the_station():
    tree = read_tree(
        "catalogue.yaml", next(p for p in FILES if p.name == "catalogue.yaml").read_bytes()
    )
    products = {key.text: node for key, node in tree.entries}["products"]
    names = {{k.text: v for k, v in one.entries}["substance"].text for one in products.items}
    assert names >= {
        "paracetamol", "ibuprofene", "amoxicilline", "cefuroxime", "cefpodoxime", "clarithromycine",
        "fosfomycine", "pivmecillinam", "cetirizine", "loratadine", "loperamide", "racecadotril",
        "diosmectite", "sro", "macrogol", "lactulose", "glycerine", "alginate", "omeprazole",
        "hexamidine", "cethexonium", "cromoglicate", "serum_physiologique", "trolamine",
        "dexpanthenol", "clotrimazole", "econazole", "phloroglucinol",
    }  # fmt: skip


RED = frozenset({Severity.R15, Severity.R})


@ALL
def test_the_row_of_a_red_sign_stands_on_one_line(protocol):
    rules = {item.id: item.rules for item in protocol.logic.book.items}
    signs = [
        question
        for question in protocol.questions
        if question.severity in RED or any(rule.severity in RED for rule in rules[question.id])
    ]
    assert signs
    assert [one.label for one in signs if len(one.label) > 38] == []
