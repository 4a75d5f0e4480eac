"""What the two ends say once linked: said again until it is acknowledged, over any connection."""

from app.teleconsult.files import Files
from app.teleconsult.messages import Ack, BadMessage, Hello, Message, decode, encode
from app.teleconsult.outbox import Outbox
from app.teleconsult.peer import Channel, MediaPeer
from app.teleconsult.ports import Ports
from app.teleconsult.states import Acknowledged, DoctorSaid
from app.teleconsult.transfer import CallFile


class Talk:
    """The messages and the files of one call; ``through`` says by which connection."""

    def __init__(self, hello: Hello, ports: Ports, *, keeps_files: bool) -> None:
        self._ports = ports
        self._outbox = Outbox(hello)
        self._files = Files(self._say_on_file, self._waiting, ports, is_kept_here=keeps_files)
        self._peer: MediaPeer | None = None

    def through(self, peer: MediaPeer | None) -> None:
        """Speak by ``peer`` from now on."""
        self._peer = peer

    def say(self, message: Message, channel: Channel) -> None:
        """Say something; what must arrive is said again until it is acknowledged."""
        text = encode(message)
        if channel is Channel.CTL:
            self._outbox = self._outbox.with_said(message)
        if self._peer is not None:
            self._peer.say(channel, text)

    def acknowledge(self, message_id: str) -> None:
        """Tell the doctor that the message of this id was kept."""
        ack = Ack(id=self._ports.new_id(), ts=self._ports.now_ms(), of=message_id)
        self.say(ack, Channel.CTL)

    def send(self, file: CallFile) -> None:
        """Send a file; it starts again from the beginning after a cut."""
        self._files.send(file)

    def file_kept(self, digest: str) -> None:
        """Tell the doctor that a file was kept."""
        self._files.kept(digest)

    def opened(self, channel: Channel) -> None:
        """Say again what was not acknowledged."""
        if channel is Channel.CTL and self._peer is not None:
            for message in self._outbox.again():
                self._peer.say(channel, encode(message))
        if channel is Channel.FILE:
            self._files.again()

    def heard(self, channel: Channel, data: str | bytes) -> None:
        """Take what the doctor's page says."""
        if channel is Channel.FILE:
            self._files.heard(data)
            return
        try:
            message = decode(data)
        except BadMessage:
            return
        if isinstance(message, Ack):
            self._outbox = self._outbox.with_ack(message.of)
            self._ports.post(Acknowledged(message.of))
        elif message is not None:
            self._ports.post(DoctorSaid(message))

    def stop(self) -> None:
        """Send nothing more."""
        self._files.stop()

    def _say_on_file(self, data: str | bytes) -> bool:
        return self._peer is not None and self._peer.say(Channel.FILE, data)

    def _waiting(self) -> int:
        return 0 if self._peer is None else self._peer.waiting(Channel.FILE)
