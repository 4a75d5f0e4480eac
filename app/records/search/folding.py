"""Words as they are compared: without accents, case, hyphens, apostrophes and ligatures."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return ``text`` in small letters and digits, its words parted by one space.

    Anything that is neither a letter nor a digit parts words: « D’Arc » and « d arc » are the
    same two words.
    """
    plain = text.lower() if text.isascii() else _plain(text)
    return " ".join(_WORD.findall(plain))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = plain.translate(_LIGATURES)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
