"""Effects of the back office: people, recovery, access log, retention, backup, emergency."""
