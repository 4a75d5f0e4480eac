"""Signed heads of the journal kept elsewhere: what shows that an old copy was put back."""
