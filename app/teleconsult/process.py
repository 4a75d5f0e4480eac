"""The media process with the call in it: ``python -I -m app.teleconsult.process``.

Without the ``call`` extra cameras and stethoscope work alone; a call that is opened is refused
with the names of the packages that are missing.
"""

from app.teleconsult.call_commands import COMMANDS
from app.teleconsult.call_part import CallPart
from hardware.media.part import Added
from hardware.media.process import main

if __name__ == "__main__":
    main(Added(CallPart, COMMANDS))
