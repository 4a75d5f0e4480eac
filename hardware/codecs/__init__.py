"""Bytes to values and back, pure: one file per norm or maker, shared with the simulators."""
