"""Records that may be the same: normalised keys, blocks of candidates, weighed evidence."""
