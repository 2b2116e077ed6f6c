"""What the marts must hold, computed in Python from the API's own records.

Written from the definitions in docs/marts.md, without a look at the SQL. Facts are lists of rows,
daily tables ``{key: measures}``; elsewhere a method gives the rows of the table it is named after.
"""
