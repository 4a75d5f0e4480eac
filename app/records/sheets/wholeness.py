"""Whether what stands beside a sheet is what its journal entry commits to."""

from hashlib import sha256

from app.records.columns import Row, blob, integer
from app.records.database import Store
from app.records.envelope import FIRST_VERSION, Kind
from app.records.facts import Facts, blinded
from app.records.journal.entries import PREVIOUS_TRACE, Entry, Event, Trace
from app.records.journal.ledger import Ledger
from app.records.sheets.packages import Packages
from app.records.sheets.within import SheetSecrets


class Wholeness:
    """Looks at the proof, archive line, fact, protocol and earlier version of a sheet."""

    def __init__(self, store: Store, ledger: Ledger, facts: Facts, packages: Packages) -> None:
        self._store = store
        self._ledger = ledger
        self._facts = facts
        self._packages = packages

    def is_whole(self, row: Row, entry: Entry, secrets: SheetSecrets) -> bool:
        """Tell whether the proof, archive line, fact and protocol of a sheet are all there."""
        line = self._store.one(
            "select body from summary where id = ? and version = ?",
            (entry.about, integer(row, "version")),
        )
        if line is None or not self._ledger.proven(entry.seq):
            return False
        summary_trace = Trace(Kind.SUMMARY, sha256(blob(line, "body")).digest())
        return (
            summary_trace in entry.traces
            and self._has_fact(row, secrets)
            and self._follows(row, entry)
            and self._packages.is_traced(secrets.package_id)
        )

    def _has_fact(self, row: Row, secrets: SheetSecrets) -> bool:
        """Tell whether the activity fact is the one of the first version.

        An imported sheet has none; that of a held sheet went with its month.
        """
        first = self._store.one(
            "select seq from sheet where id = ? and version = ?", (blob(row, "id"), FIRST_VERSION)
        )
        if first is None:
            return False
        entry = self._ledger.entry(integer(first, "seq"))
        if entry.event == Event.SHEET_IMPORTED or row["kept_key"] is not None:
            return True
        fact = self._facts.sealed_body(secrets.fact_id)
        if fact is None:
            return False
        return Trace(Kind.FACT, blinded(secrets.blind, secrets.fact_id, fact)) in entry.traces

    def _follows(self, row: Row, entry: Entry) -> bool:
        """Tell whether the entry of a newer version names that of the version before it."""
        version = integer(row, "version")
        if version == FIRST_VERSION:
            return True
        before = self._store.one(
            "select ledger.leaf from sheet join ledger on ledger.seq = sheet.seq"
            " where sheet.id = ? and sheet.version = ?",
            (blob(row, "id"), version - 1),
        )
        return before is not None and Trace(PREVIOUS_TRACE, blob(before, "leaf")) in entry.traces
