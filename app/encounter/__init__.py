"""The consultation, pure: one file per step, then the sheet."""
