"""The signalling relay: it brings two ends of a call together, and understands nothing they say."""
