"""The same actions as the window, one file per first word of the command."""
