"""What is kept: keys, vault, journal."""
