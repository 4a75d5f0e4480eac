"""Words as they are compared: without accents, case, hyphens, apostrophes and ligatures."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def folded(text: str) -> str:
    """Return ``text`` in small letters and digits, its words parted by one space.

    Anything that is neither a letter nor a digit parts words: « D’Arc » and « d arc » are the
    same two words.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = plain.translate(_LIGATURES)
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())
