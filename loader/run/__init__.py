"""A run: reading, landing and arrival of several endpoints at once, each failing for itself."""
