"""Who answers which effect; imported by the vault lane, after the first window is painted."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from app import clock
from app.desk import effects as desk
from app.desk.archive_captures import PlaySound
from app.desk.archive_messages import ArchiveEffect, DoAct, ExportInquiry
from app.desk.messages import VaultClosed
from app.desk.veil import VeilEffect
from app.effects.access import Access
from app.effects.archive import ArchiveRoom
from app.effects.call import CallRoom
from app.effects.call_papers import CallPapers
from app.effects.card import CardRoom
from app.effects.code import CodeReader
from app.effects.custody.office import OfficeRooms
from app.effects.custody.people_founding import FoundingRoom
from app.effects.custody.sheet_acts import SheetActs
from app.effects.device_setup import DeviceSetup
from app.effects.devices import Devices, post_from_hub
from app.effects.exam_store import ExamStore
from app.effects.incoming import IncomingRoom
from app.effects.library import load_library, study_protocol
from app.effects.media import MakeMedia, MediaRoom
from app.effects.outbox import OutboxRoom
from app.effects.pace import Pace
from app.effects.protocol_room import shipped
from app.effects.protocol_shelf import Shelf
from app.effects.same_people import SamePeopleRoom
from app.effects.sealing import Sealing
from app.effects.visits import Visits
from app.encounter import effects as visit
from app.encounter.call_effects import CallEffect, LineEffect
from app.encounter.exam_effects import DeviceEffect, ExamEffect
from app.encounter.incoming_effects import IncomingEffect
from app.encounter.same_person import FindSame
from app.office.card import CardEffect
from app.office.devices_effects import DevicesEffect
from app.office.first_run import FirstRunEffect
from app.office.office import OfficeEffect
from app.office.outbox_messages import OutboxEffect, RoundDue
from app.office.phrases import SuggestPhrase
from app.office.rescue import RunRescue
from app.station import Station
from app.traffic import AnyEffect, AnyMessage, Post
from hardware.hub import Hub
from hardware.registry import Registry

DoorEffect = VeilEffect | FirstRunEffect | RunRescue | SuggestPhrase


def new_oid() -> str:
    """Return a new identifier under the UUID arc of ITU-T X.667."""
    return f"2.25.{UUID(clock.new_id()).int}"


def make_hub(registry: Registry, post: Post, pace: Pace) -> Hub:
    """Return the hub of the devices of ``registry``, ready to be started."""
    return Hub(
        registry,
        post_from_hub(post),
        pace.device_now,
        pace.monotonic_ns,
        clock.new_id,
        new_loop=pace.new_loop or asyncio.new_event_loop,
    )


class Exam:
    """The pictures and the sounds: the media process, started when first wanted, and the vault."""

    def __init__(self, access: Access, make_media: MakeMedia, post: Post) -> None:
        self._room = MediaRoom(make_media, post)
        self._store = ExamStore(access, clock.new_id)

    def answer(self, effect: ExamEffect) -> Iterable[AnyMessage]:
        """Do what the exam asks."""
        if isinstance(effect, DeviceEffect):
            return self._room.answer(effect)
        return self._store.answer(effect)

    def play(self, wav: bytes) -> Iterable[AnyMessage]:
        """Let a kept recording be heard again."""
        return self._room.play(wav)

    def close(self) -> None:
        """Release the cameras and the stethoscope."""
        self._room.close()


class Handlers:
    """The rooms of the station, ready to answer."""

    def __init__(self, station: Station, folder: Path, post: Post, pace: Pace) -> None:
        self._setup = DeviceSetup(station, folder, pace.scenario)
        self._call = CallRoom(station, folder, post)
        hub = make_hub(self._setup.registry, post, pace)
        media = self._setup.media(post, self._call.client)
        self._devices = Devices(hub)
        self._access = Access(folder, pace.now)
        shipped()  # read while nobody is logged in yet, so that the login does not wait for it
        self._shelf = Shelf(self._access, station)
        self._visits = Visits(self._access, station, self._shelf, clock.new_id)
        self._same = SamePeopleRoom(self._access)
        self._archive = ArchiveRoom(self._access)
        self._acts = SheetActs(self._access, new_oid)
        self._sealing = Sealing(self._access, new_oid)
        self._codes = CodeReader(post)
        self._exam = Exam(self._access, self._codes.sharing(media.make), post)
        self._papers = CallPapers(self._access, clock.new_id, self._call.send)
        self._incoming = IncomingRoom(self._access, clock.new_id, post)
        self._office = OfficeRooms(self._access, post)
        self._outbox = OutboxRoom(self._access, station, self._archive.export)
        self._cards = CardRoom(self._access, station)
        self._founding = FoundingRoom(pace.now)
        self._setup.begin(hub, media, post)
        hub.start()

    def answer(self, effect: AnyEffect) -> Iterable[AnyMessage]:
        """Do what ``effect`` asks and return its answers."""
        match effect:
            case visit.SaveDraft():
                return self._visits.save(effect)
            case visit.SealSheet():
                return [*self._sealing.seal(effect), RoundDue()]
            case visit.ReadCode():
                return self._codes.read(effect)
            case visit.TakeMeasure():
                return self._devices.take(effect)
            case visit.StopMeasure():
                return self._devices.stop(effect)
            case _ if isinstance(effect, ExamEffect):
                return self._exam.answer(effect)
            case _ if isinstance(effect, CallEffect | IncomingEffect | FindSame):
                return self._beside(effect)
            case _:
                return self._around(effect)

    def _beside(self, effect: CallEffect | IncomingEffect | FindSame) -> Iterable[AnyMessage]:
        if isinstance(effect, FindSame):
            return self._same.find(effect)
        if isinstance(effect, IncomingEffect):
            return self._incoming.answer(effect)
        if isinstance(effect, LineEffect):
            return self._call.answer(effect)
        return self._papers.answer(effect)

    def _around(self, effect: desk.DeskEffect | OfficeEffect) -> Iterable[AnyMessage]:
        if isinstance(effect, OfficeEffect):
            return self._in_office(effect)
        if isinstance(effect, ArchiveEffect):
            return self._consult(effect)
        if isinstance(effect, DoorEffect):
            return self._at_the_door(effect)
        match effect:
            case desk.ExportSheet():
                return self._archive.export(effect)
            case PlaySound(wav):
                return self._exam.play(wav)
            case desk.LoadLibrary():
                return load_library(self._shelf)
            case desk.StudyProtocol():
                return study_protocol(effect)
            case _:
                return self._welcome(effect)

    def _in_office(self, effect: OfficeEffect) -> Iterable[AnyMessage]:
        if isinstance(effect, DevicesEffect):
            return self._setup.answer(effect)
        if isinstance(effect, CardEffect):
            return self._cards.answer(effect)
        if isinstance(effect, OutboxEffect):
            return self._outbox.answer(effect)
        return self._office.answer(effect)

    def _at_the_door(self, effect: DoorEffect) -> Iterable[AnyMessage]:
        if isinstance(effect, VeilEffect):
            return self._access.short_code.answer(effect)
        if isinstance(effect, RunRescue):
            return self._office.rescue(effect)
        return self._founding.answer(effect)

    def _consult(self, effect: ArchiveEffect) -> Iterable[AnyMessage]:
        match effect:
            case DoAct():
                return [self._acts.do(effect)]
            case ExportInquiry():
                return self._office.export_inquiry()
            case _:
                return self._archive.answer(effect)

    def _welcome(
        self,
        effect: desk.OpenVault
        | desk.CloseVault
        | desk.LoadHome
        | desk.OpenEncounter
        | desk.FetchProtocol
        | desk.ResumeDraft,
    ) -> Iterable[AnyMessage]:
        match effect:
            case desk.OpenVault():
                return self._access.open(effect)
            case desk.CloseVault():
                self._access.close()
                return [VaultClosed()]
            case desk.LoadHome():
                return self._visits.load_home()
            case desk.OpenEncounter():
                return self._visits.open_encounter(effect)
            case desk.FetchProtocol():
                return self._visits.fetch(effect)
            case desk.ResumeDraft():
                return self._visits.resume(effect)

    def close(self) -> None:
        """Stop the devices and drop the keys."""
        self._devices.close()
        self._call.close()
        self._exam.close()
        self._access.close()
