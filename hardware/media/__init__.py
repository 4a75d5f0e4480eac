"""The media process: it alone opens cameras and sound devices; the station speaks to it here."""
