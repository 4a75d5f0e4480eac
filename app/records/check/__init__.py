"""What can be proved about a folder without any key."""
