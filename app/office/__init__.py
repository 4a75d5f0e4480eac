"""The back office as pure state: people, recovery, access log, retention, backup, emergency."""
