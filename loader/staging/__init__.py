"""From pages to staging tables: pages become files, dlt copies the files and runs the merge."""
