"""The short code lives in memory, stretched, and goes with the session."""

from app.desk.veil import CheckPin, KeepPin, PinKept, PinMatched, PinMissed
from app.effects.short_code import ShortCode


def test_only_the_code_that_was_kept_matches() -> None:
    code = ShortCode()
    assert list(code.answer(CheckPin("258014"))) == [PinMissed()]
    assert list(code.answer(KeepPin("258014"))) == [PinKept()]
    assert list(code.answer(CheckPin("258015"))) == [PinMissed()]
    assert list(code.answer(CheckPin("258014"))) == [PinMatched()]


def test_a_forgotten_code_matches_nothing() -> None:
    code = ShortCode()
    code.answer(KeepPin("258014"))
    code.forget()
    assert list(code.answer(CheckPin("258014"))) == [PinMissed()]
    assert list(code.answer(CheckPin(""))) == [PinMissed()]


def test_the_code_itself_is_not_kept() -> None:
    code = ShortCode()
    code.answer(KeepPin("258014"))
    held = [getattr(code, name) for name in vars(code)]
    assert all(b"258014" not in one for one in held if isinstance(one, bytes))
    assert all(len(one) in {16, 32} for one in held)
