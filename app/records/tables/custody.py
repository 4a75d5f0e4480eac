"""What retention writes: holds, erased sheets, requests of patients."""

TABLES: tuple[str, ...] = ()
