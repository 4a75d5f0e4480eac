"""One file per family of devices: what to ask a link, what it yields."""
