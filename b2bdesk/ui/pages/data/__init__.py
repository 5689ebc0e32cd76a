"""Data: what came in, and bringing more in."""
