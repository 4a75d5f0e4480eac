"""Effects of the home screen: open a consultation, keep it, take it up again."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from app.desk import effects as ask
from app.desk.messages import EncounterOpened, HomeLoaded, Refused
from app.desk.model import DraftLine, Tile
from app.effects.access import Access
from app.effects.protocol_shelf import Shelf
from app.effects.turns import turn
from app.encounter.choose import ComplaintChosen, choose
from app.encounter.draft import Draft, draft_bytes, read_draft, resume
from app.encounter.effects import SaveDraft
from app.encounter.messages import DraftSaved
from app.encounter.model import Encounter, Step
from app.errors import StationError
from app.identity import initials
from app.records.refusals import VaultRefusal
from app.station import Station
from app.traffic import AnyMessage

WHERE = {
    Step.IDENTIFY: "identité",
    Step.CHOOSE: "choix du motif",
    Step.SIGNS: "signes d’alerte",
    Step.ASK: "questions",
    Step.EMERGENCY: "urgence",
    Step.MEASURE: "mesures",
    Step.DECIDE: "orientation",
    Step.SEAL: "scellement",
}
DIGITS = 9
ALTERED = (
    "Un brouillon a été altéré sur le disque\u00a0: il ne s’ouvre plus. "
    "Reprenez ce patient, et faites vérifier le poste."
)


class UnknownDraft(StationError):
    """The draft asked for is gone."""


class UnknownAuthor(StationError):
    """The account is not in the settings of the station."""


class Visits:
    """Drafts and new consultations."""

    def __init__(
        self, access: Access, station: Station, shelf: Shelf, new_id: Callable[[], str]
    ) -> None:
        self._access = access
        self._station = station
        self._shelf = shelf
        self._new_id = new_id

    def load_home(self) -> Iterable[AnyMessage]:
        """Read what the home screen lists, then what a search needs, while nobody waits for it."""
        vault = self._access.vault
        drafts = vault.drafts()
        kept = [one for one in drafts if one.intact]
        lines = tuple(self._line(read_draft(one.body), one.saved_at) for one in kept)
        home = HomeLoaded(self._tiles(), lines)
        yield home
        if len(kept) < len(drafts):
            yield Refused(ALTERED)
        with suppress(VaultRefusal):  # what is wrong is said by the first question
            vault.load_search()

    def _tiles(self) -> tuple[Tile, ...]:
        """Return the tiles, what the law opens first; only the first nine have a digit."""
        ordered = sorted(self._shelf.standings(), key=lambda one: turn(one.protocol))
        return tuple(
            Tile(
                one.protocol.id,
                one.protocol.short_title,
                one.protocol.icon,
                digit if digit <= DIGITS else 0,
                one.refusal,
            )
            for digit, one in enumerate(ordered, start=1)
        )

    def _line(self, draft: Draft, saved_at: datetime) -> DraftLine:
        patient = draft.patient
        known = {one.protocol.id: one.protocol for one in self._shelf.standings()}
        protocol = known.get(draft.protocol_id)
        return DraftLine(
            draft_id=draft.encounter_id,
            initials=initials(patient.birth_family, patient.first_given) if patient else "Sans nom",
            title=protocol.short_title if protocol else "Motif à choisir",
            where=WHERE[draft.step],
            saved_at=saved_at,
            call=draft.call.stage.value,
            called_at=draft.call.opened_at,
        )

    def open_encounter(self, effect: ask.OpenEncounter) -> Iterable[AnyMessage]:
        """Make a new consultation, under a protocol when one was chosen."""
        author = self._station.professional(effect.login)
        if author is None:
            raise UnknownAuthor("Votre compte n’est pas inscrit dans les réglages de ce poste.")
        encounter = Encounter(
            encounter_id=self._new_id(),
            act_ref=self._new_id(),
            started_at=self._access.now(),
            station=self._station,
            author=author,
        )
        if effect.protocol_id:
            chosen = ComplaintChosen(self._shelf.protocol(effect.protocol_id))
            encounter = choose(encounter, chosen)
        return [EncounterOpened(encounter)]

    def fetch(self, effect: ask.FetchProtocol) -> Iterable[AnyMessage]:
        """Take a protocol from the shelf for the open consultation."""
        return [ComplaintChosen(self._shelf.protocol(effect.protocol_id))]

    def resume(self, effect: ask.ResumeDraft) -> Iterable[AnyMessage]:
        """Take up a draft exactly where it was left; who takes it up is who will sign."""
        drafts = self._access.vault.drafts()
        kept = {one.draft_id.hex(): one.body for one in drafts if one.intact}
        body = kept.get(effect.draft_id)
        if body is None:
            raise UnknownDraft("Ce brouillon n’existe plus. Retournez à l’accueil.")
        draft = replace(read_draft(body), login=self._access.login)
        return [EncounterOpened(resume(draft, self._shelf.runnable(), self._station))]

    def save(self, effect: SaveDraft) -> Iterable[AnyMessage]:
        """Keep the consultation; the answer is the acknowledgement."""
        encounter = effect.encounter
        self._access.vault.save_draft(
            bytes.fromhex(encounter.encounter_id), draft_bytes(encounter), self._access.now()
        )
        return [DraftSaved(encounter.encounter_id, encounter.revision)]
