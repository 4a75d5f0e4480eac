"""What carries sealed documents out of the station, and what comes back about them."""
