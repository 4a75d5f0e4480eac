"""The search of the archive page, asked of the vault."""

from app.desk.archive_messages import ArchiveFound, SearchArchive
from app.effects.access import Access
from app.effects.archive_lines import line_of
from app.records.access_log.reasons import demand
from app.records.vault import Names, Query, SheetLine


def query_of(asked: SearchArchive) -> Query:
    """Return what the archive page asks for."""
    filters = asked.filters
    return Query(
        text=asked.query,
        protocol=filters.protocol,
        level=filters.level,
        author=filters.author,
        since=asked.since,
        before=asked.before,
    )


def find(access: Access, asked: SearchArchive) -> ArchiveFound:
    """Return one page of what answers ``asked``, the newest first.

    A sheet that asks for a reason does not name its patient.
    """
    found = access.vault.find(query_of(asked), asked.offset, asked.most)
    lines = tuple(line_of(one, hides_name=asks_reason(access, one)) for one in found.lines)
    by_sound = found.names is Names.SOUNDS
    return ArchiveFound(asked.serial, lines, found.total, found.held, by_sound)


def asks_reason(access: Access, line: SheetLine) -> bool:
    """Tell whether this sheet opens for a reason only."""
    return demand(line.sealed_at, line.actor, access.account_id, access.now()) is not None
