"""The components of the identity, one idea a file."""
