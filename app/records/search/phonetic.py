"""The sound of a French name: Soundex 2.

Source: Frédéric Brouard, « Soundex 2 », the French variant of Russell's Soundex: groups of
consonants, prefixes, then letters that are not heard; four letters are kept.
"""

from functools import cache

LENGTH = 4

_GROUPS = (
    *(("gui", "ki"), ("gue", "ke"), ("ga", "ka"), ("go", "ko"), ("gu", "k")),
    *(("ca", "ka"), ("co", "ko"), ("cu", "ku"), ("q", "k"), ("cc", "k"), ("ck", "k")),
)
_STARTS = (
    ("mac", "mcc"),
    ("asa", "aza"),
    ("kn", "nn"),
    ("pf", "ff"),
    ("sch", "sss"),
    ("ph", "ff"),
)
_VOWELS = frozenset("aeiou")
_SILENT_ENDS = frozenset("atds")


@cache
def sound(word: str) -> str:
    """Return the sound of one folded word, 4 letters at most, "" for a word without letter."""
    letters = "".join(sign for sign in word if sign.isalpha() and sign.isascii())
    if not letters:
        return ""
    for group, heard in _GROUPS:
        letters = letters.replace(group, heard)
    letters = letters[0] + "".join("a" if sign in _VOWELS else sign for sign in letters[1:])
    for start, heard in _STARTS:
        if letters.startswith(start):
            letters = heard + letters[len(start) :]
    return _heard(letters)[:LENGTH]


def _heard(letters: str) -> str:
    """Return what is left once the letters that are not heard are gone."""
    kept = ""
    for sign in letters:
        if sign == "h" and kept[-1:] not in {"c", "s"}:
            continue
        if sign == "y" and kept[-1:] != "a" and kept:
            continue
        kept += sign
    if len(kept) > 1 and kept[-1] in _SILENT_ENDS:
        kept = kept[:-1]
    kept = kept[:1] + kept[1:].replace("a", "")
    return "".join(sign for rank, sign in enumerate(kept) if sign != kept[rank - 1 : rank])
