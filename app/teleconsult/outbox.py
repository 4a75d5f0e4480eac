"""What the doctor's page shows: said again each time the channel opens. Pure.

A page that was loaded again has nothing left of what the former one acknowledged: that is said
again too, and a page takes twice what it has already.
"""

from dataclasses import dataclass, field, replace

from app.teleconsult.messages import Bye, Exam, Hello, Message, Section, Vital

KEPT = (Section, Vital)


@dataclass(frozen=True, slots=True)
class Outbox:
    """The messages to say, in order; ``hello`` opens each connection, ``shown`` follows it.

    ``waiting`` were not acknowledged yet; ``told`` were, the last of each quantity and part.
    """

    hello: Hello
    waiting: tuple[Message, ...] = field(default=())
    shown: tuple[Exam, ...] = field(default=())
    told: tuple[Message, ...] = field(default=())

    def with_said(self, message: Message) -> "Outbox":
        """Return the outbox after ``message`` was said; only what is to be shown is kept.

        A later final value replaces an earlier one of the same quantity; what was last said of
        an exam device is said again each time, acknowledged by nobody.
        """
        if isinstance(message, Exam):
            rest = tuple(one for one in self.shown if one.device != message.device)
            return replace(self, shown=(*rest, message))
        if not isinstance(message, KEPT):
            return self
        waiting, told = (
            tuple(one for one in those if not _replaced(one, message))
            for those in (self.waiting, self.told)
        )
        return replace(self, waiting=(*waiting, message), told=told)

    def with_ack(self, of: str) -> "Outbox":
        """Return the outbox once the other end kept a message."""
        kept = tuple(one for one in self.waiting if one.id == of)
        waiting = tuple(one for one in self.waiting if one.id != of)
        return replace(self, waiting=waiting, told=(*self.told, *kept))

    def again(self) -> tuple[Message, ...]:
        """Return what is said when a channel opens."""
        return (self.hello, *self.shown, *self.told, *self.waiting)


def _replaced(old: Message, new: Message) -> bool:
    if isinstance(old, Vital) and isinstance(new, Vital):
        return (old.code, old.site) == (new.code, new.site)
    return isinstance(old, Section) and isinstance(new, Section) and old.number == new.number


def is_last(message: Message) -> bool:
    """Tell whether the call is over after ``message``."""
    return isinstance(message, Bye)
