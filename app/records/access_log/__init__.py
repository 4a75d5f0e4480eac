"""Who opened, exported or handed over a sheet, when and why: sealed, kept twelve months."""
