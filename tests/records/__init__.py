"""Tests of what is kept: keys, vault, journal, verification."""
