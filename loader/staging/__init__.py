"""From pages to staging tables: pages become files, which dlt copies and then merges.

A page batch holds the records of one or more pages. A staged file holds the lines of one or more
batches of a table. A load package of dlt copies and merges the files of many tables.
"""
