"""The compiled part of a protocol: what decides, without any text."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Logic:
    """What ``protocols.evaluate`` runs for one protocol.

    ``positions`` gives the place of each question in the order of asking.
    """

    positions: Mapping[str, int]
