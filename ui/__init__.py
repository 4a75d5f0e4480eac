"""What is seen: Qt widgets drawn from the state, nothing decided here."""
