"""What is said over one connection, then over the next: nothing acknowledged twice, nothing lost."""

import asyncio

from app.teleconsult.messages import Ack, Begin, End, Exam, Hello, Received, decode, encode
from app.teleconsult.peer import Channel
from app.teleconsult.ports import Ports
from app.teleconsult.states import Acknowledged, FileArrived
from app.teleconsult.talk import Talk
from app.teleconsult.transfer import call_file
from tests.teleconsult.media_station import a_vital
from tests.teleconsult.station import named, new_id, now_ms

CTL, FILE = Channel.CTL, Channel.FILE
PAPER = call_file("o.pdf", "application/pdf", b"%PDF-1.4\n" + b"x" * 900 + b"\n%%EOF\n")


class Connection:
    """A connection that keeps what it is given."""

    def __init__(self):
        self.said = []

    def say(self, channel, data):
        self.said.append((channel, decode(data) if isinstance(data, str) else data))
        return True

    def waiting(self, channel):
        return 0

    def on(self, channel):
        return [said for where, said in self.said if where is channel]


def a_talk(*, keeps_files=True):
    news = []
    unused = lambda *given: None  # noqa: E731
    ports = Ports(unused, unused, news.append, new_id, now_ms, unused, unused)
    talk = Talk(Hello(**named(), app="OSyS Station"), ports, keeps_files=keeps_files)
    return talk, news


def an_exam(device, *, is_on):
    return Exam(**named(), device=device, on=is_on)


def opened(talk):
    """Open another connection; return it once what is due was said on it."""
    connection = Connection()
    talk.through(connection)
    for channel in (CTL, FILE):
        talk.opened(channel)
    return connection


def give(talk, file):
    begin = Begin(
        **named(), name=file.name, mime=file.mime, size=len(file.data), sha256=file.digest
    )
    for data in (encode(begin), file.data, encode(End(**named(), sha256=file.digest))):
        talk.heard(FILE, data)


def test_the_next_connection_is_told_who_is_there_what_is_shown_then_every_value():
    talk, news = a_talk()
    first, second = a_vital("37.9"), a_vital("97", code="20564-1", unit="%")
    shown = an_exam("otoscope", is_on=True)
    opened(talk)
    for said in (an_exam("otoscope", is_on=False), first, second, shown):
        talk.say(said, CTL)
    talk.heard(CTL, encode(Ack(**named(), of=first.id)))
    assert news == [Acknowledged(first.id)]
    again = opened(talk).on(CTL)
    assert isinstance(again[0], Hello)
    assert again[1:] == [shown, first, second]


def test_a_value_measured_again_replaces_the_one_that_was_not_kept():
    talk, _ = a_talk()
    last = a_vital("38.4")
    for said in (a_vital("37.9"), last):
        talk.say(said, CTL)
    assert opened(talk).on(CTL)[1:] == [last]


def test_a_live_value_is_never_said_twice():
    talk, _ = a_talk()
    talk.say(a_vital(how="live"), Channel.VITALS)
    assert len(opened(talk).on(CTL)) == 1


def test_a_paper_kept_elsewhere_is_confirmed_only_when_that_is_said():
    async def story():
        talk, news = a_talk(keeps_files=False)
        connection = opened(talk)
        give(talk, PAPER)
        assert news == [FileArrived(PAPER)]
        assert connection.on(FILE) == []
        talk.file_kept(PAPER.digest)
        (said,) = connection.on(FILE)
        assert isinstance(said, Received)
        assert said.sha256 == PAPER.digest

    asyncio.run(story())


def test_a_paper_kept_here_is_confirmed_as_soon_as_it_is_whole():
    async def story():
        talk, _ = a_talk()
        connection = opened(talk)
        give(talk, PAPER)
        assert [type(one) for one in connection.on(FILE)] == [Received]

    asyncio.run(story())
