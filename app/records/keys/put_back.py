"""The key file compared with the journal: an older one put back is said at login.

A removed account or a former password would open again. The last line of a change of people or
keys, or of a restoration, bears the hash of the key file as it was then: it covers whatever
opens somebody's access.
"""

from app.clock import PARIS
from app.records.columns import integer
from app.records.journal.entries import KEYSTORE_TRACE, Entry, Event, moment
from app.records.keys.notes import NOTED, keystore_digest, waiting_notes
from app.records.keys.room import KeyRoom
from app.records.refusals import Tampered

_CHANGES = "".join(f"{event:02x}" for event in sorted({*NOTED, Event.RESTORED}))
# The event is the byte after version, number and time of an entry.
_LAST = (
    "select seq from ledger where length(entry) >= 18"  # noqa: S608
    f" and instr(x'{_CHANGES}', substr(entry, 18, 1)) > 0 order by seq desc limit 1"
)


def key_file_alarm(room: KeyRoom) -> str:
    """Return what to say of a key file that is not the one of the last change, else "".

    Nothing is said where the journal is not sound, nor while a change waits for its line.
    """
    if not room.ledger.sound or waiting_notes(room.keystore):
        return ""
    row = room.store.one(_LAST)
    if row is None:
        return ""
    try:
        last = room.ledger.entry(integer(row, "seq"))
    except Tampered:  # the rest of the journal and the sheets still open
        return (
            f"Le maillon {integer(row, 'seq')} du journal, qui dit le dernier changement de "
            "comptes ou de clés, ne se lit plus. Vérifiez le coffre depuis les archives."
        )
    if _is_as_written(room, last):
        return ""
    when = moment(last.time_ms).astimezone(PARIS)
    return (
        f"Un autre fichier de clés a pris la place de celui du poste\u00a0: le dernier changement "
        f"de comptes ou de clés (maillon {last.seq}, {when:%d/%m/%Y à %H:%M}) n’y est pas. Un "
        "compte retiré ou un ancien mot de passe peut ouvrir de nouveau. Remettez la dernière "
        "copie des clés, ou refaites les retraits et changez les mots de passe."
    )


def _is_as_written(room: KeyRoom, last: Entry) -> bool:
    """Tell whether the key file is that of ``last``; a line of an earlier version tells nothing."""
    written = {trace.digest for trace in last.traces if trace.kind == KEYSTORE_TRACE}
    return not written or keystore_digest(room.keystore) in written
