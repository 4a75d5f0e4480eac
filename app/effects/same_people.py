"""The effect that looks for another file of a patient: sealed sheets, then drafts.

Looking is written in the access log once for each consultation, without what was looked for.
"""

from collections.abc import Iterable
from contextlib import suppress

import msgspec

from app.effects.access import Access
from app.encounter.draft import Draft, read_draft
from app.encounter.same_person import FindSame, SameFound, SamePerson
from app.encounter.summary import Summary, read_summary
from app.identity.same import Known, likeness
from app.records.access_log.log import What
from app.records.vault import Query, SheetLine
from app.traffic import AnyMessage

LOGGED = "recherche de doublon"
MOST = 20


class SamePeopleRoom:
    """Looks for identities on the vault lane."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._logged_for = ""

    def find(self, effect: FindSame) -> Iterable[AnyMessage]:
        """Return what meets the identity, the latest first."""
        self._log(effect.encounter_id)
        found = [*self._sheets(effect.known), *self._drafts(effect)]
        latest = sorted(found, key=lambda one: one.at, reverse=True)
        return [SameFound(effect.encounter_id, effect.known, tuple(latest[:MOST]))]

    def _log(self, encounter_id: str) -> None:
        if self._logged_for != encounter_id:
            self._access.accesses.record(What.SEARCHED, 0, LOGGED, self._access.now())
            self._logged_for = encounter_id

    def _sheets(self, known: Known) -> Iterable[SamePerson]:
        """Yield the sheets that meet the identity, each once, compared trait by trait."""
        seen = set()
        for text in _questions(known):
            for line in self._access.vault.find(Query(text), most=MOST).lines:
                if line.sheet_id not in seen and (one := _same_sheet(line, known)):
                    seen.add(line.sheet_id)
                    yield one

    def _drafts(self, effect: FindSame) -> Iterable[SamePerson]:
        for one in self._access.vault.drafts():
            if not one.intact or one.draft_id.hex() == effect.encounter_id:
                continue
            met = likeness(effect.known, _known_of_draft(read_draft(one.body)))
            if met is not None:
                yield SamePerson(met, one.saved_at)


def _questions(known: Known) -> Iterable[str]:
    """Yield what the archive is asked: the INS, then the names with the day of birth."""
    if known.matricule:
        yield known.matricule
    if known.has_traits:
        year, month, day = known.birth_date.split("-")
        for name in filter(None, dict.fromkeys((known.family, known.used))):
            yield f"{name} {known.given} {day}/{month}/{year}"


def _same_sheet(line: SheetLine, known: Known) -> SamePerson | None:
    """Return the sheet of a line when it meets the identity; an altered one says nothing."""
    if not line.intact:
        return None
    with suppress(msgspec.MsgspecError):
        met = likeness(known, _known_of_summary(read_summary(line.summary)))
        return SamePerson(met, line.sealed_at, line.number) if met else None
    return None


def _known_of_summary(summary: Summary) -> Known:
    return Known(
        family=summary.family,
        given=summary.given,
        birth_date=summary.birth_date,
        matricule=summary.matricule,
        used=summary.used,
    )


def _known_of_draft(draft: Draft) -> Known:
    """Return the identity of a draft; one that was not confirmed is not compared."""
    patient = draft.patient
    if patient is None:
        return Known()
    return Known(
        family=patient.birth_family,
        given=patient.first_given,
        birth_date=patient.birth_date.isoformat(),
        matricule=patient.ins.matricule if patient.ins else "",
        used=patient.used_family,
    )
