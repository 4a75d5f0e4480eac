"""A fault nobody foresaw, kept without what it handled: its kind and where in the code, no more.

The text of an exception can hold a name or an answer: it is never written, shown or printed.
"""

import json
import re
import sys
import traceback
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

FOLDER = "incidents"
NATIVE = "native.txt"
KEPT = 20
TOLD = ".told.json"
NATIVE_KIND = "NativeFault"
MOST_PLACES = 40
SAID = "Arrêt imprévu\u00a0: {kind}, {place}. Donnez cette ligne à l’assistance.\n"
_ROOT = Path(__file__).resolve().parents[1]
_NATIVE_PLACE = re.compile(r'File "([^"]+)", line (\d+) in (\S+)')


@dataclass(frozen=True, slots=True)
class Incident:
    """One fault: its number, its kind (the names of the exceptions), its places in the code."""

    number: str
    at: datetime
    kind: str
    places: tuple[str, ...] = ()


def incident_of(error: BaseException, number: str, at: datetime) -> Incident:
    """Return what may be kept of ``error``: nothing that it was made with."""
    return Incident(number, at, " < ".join(_kinds(error)), _places(error.__traceback__))


def _kinds(error: BaseException) -> list[str]:
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < MOST_PLACES:
        kinds.append(type(one).__name__)
        one = one.__cause__ or one.__context__
    return kinds


def _places(trace: TracebackType | None) -> tuple[str, ...]:
    walked = list(traceback.walk_tb(trace))[-MOST_PLACES:]
    return tuple(
        _place(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in walked
    )


def _place(file: str, line: int, function: str) -> str:
    """Return a place in the code, without the folders of this computer."""
    path = Path(file)
    inside = path.is_relative_to(_ROOT) and ".venv" not in path.parts
    name = path.relative_to(_ROOT).as_posix() if inside else "/".join(path.parts[-2:])
    return f"{name}:{line} {function}"


def keep(folder: Path, incident: Incident) -> None:
    """Write ``incident`` in the data folder; the oldest beyond ``KEPT`` go.

    Raises:
        OSError: the folder refuses it.
    """
    place = folder / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / f"{incident.at:%Y%m%d-%H%M%S}-{incident.number}.json"
    aside = path.with_suffix(".partiel")
    said = asdict(incident) | {"at": incident.at.isoformat()}
    aside.write_text(json.dumps(said), encoding="utf-8")
    aside.replace(path)
    for old in _files(folder)[:-KEPT]:
        old.unlink(missing_ok=True)


def incidents_of(folder: Path) -> tuple[Incident, ...]:
    """Return what is kept, the oldest first; a file that cannot be read is passed over."""
    found = (_read(path) for path in _files(folder))
    return tuple(one for one in found if one is not None)


def tell_once(folder: Path) -> Incident | None:
    """Return the newest incident that nobody was told of yet, and note that it is told."""
    waiting = [path for path in _files(folder) if not path.name.endswith(TOLD)]
    told = [_read(path) for path in waiting]
    for path in waiting:
        path.replace(path.with_name(path.name.removesuffix(".json") + TOLD))
    return next((one for one in reversed(told) if one is not None), None)


def native_incident(text: str, number: str, at: datetime) -> Incident:
    """Return the incident that ``faulthandler`` wrote in ``text`` before the process fell."""
    found = _NATIVE_PLACE.findall(text)[:MOST_PLACES]
    places = tuple(_place(file, int(line), function) for file, line, function in found)
    return Incident(number, at, NATIVE_KIND, places)


def say_briefly(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Stand for ``sys.excepthook`` in a command: say the kind and the place, never the text."""
    if issubclass(kind, KeyboardInterrupt):
        sys.stderr.write("\n")
        return
    place = (_places(trace) or ("",))[-1]
    sys.stderr.write(SAID.format(kind=" < ".join(_kinds(error)), place=place))


def _files(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*.json"))


def _read(path: Path) -> Incident | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        at, places = datetime.fromisoformat(said["at"]), tuple(map(str, said["places"]))
        return Incident(str(said["number"]), at, str(said["kind"]), places)
    except (OSError, ValueError, KeyError, TypeError):
        return None
