"""A power cut at the nth act: from there on, nothing is done any more."""

from collections.abc import Callable


class PowerCut(BaseException):
    """Nothing catches it."""


class Power:
    """Lets ``last - 1`` acts through, then cuts."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.done = 0

    @property
    def is_on(self) -> bool:
        return self.done < self.last

    def cutting(self, real: Callable[..., object]) -> Callable[..., object]:
        """Return ``real``, counted, and cut at its turn."""

        def acting(*arguments: object, **named: object) -> object:
            self.done += 1
            if not self.is_on:
                raise PowerCut
            return real(*arguments, **named)

        return acting

    def tidying(self, real: Callable[..., object]) -> Callable[..., object]:
        """Return ``real``, which nobody does once the current is cut."""

        def acting(*arguments: object, **named: object) -> object:
            return real(*arguments, **named) if self.is_on else None

        return acting
