"""What retention and copies write: holds, erased sheets, purges, requests, copies made.

In clear on the disk: identifiers, months, numbers of journal entries, times of copies. The
reason of a hold, the person behind a request and the place of a copy are sealed.

``kept`` holds the key and archive line of a held sheet whose month was destroyed, and the
journal entry that says so;
``tombstone`` names each journal entry whose rows were destroyed, and the entry that says so;
``purge`` is the work list of a purge: a row that is not done is finished at the next login;
``doomed_key`` that of an erasure, a key still to be destroyed in the key file.
"""

TABLES: tuple[str, ...] = (
    """
    create table hold (
        sheet blob primary key not null check (length(sheet) = 16),
        placed integer not null,
        key integer not null,
        body blob not null
    ) strict
    """,
    """
    create table kept (
        id blob not null check (length(id) = 16),
        version integer not null,
        seq integer not null,
        key integer not null,
        wrapped blob not null check (length(wrapped) = 64),
        summary blob not null,
        primary key (id, version),
        foreign key (id, version) references sheet (id, version)
    ) strict
    """,
    """
    create table tombstone (
        entry integer primary key,
        gone integer not null
    ) strict
    """,
    """
    create table purge (
        id blob primary key not null check (length(id) = 16),
        begun integer not null,
        plan text not null,
        months_left integer not null,
        done integer,
        complete integer
    ) strict
    """,
    """
    create table doomed_key (
        id integer primary key,
        entry integer not null
    ) strict
    """,
    """
    create table request (
        id blob primary key not null check (length(id) = 16),
        month integer not null,
        key integer not null,
        body blob not null
    ) strict
    """,
    """
    create table copy_made (
        id blob primary key not null check (length(id) = 16),
        kind integer not null,
        made integer not null,
        size integer not null,
        root blob not null check (length(root) = 32),
        key integer not null,
        body blob not null,
        gone integer
    ) strict
    """,
    """
    create table schedule (
        id integer primary key check (id = 1),
        key integer not null,
        body blob not null
    ) strict
    """,
)
