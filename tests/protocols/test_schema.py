"""The JSON Schema shipped for editors says what the reader says, key by key."""

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from protocols.load import load_package, shipped_library
from protocols.refusals import ProtocolError
from protocols.yaml_tree import Entries, Items, read_tree

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "protocols" / "library").glob("*.yaml"))
SCHEMA = json.loads((ROOT / "resources/schema/protocol.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
BASE = "douleur_pharyngee"
NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,3})?\Z")
EIGHTH = 8
"""The loader is tried on one place in eight, on all of them in ``./run faults``."""


def plain(node):
    """Return what a YAML 1.2 reader gives: numbers and marks where they are not quoted."""
    if isinstance(node, Entries):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Items):
        return [plain(one) for one in node.items]
    if node.plain and NUMBER.match(node.text):
        return float(node.text) if "." in node.text else int(node.text)
    return node.text == "true" if node.plain and node.text in {"true", "false"} else node.text


def worded(tree):
    """Return the same with every scalar as the text it was."""
    if isinstance(tree, dict):
        return {key: worded(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [worded(one) for one in tree]
    return json.dumps(tree) if isinstance(tree, bool | int | float) else tree


TREES = {path.name: plain(read_tree(path.name, path.read_bytes())) for path in FILES}


def is_refused(name, tree):
    """Return whether the loader refuses the file ``name`` of the base protocol."""
    content = json.loads(shipped_library()[BASE].package)
    content["files"][name] = json.dumps(worded(tree), ensure_ascii=False)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        load_package(text.encode())
    except ProtocolError:
        return True
    return False


def definition(rule):
    while "$ref" in rule:
        rule = SCHEMA["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    return rule


def mappings(tree, rule, path=()):
    """Yield the path and the rule of every mapping, down through lists."""
    rule = definition(rule)
    if isinstance(tree, dict):
        if rule.get("additionalProperties") is False:
            yield path, rule
        for key, value in tree.items():
            if key in rule.get("properties", {}):
                yield from mappings(value, rule["properties"][key], (*path, key))
    elif isinstance(tree, list):
        for place, one in enumerate(tree):
            yield from mappings(one, rule.get("items", {}), (*path, place))


def places():
    """Return one place per kind of mapping, with the file that holds it."""
    found = {}
    for name in ("gate.yaml", "news2.yaml", "catalogue.yaml", f"{BASE}.yaml"):
        tree = TREES[name]
        for path, rule in mappings(tree, {"$ref": f"#/$defs/{tree['kind']}"}):
            shape = (tree["kind"], tuple("*" if isinstance(one, int) else one for one in path))
            found.setdefault(shape, (name, path, tuple(rule.get("required", ()))))
    return list(found.values())


def changed(name, path, change):
    tree = deepcopy(TREES[name])
    inside = tree
    for one in path:
        inside = inside[one]
    change(inside)
    return tree


PLACES = places()


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert len(PLACES) > 25


@pytest.mark.parametrize("name", TREES)
def test_every_shipped_file_follows_the_schema(name):
    kind = TREES[name]["kind"]
    rule = Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": f"#/$defs/{kind}"}]})
    errors = [f"{list(one.path)}: {one.message[:200]}" for one in rule.iter_errors(TREES[name])]
    assert errors == []
    assert VALIDATOR.is_valid(TREES[name])


def test_a_file_written_as_texts_still_loads():
    assert not is_refused(f"{BASE}.yaml", TREES[f"{BASE}.yaml"])


def tried(changes, full_faults):
    return changes if full_faults else changes[::EIGHTH]


@pytest.mark.faults
def test_an_unknown_key_is_refused_by_both(full_faults):
    trees = [
        (name, changed(name, path, lambda inside: inside.update(inconnue="x")))
        for name, path, _ in PLACES
    ]
    assert [tree for _, tree in trees if VALIDATOR.is_valid(tree)] == []
    for name, tree in tried(trees, full_faults):
        assert is_refused(name, tree)


@pytest.mark.faults
def test_a_missing_key_is_refused_by_both(full_faults):
    trees = [
        (name, path, key, changed(name, path, lambda inside, key=key: inside.pop(key)))
        for name, path, required in PLACES
        for key in required
    ]
    assert [key for _, _, key, tree in trees if VALIDATOR.is_valid(tree)] == []
    for name, path, key, tree in tried(trees, full_faults):
        assert is_refused(name, tree), (name, path, key)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), "status", "approved"),
        ((), "version", "1.2"),
        (("valid",), "from", "01/01/2026"),
        (("codes",), "icpc2", []),
        (("questions", 0), "class", "Q"),
        (("questions", 0), "id", "A_air"),
        (("questions", 0), "unit", "Cel"),
        (("questions", 0), "optional", "maybe"),
        (("rules", 0), "level", "PHARMACY"),
        (("scores", 0), "range", [1]),
        (("vignettes", 0, "expect"), "level", "HOME"),
    ],
)
def test_a_value_out_of_its_list_is_refused_by_both(path, key, value):
    tree = changed(f"{BASE}.yaml", path, lambda inside: inside.update({key: value}))
    assert not VALIDATOR.is_valid(tree)
    assert is_refused(f"{BASE}.yaml", tree)
