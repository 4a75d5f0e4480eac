"""A card in its drawer, what it signs, and the agency's kit."""

import pytest

from tests.cards.conftest import (
    _issued,
    _watching,
    authority,
    drawer,
    own,
    watched,
)
from tests.exchange.conftest import kit
from tests.transport.dmp.signing import Asked, Submitted, a_submission

__all__ = ["_issued", "_watching", "authority", "drawer", "kit", "own", "watched"]


@pytest.fixture
def asked() -> Asked:
    """Somebody who types the right code."""
    return Asked()


@pytest.fixture(scope="session")
def submitted() -> Submitted:
    """A submission of one document."""
    return a_submission()
