"""Who answers which effect; imported by the vault lane, after the first window is painted."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from hardware.hub import Hub
from hardware.registry import demonstration_registry
from protocols.load import shipped_library

from app import clock
from app.desk import effects as ask
from app.effects.access import Access
from app.effects.archive import ArchiveRoom
from app.effects.code import read_code
from app.effects.devices import Devices, post_from_hub
from app.effects.runner import Handler, Post
from app.effects.sealing import Sealing
from app.effects.visits import Visits
from app.encounter.effects import ReadCode, SaveDraft, SealSheet, StopMeasure, TakeMeasure
from app.station import Station


def new_oid() -> str:
    """Return a new identifier under the UUID arc of ITU-T X.667."""
    return f"2.25.{UUID(clock.new_id()).int}"


def load_handlers(station: Station, folder: Path, post: Post) -> Mapping[type, Handler]:
    """Return the handler of every effect; the devices are started."""
    access = Access(folder, clock.now)
    visits = Visits(access, station, shipped_library(), clock.new_id)
    archive = ArchiveRoom(access)
    hub = Hub(
        demonstration_registry(), post_from_hub(post), clock.now, clock.monotonic_ns, clock.new_id
    )
    hub.start()
    devices = Devices(hub)
    return {
        ask.OpenVault: access.open,
        ask.CloseVault: access.close,
        ask.LoadHome: visits.load_home,
        ask.OpenEncounter: visits.open_encounter,
        ask.ResumeDraft: visits.resume,
        ask.LoadArchive: archive.load,
        ask.OpenSheet: archive.open,
        ask.ExportSheet: archive.export,
        ask.VerifyVault: archive.verify,
        SaveDraft: visits.save,
        SealSheet: Sealing(access, new_oid).seal,
        ReadCode: read_code,
        TakeMeasure: devices.take,
        StopMeasure: devices.stop,
    }
