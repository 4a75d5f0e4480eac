"""A test fails on a warning it did not announce and on any identity that reaches a log.

``@pytest.mark.expects_log("app.effects.runner")`` announces the loggers that may speak.
"""

import logging
from collections.abc import Iterator

import pytest

PRODUCT = ("app", "ui", "protocols", "hardware")
# The invented people of the tests and of the demonstration, and the matricules they bear.
IDENTITIES = ("dorval", "camille", "288042217238247")


class Ear(logging.Handler):
    """Keeps every record."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def complaints(records: list[logging.LogRecord], announced: tuple[str, ...]) -> list[str]:
    """Return what must not have been logged, without repeating any identity."""
    judged = [record for record in records if record.name not in announced]
    warnings = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in judged
        if record.levelno >= logging.WARNING
    ]
    named = [
        f"{record.name}: an identity, logged at {record.filename}:{record.lineno}"
        for record in judged
        if any(identity in _everything(record) for identity in IDENTITIES)
    ]
    return named or warnings


def _everything(record: logging.LogRecord) -> str:
    return f"{record.getMessage()} {record.exc_info} {record.exc_text}".casefold()


def _wake_loggers() -> None:
    """Undo what a library does that silences every logger it did not make itself."""
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in PRODUCT:
            logging.getLogger(name).disabled = False


@pytest.fixture(autouse=True)
def _log_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    announced = tuple(
        name for marker in request.node.iter_markers("expects_log") for name in marker.args
    )
    ear = Ear()
    loggers = [logging.getLogger(name) for name in PRODUCT]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    _wake_loggers()
    logging.getLogger().addHandler(ear)
    yield
    logging.getLogger().removeHandler(ear)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    if found := complaints(ear.records, announced):
        pytest.fail("\n".join(found), pytrace=False)
