"""A submission that another thread may cut: until the content leaves, never after."""

import contextlib
import smtplib
import socket
from threading import Lock


class LinkCut(Exception):
    """The link was cut before any content was given."""


class Link:
    """The link of one submission; ``cut`` comes from another thread than the others."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._server: smtplib.SMTP | None = None
        self._is_given = False
        self.is_cut = False

    def hold(self, server: smtplib.SMTP) -> None:
        """Know the server that is spoken to.

        Raises:
            LinkCut: it was cut meanwhile.
        """
        with self._lock:
            self._server = server
            self._require_whole()

    def give(self) -> None:
        """Note that the content leaves: from here on, only the server ends the submission.

        Raises:
            LinkCut: it was cut before: nothing leaves.
        """
        with self._lock:
            self._require_whole()
            self._is_given = True

    def cut(self) -> bool:
        """End the submission if nothing was given yet; False when it is too late."""
        with self._lock:
            if self._is_given:
                return False
            self.is_cut = True
            link = None if self._server is None else self._server.sock
            if link is not None:
                # that of the plain socket: the other one would let the next bytes go in clear
                with contextlib.suppress(OSError):  # it closed by itself
                    socket.socket.shutdown(link, socket.SHUT_RDWR)
            return True

    def _require_whole(self) -> None:
        if self.is_cut:
            raise LinkCut
