"""The tables of the vault since its first version.

In clear on the disk: random identifiers, months, padded sizes, numbers of rows, kinds of
documents and of journal entries. Nothing else, and in particular not which protocol a sheet
followed: the link from a sheet to its protocol package is inside the sealed sheet. Facts
are kept in the order of their random identifiers, so that not even the order of insertion
ties them to a sheet.

A correction will be a new ``version`` of a sheet, never an update: rows of ``sheet``,
``document``, ``summary``, ``fact``, ``package``, ``signer``, ``ledger`` and ``head`` are
written once.
"""

TABLES = (
    """
    create table sheet (
        id blob not null check (length(id) = 16),
        version integer not null,
        month integer not null,
        seq integer not null unique,
        wrapped blob not null check (length(wrapped) = 64),
        body blob not null,
        primary key (id, version)
    ) strict
    """,
    """
    create table document (
        id blob primary key not null check (length(id) = 16),
        sheet blob not null,
        version integer not null,
        kind integer not null,
        body blob not null,
        unique (sheet, version, kind),
        foreign key (sheet, version) references sheet (id, version)
    ) strict
    """,
    """
    create table summary (
        id blob not null,
        version integer not null,
        key integer not null,
        body blob not null,
        primary key (id, version),
        foreign key (id, version) references sheet (id, version)
    ) strict
    """,
    """
    create table fact (
        id blob primary key not null check (length(id) = 16),
        month integer not null,
        key integer not null,
        body blob not null
    ) strict, without rowid
    """,
    """
    create table package (
        id blob primary key not null check (length(id) = 16),
        seq integer not null,
        wrapped blob not null check (length(wrapped) = 64),
        body blob not null
    ) strict
    """,
    """
    create table draft (
        id blob primary key not null check (length(id) = 16),
        saved integer not null,
        wrapped blob not null check (length(wrapped) = 64),
        body blob not null
    ) strict
    """,
    """
    create table signer (
        id blob primary key not null check (length(id) = 16),
        public blob not null check (length(public) = 32),
        certificate blob not null check (length(certificate) = 64)
    ) strict
    """,
    """
    create table ledger (
        seq integer primary key,
        entry blob not null,
        leaf blob not null check (length(leaf) = 32)
    ) strict
    """,
    """
    create table head (
        size integer primary key,
        root blob not null check (length(root) = 32),
        time integer not null,
        signature blob not null check (length(signature) = 64)
    ) strict
    """,
    """
    create table outbox (
        seq integer primary key autoincrement,
        kind integer not null,
        ref blob not null check (length(ref) = 16),
        state integer not null
    ) strict
    """,
    "create index outbox_waiting on outbox (ref, kind) where state = 0",
    "pragma user_version = 1",
)
