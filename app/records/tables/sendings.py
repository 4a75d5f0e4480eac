"""What became of the mails of the outbox: a work list, not evidence, without any identity.

``message`` is the hash of the Message-ID, ``state`` and ``why`` are codes of ``app.transport``.
A receipt is kept as the hash of the mail that brought it: the same one again changes nothing.
Both tables name their sheet, so that their rows go when it does.
"""

TABLES: tuple[str, ...] = (
    """
    create table sending (
        message blob primary key not null check (length(message) = 32),
        sheet blob not null check (length(sheet) = 16),
        kind integer not null,
        state integer not null,
        attempts integer not null,
        changed integer not null,
        due integer,
        why integer not null
    ) strict
    """,
    """
    create table sending_receipt (
        digest blob primary key not null check (length(digest) = 32),
        sheet blob not null check (length(sheet) = 16)
    ) strict
    """,
    "create index sending_sheet on sending (sheet)",
    "create index sending_receipt_sheet on sending_receipt (sheet)",
    "pragma user_version = 5",
)
