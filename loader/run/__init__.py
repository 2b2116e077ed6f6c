"""A run: extracts and loads many endpoints at once; the failure of one stops no other."""
