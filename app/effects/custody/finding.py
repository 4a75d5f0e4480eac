"""The search of the archive page, asked of the vault."""

from app.desk.archive_messages import ArchiveFound, SearchArchive
from app.effects.archive_lines import line_of
from app.records.vault import Query, Vault


def find(vault: Vault, asked: SearchArchive) -> ArchiveFound:
    """Return one page of what answers ``asked``, the newest first."""
    filters = asked.filters
    query = Query(
        text=asked.query,
        protocol=filters.protocol,
        level=filters.level,
        author=filters.author,
        since=asked.since,
        before=asked.before,
    )
    found = vault.find(query, asked.offset, asked.most)
    return ArchiveFound(asked.serial, tuple(map(line_of, found.lines)), found.total, found.held)
