"""What the protocols refuse, each with one French sentence that says what to do."""


def quoted(text: object) -> str:
    """Return ``text`` between French quotation marks."""
    return f"«\u00a0{text}\u00a0»"


class ProtocolError(Exception):
    """A protocol file cannot be used; ``sentence`` names the file, the line and the reason.

    ``line`` counts from 1; it is 0 when the whole file is concerned.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}")
        self.file = file
        self.line = line
        where = f"{file}, ligne {line}" if line else file
        self.sentence = f"{where}\u00a0: {reason}"


class AnswerError(Exception):
    """An answer cannot be accepted; ``sentence`` names what would be."""

    def __init__(self, sentence: str) -> None:
        super().__init__("answer refused")
        self.sentence = sentence
