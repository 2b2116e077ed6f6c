"""Talking HTTP to ServiceTitan. Knows no endpoint by name."""
