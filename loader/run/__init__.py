"""A run: extracts and loads many endpoints at once; one's failure does not stop the others.

A run is one execution of ``load``; it loads what it reads in one or more load packages of dlt.
"""
