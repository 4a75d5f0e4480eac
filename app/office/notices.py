"""The page of what the station is made of, pure: each part, its licence, and the words of it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Notice:
    """One part made by others: its name, its version, its licence as SPDX writes it."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class Notices:
    """The page; ``words`` are those of the licence of the part that is ``chosen``."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()
    lines: tuple[Notice, ...] = ()
    chosen: str = ""
    words: str = ""
    busy: str = ""


@dataclass(frozen=True, slots=True)
class LoadNotices:
    """Read what the station is for, and the list of its parts. Answered by ``NoticesLoaded``."""


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """Read the licence of the part ``name``. Answered by ``NoticeRead``."""

    name: str


@dataclass(frozen=True, slots=True)
class NoticesLoaded:
    """What the station is for, and its parts."""

    title: str
    paragraphs: tuple[str, ...]
    lines: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class NoticeChosen:
    """Show the licence of this part."""

    name: str


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """The words of the licence of a part."""

    name: str
    words: str


NoticesMessage = NoticesLoaded | NoticeChosen | NoticeRead
NoticesEffect = LoadNotices | ReadNotice
Next = tuple[Notices, tuple[NoticesEffect, ...]]


def arrive(page: Notices) -> Next:
    """Return the page, read once: its parts change with the version of the station only."""
    if page.lines or page.busy:
        return page, ()
    return replace(page, busy="La liste se lit."), (LoadNotices(),)


def update(page: Notices, message: NoticesMessage) -> Next:
    """Return the page after ``message``, and what must be read for it."""
    match message:
        case NoticesLoaded(title, paragraphs, lines):
            shown = Notices(title, paragraphs, lines)
            return _chosen(shown, lines[0].name) if lines else (shown, ())
        case NoticeChosen(name):
            return _chosen(page, name)
        case NoticeRead(name, words):
            return (replace(page, words=words) if name == page.chosen else page), ()


def _chosen(page: Notices, name: str) -> Next:
    if name == page.chosen or name not in {one.name for one in page.lines}:
        return page, ()
    return replace(page, chosen=name, words=""), (ReadNotice(name),)
