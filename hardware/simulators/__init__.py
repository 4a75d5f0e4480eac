"""Devices of the demonstration and of the tests: real bytes, no radio."""
