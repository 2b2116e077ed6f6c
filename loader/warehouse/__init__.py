"""The warehouse: everything that speaks SQL to Postgres."""
