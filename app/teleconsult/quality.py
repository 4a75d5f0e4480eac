"""How the link is, in a word, from what the engine measured. Pure.

What is sent first loses its room: libwebrtc shares what the network carries, the room having the
lowest priority and the exam the highest, with its resolution kept. Here it is only said.
Source: video.md, sections 3 and 7 (loss of 5 % is hardly seen, 30 % halves the pictures).
"""

from dataclasses import dataclass, replace

from app.teleconsult.peer import Figures
from app.teleconsult.states import Quality

LOSS_SEEN, LOSS_HEARD = 0.08, 0.25
SLOW_TRIP_S, LONG_TRIP_S = 0.4, 1.5
SLOW_SHARE, STILL_SHARE = 0.6, 0.15
FEWEST_WANTED = 5.0
WORSE_AFTER, BETTER_AFTER = 2, 3
ORDER = (Quality.GOOD, Quality.SLOW_PICTURE, Quality.VOICE_ONLY, Quality.CUT)


def quality_of(figures: Figures) -> Quality:
    """Return what one measure alone says of a connected link."""
    share = _shown_share(figures)
    if figures.loss >= LOSS_HEARD or figures.trip_s >= LONG_TRIP_S or share < STILL_SHARE:
        return Quality.VOICE_ONLY
    if figures.loss >= LOSS_SEEN or figures.trip_s >= SLOW_TRIP_S or share < SLOW_SHARE:
        return Quality.SLOW_PICTURE
    return Quality.GOOD


def _shown_share(figures: Figures) -> float:
    """Return the share of the pictures taken that leave; 1 when hardly any is taken."""
    shares = [one.sent / one.taken for one in figures.pictures if one.taken >= FEWEST_WANTED]
    return min(shares, default=1.0)


@dataclass(frozen=True, slots=True)
class Steady:
    """The word that is said: it changes once the measures insist, so that it does not flicker."""

    said: Quality | None = None
    leaning: Quality | None = None
    times: int = 0

    def after(self, found: Quality) -> "Steady":
        """Return the state after one more measure; a cut, or the first word, is said at once."""
        if found is self.said:
            return replace(self, leaning=None, times=0)
        if self.said is None or Quality.CUT in {found, self.said}:
            return Steady(found)
        times = self.times + 1 if found is self.leaning else 1
        is_worse = ORDER.index(found) > ORDER.index(self.said)
        if times >= (WORSE_AFTER if is_worse else BETTER_AFTER):
            return Steady(found)
        return replace(self, leaning=found, times=times)
