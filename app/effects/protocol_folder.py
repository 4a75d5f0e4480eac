"""The folder ``protocols`` of a station: what was imported, each file named by its content.

The names say nothing and choose nothing: the journal holds the SHA-256 of what two people took,
and a file counts only while its bytes give that very hash. A file the journal does not know is
never opened.
"""

import os
from hashlib import sha256
from pathlib import Path

from app.records.refusals import StoreFailed
from protocols.package import MAXIMUM_DELIVERY

FOLDER = "protocols"


class ProtocolFolder:
    """The imported files of one station."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def get(self, digest: bytes) -> bytes | None:
        """Return the file whose SHA-256 is ``digest``, None when it is missing or was changed."""
        try:
            with self._path(digest).open("rb") as stream:
                data = stream.read(MAXIMUM_DELIVERY + 1)
        except OSError:
            return None
        return data if sha256(data).digest() == digest else None

    def put(self, data: bytes) -> bytes:
        """Keep ``data``, on the disk when this returns, and return its SHA-256.

        Raises:
            StoreFailed: the folder cannot be written.
        """
        digest = sha256(data).digest()
        if self.get(digest) is None:
            try:
                self._folder.mkdir(exist_ok=True)
                self._write(digest, data)
            except OSError as error:
                raise StoreFailed from error
        return digest

    def _write(self, digest: bytes, data: bytes) -> None:
        path = self._path(digest)
        aside = path.with_suffix(".part")
        with aside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)

    def _path(self, digest: bytes) -> Path:
        return self._folder / f"{digest.hex()}.osys"
