"""The agency's kit, where the tests of the exchange take it."""

from tests.exchange.conftest import kit

__all__ = ["kit"]
