"""Links to the devices: open, read, close, each with a time-out."""
