"""From the API to the landing tables: pages are spooled to files, and dlt loads the files."""
