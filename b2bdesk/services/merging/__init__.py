"""Making one record of several that are the same."""
