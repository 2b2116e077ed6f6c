"""From pages to staging tables: pages become files, which dlt copies and then merges."""
