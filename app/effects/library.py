"""Effects of the page of the protocols: what the station holds, and what is proved of it.

Proofs hold the interpreter for a second: they run in a process of their own, so that the window
never waits for them.
"""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from app.desk import effects as ask
from app.desk.library import LibraryLine
from app.desk.messages import LibraryLoaded, ProtocolStudied
from app.effects.library_study import study
from app.effects.protocol_room import shipped
from app.effects.protocol_shelf import Shelf, Standing
from app.effects.turns import turn
from app.errors import StationError
from app.traffic import AnyMessage
from protocols.model import Framework, ProtocolStatus
from protocols.sign_states import FRENCH

LONGEST_S = 120
GROUNDS = {
    Framework.COMMON_LAW: "droit commun",
    Framework.OSYS_TRANSITIONAL: "OSyS, période transitoire",
    Framework.OSYS_HISTORICAL: "OSyS, expérimentation",
    Framework.OUTSIDE_OSYS: "hors OSyS",
}


class NotProved(StationError):
    """The proofs did not end in time."""


def load_library(shelf: Shelf) -> Iterable[AnyMessage]:
    """Read what the station holds, in the order of the home screen."""
    ordered = sorted(shelf.standings(), key=lambda one: turn(one.protocol))
    return [LibraryLoaded(tuple(_line(one) for one in ordered))]


def _line(standing: Standing) -> LibraryLine:
    protocol = standing.protocol
    former = shipped().library.get(protocol.id) if standing.imported else None
    replaced = former if former and former.sha256 != protocol.sha256 else None
    return LibraryLine(
        protocol_id=protocol.id,
        title=protocol.short_title,
        icon=protocol.icon,
        version=protocol.version,
        state=FRENCH[standing.state],
        is_demonstration=standing.state is ProtocolStatus.DEMONSTRATION,
        ground=GROUNDS[protocol.framework],
        valid_from=protocol.valid_from,
        valid_to=protocol.valid_to,
        sha256=protocol.sha256,
        signers=tuple(f"{one.holder}, {one.role}" for one in standing.signers),
        to_validate=protocol.unvalidated_rules,
        refusal=standing.refusal,
        package=protocol.package,
        before=replaced.package if replaced else b"",
        before_version=replaced.version if replaced else "",
    )


def study_protocol(effect: ask.StudyProtocol) -> Iterable[AnyMessage]:
    """Work out the ladder, the proofs and the changes of one protocol, beside the station.

    Raises:
        NotProved: it took too long.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        found = beside.submit(study, effect.package, effect.before)
        try:
            return [ProtocolStudied(effect.protocol_id, found.result(LONGEST_S))]
        except TimeoutError:
            raise NotProved(
                "La vérification n’a pas fini en deux minutes. Recommencez plus tard."
            ) from None
