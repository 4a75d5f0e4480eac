"""The teleconsultation: the link a doctor opens, the words of the call, the relay between them."""
