"""From ISO schematron rules to one XSLT 2 stylesheet that lists what a document breaks.

Written from the standard (ISO/IEC 19757-3): inclusions, abstract patterns and rules, variables,
one pass a pattern where only the first matching rule of a pattern fires. Names of included
files are found whatever their case.
"""

import copy
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

SCH = "http://purl.oclc.org/dsdl/schematron"
XSL = "http://www.w3.org/1999/XSL/Transform"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
FIRST_PRIORITY = 100_000


def stylesheet(rules: Path) -> str:
    """Return the stylesheet of the schematron file ``rules``; each failure is a ``hit``."""
    schema = _with_inclusions(_found(rules))
    _expand_patterns(schema)
    names = {"xsl": XSL, "xs": "http://www.w3.org/2001/XMLSchema"}
    names |= {ns.get("prefix"): ns.get("uri") for ns in schema.iter(_sch("ns"))}
    sheet = etree.Element(_xsl("stylesheet"), nsmap=names, version="2.0")
    sheet.set(XML_BASE, rules.resolve().as_uri())
    for own in schema.iterchildren(_xsl("function"), _xsl("key"), _xsl("variable")):
        sheet.append(copy.deepcopy(own))
    _add_variables(sheet, schema)
    modes = list(_pattern_modes(sheet, schema))
    start = etree.SubElement(sheet, _xsl("template"), match="/")
    result = etree.SubElement(start, "result")
    for mode in modes:
        etree.SubElement(result, _xsl("apply-templates"), select="/", mode=mode)
    return etree.tostring(sheet, encoding="unicode")


def _sch(name: str) -> str:
    return f"{{{SCH}}}{name}"


def _xsl(name: str) -> str:
    return f"{{{XSL}}}{name}"


def _found(path: Path) -> Path:
    if path.exists():
        return path
    wanted = path.name.lower()
    return next(one for one in path.parent.iterdir() if one.name.lower() == wanted)


def _with_inclusions(path: Path) -> etree._Element:
    root = etree.parse(path).getroot()
    for inclusion in list(root.iter(_sch("include"))):
        target = _found((path.parent / inclusion.get("href")).resolve())
        inclusion.getparent().replace(inclusion, _with_inclusions(target))
    return root


def _expand_patterns(schema: etree._Element) -> None:
    patterns = list(schema.iter(_sch("pattern")))
    abstract = {one.get("id"): one for one in patterns if one.get("abstract") == "true"}
    for one in patterns:
        if one.get("is-a"):
            made = _instance(abstract[one.get("is-a")], one)
            one.getparent().replace(one, made)
    for one in abstract.values():
        one.getparent().remove(one)


def _instance(model: etree._Element, use: etree._Element) -> etree._Element:
    made = copy.deepcopy(model)
    made.attrib.pop("abstract")
    given = {one.get("name"): one.get("value") for one in use.findall(_sch("param"))}
    longest_first = sorted(given, key=len, reverse=True)
    for element in made.iter(etree.Element):
        for name, text in element.attrib.items():
            for parameter in longest_first:
                text = text.replace(f"${parameter}", given[parameter])  # noqa: PLW2901
            element.set(name, text)
    return made


def _add_variables(parent: etree._Element, holder: etree._Element) -> None:
    for one in holder.findall(_sch("let")):
        etree.SubElement(parent, _xsl("variable"), name=one.get("name"), select=one.get("value"))


def _pattern_modes(sheet: etree._Element, schema: etree._Element) -> Iterator[str]:
    abstract = {
        one.get("id"): one for one in schema.iter(_sch("rule")) if one.get("abstract") == "true"
    }
    for rank, pattern in enumerate(schema.iter(_sch("pattern"))):
        rules = [one for one in pattern.findall(_sch("rule")) if one.get("abstract") != "true"]
        _add_variables(sheet, pattern)
        if not rules:
            continue
        mode = f"pattern-{rank}"
        for order, rule in enumerate(rules):
            _add_rule(sheet, rule, abstract, mode, FIRST_PRIORITY - order)
        for match in ("*|/", "@*|text()|comment()|processing-instruction()"):
            walk = etree.SubElement(sheet, _xsl("template"), match=match, mode=mode, priority="-1")
            if match.startswith("*"):
                _walk_on(walk, mode)
        yield mode


def _add_rule(
    sheet: etree._Element,
    rule: etree._Element,
    abstract: dict[str, etree._Element],
    mode: str,
    priority: int,
) -> None:
    template = etree.SubElement(
        sheet, _xsl("template"), match=rule.get("context"), mode=mode, priority=str(priority)
    )
    etree.SubElement(template, "fired")
    _add_tests(template, rule, abstract)
    _walk_on(template, mode)


def _walk_on(template: etree._Element, mode: str) -> None:
    etree.SubElement(template, _xsl("apply-templates"), select="@*|node()", mode=mode)


def _add_tests(
    template: etree._Element, rule: etree._Element, abstract: dict[str, etree._Element]
) -> None:
    for one in rule:
        if one.tag == _sch("let"):
            name, value = one.get("name"), one.get("value")
            etree.SubElement(template, _xsl("variable"), name=name, select=value)
        elif one.tag == _sch("extends"):
            _add_tests(template, abstract[one.get("rule")], abstract)
        elif one.tag in {_sch("assert"), _sch("report")}:
            test = one.get("test")
            failing = f"not({test})" if one.tag == _sch("assert") else test
            branch = etree.SubElement(template, _xsl("if"), test=failing)
            hit = etree.SubElement(branch, "hit", role=one.get("role") or "")
            etree.SubElement(hit, _xsl("text")).text = " ".join("".join(one.itertext()).split())
