"""The stethoscope's line as sent: flat from 25 to 600 Hz, or it is not a heart sound. Pure.

For one channel libwebrtc uses Opus in its voice mode, whose high-pass takes 19 dB off 25 Hz. For
two channels it uses the music mode, flat. The answer is therefore rewritten for that one line
before it is taken, and the sound is sent on two channels.
Source: measured, video.md section 4.
"""

import re

MUSIC = "stereo=1;sprop-stereo=1;maxaveragebitrate=128000;usedtx=0"
_OPUS = re.compile(r"^a=rtpmap:(\d+) opus/48000/2\s*$", re.MULTILINE | re.IGNORECASE)


class NoSuchLine(ValueError):
    """The description lacks the line, or the line lacks Opus."""


def as_music(answer: str, line: int) -> str:
    """Return ``answer`` with its media line number ``line`` asking for music; others untouched.

    Raises:
        NoSuchLine: there is no such line, or it does not carry Opus.
    """
    head, *sections = re.split(r"(?=^m=)", answer, flags=re.MULTILINE)
    if line >= len(sections):
        raise NoSuchLine
    sections[line] = _music(sections[line])
    return head + "".join(sections)


def _music(section: str) -> str:
    found = _OPUS.search(section)
    if found is None:
        raise NoSuchLine
    number = found[1]
    asked = f"a=fmtp:{number} minptime=10;useinbandfec=1;{MUSIC}"
    existing = re.compile(rf"^a=fmtp:{number} .*?(?=\r?$)", re.MULTILINE)
    if existing.search(section):
        return existing.sub(asked, section)
    return section.replace(found[0], f"{found[0].rstrip()}\r\n{asked}\r\n".rstrip("\n") + "\n", 1)
