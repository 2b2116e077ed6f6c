"""A run: extracts and loads many endpoints at once; one's failure does not stop the others."""
