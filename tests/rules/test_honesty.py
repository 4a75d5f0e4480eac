"""The guards of the tests do guard: each is shown a fault."""

import logging

import pytest

from tests.log_guard import complaints

pytest_plugins = ["pytester"]

# Only the plug-in under test; pytest-qt would look for Qt before its libraries are loaded.
ALONE = ("-p", "tests.honesty", "-p", "no:pytest-qt")

KIT = """
    import pytest
    @pytest.mark.cda_rules
    def test_official(): pass
"""
TOOL = """
    import pytest
    @pytest.mark.needs("no-such-program")
    def test_real(): pass
"""


def _record(level: int, text: str) -> logging.LogRecord:
    return logging.LogRecord("app.example", level, "example.py", 3, text, None, None)


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyprojecttoml(
        "[tool.osys.absent]\nno-such-program = 'allowed'\n[tool.pytest.ini_options]\n"
        "markers = ['cda_rules', 'needs', 'expects_log']\n"
    )
    return pytester


def test_a_warning_is_a_complaint_unless_it_was_announced() -> None:
    records = [_record(logging.WARNING, "lost")]
    assert complaints(records, ()) == ["WARNING app.example: lost"]
    assert complaints(records, ("app.example",)) == []


def test_an_identity_is_a_complaint_at_any_level_and_is_not_repeated() -> None:
    [complaint] = complaints([_record(logging.DEBUG, "patient Camille DORVAL")], ())
    assert "identity" in complaint
    assert "DORVAL" not in complaint


def test_without_the_kit_official_rules_are_named_as_unverified(project: pytest.Pytester) -> None:
    project.makepyfile(KIT)
    said = project.runpytest_subprocess(*ALONE)
    said.assert_outcomes(deselected=1)
    said.stdout.fnmatch_lines(["*1 non v*rifi*", "*::test_official"])


def test_with_the_kit_official_rules_run(project: pytest.Pytester) -> None:
    project.makepyfile(KIT)
    project.mkdir("kit")
    said = project.runpytest_subprocess(*ALONE, "--cda-rules", "kit")
    said.assert_outcomes(passed=1)


def test_a_kit_that_is_not_there_is_refused(project: pytest.Pytester) -> None:
    said = project.runpytest_subprocess(*ALONE, "--cda-rules=nowhere")
    assert said.ret == pytest.ExitCode.USAGE_ERROR


def test_a_missing_program_is_named_where_that_is_allowed(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    project.makepyfile(TOOL)
    said = project.runpytest_subprocess(*ALONE)
    said.assert_outcomes(deselected=1)
    said.stdout.fnmatch_lines(["*1 absent*", "*::test_real (no-such-program)"])


def test_a_missing_program_fails_its_tests_in_ci(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    project.makepyfile(TOOL)
    said = project.runpytest_subprocess(*ALONE)
    said.assert_outcomes(errors=1)


def test_what_only_the_kernel_grants_may_be_absent_in_ci_and_is_named(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    pytester.makepyprojecttoml(
        "[tool.osys.absent]\n[tool.osys.granted]\nno-such-program = 'refused here'\n"
        "[tool.pytest.ini_options]\nmarkers = ['cda_rules', 'needs', 'expects_log']\n"
    )
    pytester.makepyfile(TOOL)
    said = pytester.runpytest_subprocess(*ALONE)
    said.assert_outcomes(deselected=1)
    said.stdout.fnmatch_lines(["*1 absent*", "*::test_real (no-such-program)"])
