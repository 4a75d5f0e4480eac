"""Finding a sheet among ten years of them, with no searchable word on the disk."""
