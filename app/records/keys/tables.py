"""The tables of the key file, one tuple for each version; a shipped version never changes.

``past_key`` keeps what a change of domain key would close: the subkeys of drafts and
protocol packages. The subkey of the months is never kept, so that an old trace of a wrapped
month key opens nothing once the domain key is gone.

``note`` holds a change of people or keys until its line is in the journal; ``overdue`` the
domains whose key must change at the next login of somebody who holds it; ``recovery`` the
public half of the recovery key, ``recovery_grant`` the domain keys sealed to it.
"""

FIRST: tuple[str, ...] = (
    """
    create table account (
        id blob primary key not null check (length(id) = 16),
        login text not null unique collate nocase,
        label text not null,
        role text not null,
        title text not null,
        status integer not null,
        memory_kib integer not null,
        passes integer not null,
        lanes integer not null,
        salt blob not null check (length(salt) = 16),
        sealed blob not null,
        x25519 blob not null check (length(x25519) = 32),
        ed25519 blob not null check (length(ed25519) = 32),
        certificate blob not null check (length(certificate) = 64)
    ) strict
    """,
    """
    create table domain_grant (
        account blob not null references account (id),
        domain integer not null,
        epoch integer not null,
        sealed blob not null,
        signature blob not null check (length(signature) = 64),
        primary key (account, domain, epoch)
    ) strict
    """,
    """
    create table month_key (
        id integer primary key,
        domain integer not null,
        month integer not null,
        epoch integer not null,
        wrapped blob check (length(wrapped) = 64),
        state integer not null,
        destroyed_seq integer
    ) strict
    """,
    "create index month_key_month on month_key (domain, month)",
    "pragma user_version = 1",
)

SECOND: tuple[str, ...] = (
    """
    create table past_key (
        domain integer not null,
        epoch integer not null,
        label text not null,
        wrapped blob not null check (length(wrapped) = 64),
        primary key (domain, epoch, label)
    ) strict
    """,
    """
    create table note (
        id blob primary key not null check (length(id) = 16),
        event integer not null,
        about blob not null check (length(about) = 16),
        actor blob not null check (length(actor) = 16),
        time integer not null,
        traces blob not null,
        signature blob not null check (length(signature) = 64)
    ) strict
    """,
    """
    create table overdue (
        domain integer primary key
    ) strict
    """,
    """
    create table recovery (
        id integer primary key check (id = 1),
        public blob not null check (length(public) = 32),
        made integer not null,
        checked integer not null,
        state integer not null,
        signature blob not null check (length(signature) = 64)
    ) strict
    """,
    """
    create table recovery_grant (
        domain integer primary key,
        epoch integer not null,
        sealed blob not null,
        signature blob not null check (length(signature) = 64)
    ) strict
    """,
    "pragma user_version = 2",
)
