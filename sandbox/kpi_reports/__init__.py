"""ServiceTitan's stock KPI reports, computed from the tenant's records at the time of the request.

The definitions are ServiceTitan's published ones. Where they leave a choice, ``readings`` says
which reading the tenant's reports follow. The code shares nothing with the marts, so that a
comparison of both proves something.

- ``records``: the records that reports read. A report may be made to read others than the API
  serves (``RecordOverride``).
- ``ledger``: what all reports build on: days, revenue lines, jobs, sales, shares.
- One module for each family of reports, a list of ``Template`` in each; ``catalogue`` has them all.
- ``tenant``: one tenant's reports under its own ids, and the switches.
- ``oddities``, ``differences``: what can be planted, as data.
"""
