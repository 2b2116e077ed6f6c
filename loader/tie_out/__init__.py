"""The marts against ServiceTitan's own reports: find, read, compare, explain."""
