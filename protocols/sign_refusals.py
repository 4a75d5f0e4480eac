"""What signatures and packages refuse, each with one French sentence that says what to do."""


class SignatureRefusal(Exception):
    """A signature, a key, a list or a package cannot be trusted; nothing was taken from it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(type(self).__name__)
        self.sentence = sentence


class UnreadableFile(SignatureRefusal):
    """The bytes are not a file of this format, written in its one way."""


class OtherBytes(SignatureRefusal):
    """The signatures are of other bytes, or their own lines were changed."""


class TooFewSignatures(SignatureRefusal):
    """Not enough people of the committee signed, with keys that still count."""


class OlderThanInstalled(SignatureRefusal):
    """What is installed is more recent: nothing goes back."""
