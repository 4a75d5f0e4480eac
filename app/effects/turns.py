"""In which order protocols are shown: what the law opens first, then by name."""

from app.desk.model import fold
from protocols.model import Framework, Protocol

TURNS = (
    Framework.COMMON_LAW,
    Framework.OSYS_TRANSITIONAL,
    Framework.OSYS_HISTORICAL,
    Framework.OUTSIDE_OSYS,
)


def turn(protocol: Protocol) -> tuple[int, str]:
    """Return the rank of ``protocol``, for sorting."""
    return TURNS.index(protocol.framework), fold(protocol.short_title)
