"""Where a call is, said once each time it changes, and nothing after its end."""

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.teleconsult.relay.rules import No
from app.teleconsult.states import ELSEWHERE, EXPIRED, CallMoved, CallState, moved

ENDS = frozenset({CallState.OVER, CallState.REFUSED})
WHY: Mapping[str, str] = MappingProxyType({No.EXPIRED: EXPIRED, No.REPLACED: ELSEWHERE})
"""What is said of the refusals of the relay that have their own sentence."""


class Progress:
    """Lives in the loop of the call; ``over`` is set once nothing is left to do."""

    def __init__(self, post: Callable[[CallMoved], None]) -> None:
        self._post = post
        self._said: tuple[CallState, str] | None = None
        self.over = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """True once nothing is left to do."""
        return self.over.is_set()

    def move(self, state: CallState, retry_s: float = 0.0, sentence: str = "") -> None:
        """Say that the call is now in ``state``, unless that was just said."""
        has_ended = self._said is not None and self._said[0] in ENDS
        if has_ended or (state, sentence) == self._said:
            return
        self._said = (state, sentence)
        self._post(moved(state, retry_s, sentence))

    def end(self, state: CallState, sentence: str = "") -> None:
        """Say the last state."""
        self.move(state, sentence=sentence)
        self.over.set()

    def refused(self, why: str) -> None:
        """The relay ended the room; ``why`` is empty when somebody left for good."""
        self.end(CallState.REFUSED if why else CallState.OVER, WHY.get(why, ""))
