"""Declared reports: reports.toml, checked against the API's definitions, as endpoints."""
