"""The signatures that people made of sealed sheets with their cards.

A row is an addition beside the version it signs: ``seq`` is the journal entry that holds its
hash, ``body`` is sealed under the key of that version and goes with it.
"""

TABLES: tuple[str, ...] = (
    """
    create table card_signature (
        id blob primary key not null check (length(id) = 16),
        sheet blob not null,
        version integer not null,
        seq integer not null unique,
        body blob not null,
        foreign key (sheet, version) references sheet (id, version)
    ) strict
    """,
    "create index card_signature_sheet on card_signature (sheet, version)",
    "pragma user_version = 4",
)
