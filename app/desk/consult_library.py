"""The page of the protocols, pure: what is loaded, what is worked out, what is shown."""

from dataclasses import replace
from types import MappingProxyType

from app.desk import messages as say
from app.desk.effects import LoadLibrary, StudyProtocol
from app.desk.library import Library

Next = tuple[Library, tuple[LoadLibrary | StudyProtocol, ...]]
LibraryMessage = say.LibraryLoaded | say.ProtocolShown | say.ProtocolStudied | say.NotStudied


def consult(library: Library, message: LibraryMessage) -> Next:
    """Return the page after ``message``, and what must be worked out for it."""
    match message:
        case say.LibraryLoaded(lines):
            known = {one.protocol_id for one in lines}
            first = lines[0].protocol_id if lines else ""
            chosen = library.selected if library.selected in known else first
            return _study(replace(library, lines=lines, selected=chosen, failed=""))
        case say.ProtocolShown(protocol_id):
            return _study(replace(library, selected=protocol_id, failed=""))
        case say.ProtocolStudied(protocol_id, study):
            studies = MappingProxyType({**library.studies, protocol_id: study})
            return _study(replace(library, studies=studies, studied=""))
        case say.NotStudied(protocol_id, sentence):
            failed = sentence if protocol_id == library.selected else ""
            done = replace(library, studied="", failed=failed)
            return (done, ()) if failed else _study(done)


def _study(library: Library) -> Next:
    """Return the protocol chosen being worked out: one at a time, and only once."""
    line = library.line
    if line is None or library.study is not None or library.studied:
        return library, ()
    effect = StudyProtocol(line.protocol_id, line.package, line.before)
    return replace(library, studied=line.protocol_id), (effect,)
