"""Loads a ServiceTitan tenant into Postgres: API -> ``raw_st_*`` tables, by dlt."""
