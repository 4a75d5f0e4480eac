"""Tests of what leaves the station."""
