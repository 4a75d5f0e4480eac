"""The captures of the drafts: files of their own already, waiting for the sheet they go with.

At sealing the row moves to ``capture`` and its key is wrapped again under that of the sheet;
the file does not change. A draft that goes takes its rows along, and their files after them.
"""

TABLES: tuple[str, ...] = (
    """
    create table draft_capture (
        id blob primary key not null check (length(id) = 16),
        draft blob not null check (length(draft) = 16),
        size integer not null,
        digest blob not null check (length(digest) = 32),
        wrapped blob not null check (length(wrapped) = 64)
    ) strict
    """,
    "create index draft_capture_draft on draft_capture (draft)",
    "pragma user_version = 3",
)
