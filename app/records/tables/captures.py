"""The captures of the sheets: where each file is, and what opens it."""

TABLES: tuple[str, ...] = (
    """
    create table capture (
        id blob primary key not null check (length(id) = 16),
        sheet blob not null,
        version integer not null,
        size integer not null,
        digest blob not null check (length(digest) = 32),
        wrapped blob not null check (length(wrapped) = 64),
        foreign key (sheet, version) references sheet (id, version)
    ) strict
    """,
)
