"""Copies of a station: backup, restore, drill, handing over, import of earlier sheets."""
