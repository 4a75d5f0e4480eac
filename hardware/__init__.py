"""The exam devices: bytes, drivers, simulators, hub. No Qt here."""
