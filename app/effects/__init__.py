"""What the consultation asks of the world, by the part of the world it touches."""
