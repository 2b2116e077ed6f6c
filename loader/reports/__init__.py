"""Declared reports: reports.toml, held against what the API says of each, as endpoints."""
