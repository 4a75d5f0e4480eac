"""How long sheets are kept, what is held back, and how what is due is destroyed."""
